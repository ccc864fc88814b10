"""The form of interest: to one contribution by name, or by the rule for the days it was earned."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice

from tracker.day_bounds import happened_fault
from tracker.errors import Fault
from tracker.fund.balances.interest import InterestSplit, split_interest
from tracker.fund.contributions.contribution_titles import open_contributions
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.preparation.bases import days_in
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.http import context
from tracker.periods import today
from tracker.web.entries.entry_form import (
    BY_RULE,
    NAMED,
    EntryForm,
    amount_field,
    note_field,
    reference_field,
)
from tracker.web.entries.refill import reference_of
from tracker.web.forms.choice_fields import OptionField, RecordField
from tracker.web.forms.refusals import put_faults
from tracker.web.forms.suggestions import Suggestions
from tracker.web.forms.typed_fields import DayField

OPEN_CONTRIBUTIONS = Suggestions("contributions", lambda: open_contributions(context.session()))


class InterestForm(EntryForm):
    """Interest in US dollars, with its days or its contribution.

    `seen` is the digest of the lines that the page showed.
    """

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

    def draft(self) -> EntryDraft:
        """Return the entry as it was entered."""
        if self.by.data == NAMED:
            return self.draft_of(EntryKind.INTEREST, contribution=self.contribution.data)
        return self.draft_of(
            EntryKind.INTEREST, first_on=self.first_on.data, last_on=self.last_on.data
        )

    def rule_faults(self) -> Iterable[Fault]:
        """Refuse a missing or closed contribution, where one is named, and days out of bounds."""
        if self.by.data != NAMED:
            return super().rule_faults()
        faults = self._faults_of_unused_days()
        if self.contribution.data not in OPEN_CONTRIBUTIONS.names():
            faults.append(Fault("contribution", _("Choose an open contribution.")))
        return faults or super().rule_faults()

    def _faults_of_unused_days(self) -> list[Fault]:
        """Return the faults of days that were typed although a contribution is named."""
        typed = [(one.name, one.data) for one in (self.first_on, self.last_on) if one.data]
        found = [happened_fault(name, day, today()) for name, day in typed]
        return [fault for fault in found if fault]

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
        first, last = days_in(instruction.heading.basis)
        return super().values_of(instruction) | {
            "by": BY_RULE if instruction.contribution_id is None else NAMED,
            "contribution": reference_of(instruction.contribution_id),
            "first_on": first,
            "last_on": last,
        }
