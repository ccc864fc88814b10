"""The form of interest: to one contribution by name, or by the rule for the days it was earned."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice

from tracker.errors import Fault
from tracker.fund.balances.interest import InterestSplit, split_interest
from tracker.fund.contributions.contribution_titles import open_contributions
from tracker.fund.contributions.terms import find_contribution
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.http import context
from tracker.web.entries.entry_form import (
    BY_RULE,
    NAMED,
    EntryForm,
    amount_field,
    note_field,
    reference_field,
)
from tracker.web.entries.refill import kept_day, reference_of
from tracker.web.forms.choice_fields import OptionField, RecordField
from tracker.web.forms.refusals import put_faults
from tracker.web.forms.suggestions import Suggestions
from tracker.web.forms.typed_fields import DayField

OPEN_CONTRIBUTIONS = Suggestions("contributions", lambda: open_contributions(context.session()))
DAYS = " / "
"""The text between the first and the last day in the basis of interest by the rule."""


class InterestForm(EntryForm):
    """Interest in US dollars, with its days or its contribution.

    `seen` is the digest of the lines that the page showed.
    """

    FAULTS_OF: ClassVar = EntryForm.FAULTS_OF | {"basis": "first_on"}

    amount = amount_field()
    by = OptionField(
        _l("To which contributions"),
        [
            SelectChoice(
                BY_RULE,
                _l(
                    "To all open contributions that held money on these days, pro rata to what "
                    "each held day by day"
                ),
            ),
            SelectChoice(NAMED, _l("To one contribution, by name")),
        ],
        default=BY_RULE,
    )
    first_on = DayField(_l("First day"))
    last_on = DayField(_l("Last day"))
    contribution = RecordField(_l("Contribution"), OPEN_CONTRIBUTIONS)
    seen = HiddenField()
    reference = reference_field()
    note = note_field()

    @cached_property
    def split(self) -> InterestSplit | None:
        """The share of each contribution by the rule; None for one by name."""
        if self.by.data == NAMED:
            return None
        return split_interest(
            context.session(), self.amount.data.minor, self.first_on.data, self.last_on.data
        )

    def instruction(self) -> PostingInstruction:
        """Return the instruction to post the entry."""
        kind, usd = EntryKind.INTEREST, self.amount.data.minor
        if self.split is None:
            named = find_contribution(context.session(), self.contribution.data)
            return PostingInstruction(kind, self.heading(), usd, named.id)
        days = DAYS.join(day.data.isoformat() for day in (self.first_on, self.last_on))
        return PostingInstruction(kind, self.heading(basis=days), usd, earned=self.split.earned)

    def rule_faults(self) -> Iterable[Fault]:
        """Refuse days that are missing or in the wrong order, or an unknown contribution."""
        yield from super().rule_faults()
        first, last = self.first_on.data, self.last_on.data
        if self.by.data == NAMED:
            if self.contribution.data not in OPEN_CONTRIBUTIONS.names():
                yield Fault("contribution", _("Choose an open contribution."))
            return
        for day in (self.first_on, self.last_on):
            if day.data is None:
                yield Fault(day.short_name, _("Give the date."))
        if first and last and first > last:
            yield Fault("last_on", _("The last day comes before the first."))

    @property
    def shown(self) -> str | None:
        """The digest of the lines shown of a split by the rule; None for one by name."""
        return None if self.split is None else str(self.seen.data or "")

    def expect_shown(self, digest: str) -> bool:
        """Refuse lines by the rule other than those on the page."""
        if self.shown not in (None, digest):
            text = _("Look at what each contribution gets, and record it then.")
            put_faults(self, [Fault("", text)])
        return not self.refusals

    @classmethod
    def values_of(cls, instruction: PostingInstruction) -> dict[str, Any]:
        """Return the values of the fields behind an instruction."""
        first, _dash, last = instruction.heading.basis.partition(DAYS)
        return super().values_of(instruction) | {
            "by": BY_RULE if instruction.contribution_id is None else NAMED,
            "contribution": reference_of(instruction.contribution_id),
            "first_on": kept_day(first),
            "last_on": kept_day(last),
        }
