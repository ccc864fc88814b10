"""The forms of asks: what is asked for, its allocations, and the decisions about it."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField

from tracker.errors import Fault
from tracker.fund.asks.allocation_costs import (
    LINES,
    AllocationCosts,
    AllocationLine,
    costs_of_drafts,
    costs_of_lines,
)
from tracker.fund.asks.asking import AskDraft, ask_faults
from tracker.fund.contributions.contribution_titles import open_contributions
from tracker.fund.ledger.entries import LONGEST_REASON, LONGEST_REFERENCE, EntryKind
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.preparing import CLOSED_PERIOD
from tracker.http import context
from tracker.periods import proposed_day
from tracker.web.entries.entry_form import day_field, note_field
from tracker.web.forms.choice_fields import RecordField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import SAY_WHY
from tracker.web.forms.rows import RowsField
from tracker.web.forms.suggestions import Suggestions
from tracker.web.forms.typed_fields import AmountField, LongTextField, TextField
from tracker.web.forms.validators import Required

CONTRIBUTIONS = Suggestions("contributions", lambda: open_contributions(context.session()))
OPEN_ALONE = _l("Choose an open contribution.")


class AskRow(Form):  # type: ignore[misc] # wtforms has no types
    """What is asked of one contribution."""

    contribution = RecordField(
        _l("Contribution"), CONTRIBUTIONS, [Required(OPEN_ALONE)], unknown=OPEN_ALONE
    )
    amount = AmountField(_l("Amount, USD"), [Required(_l("Give the amount."))])

    def line(self) -> AllocationLine:
        """Return the line as it was entered."""
        return AllocationLine(self.contribution.data or "", self.amount.minor or 0)


class AllocationRow(AskRow):
    """An allocation of one contribution; without a reference it gets one of the ask."""

    reference = TextField(_l("Reference (optional)"), longest=LONGEST_REFERENCE)


class CostedForm(RecordForm):
    """A form with lines of contributions, whose costs are shown before it is sent."""

    KEEPS_DRAFT = True
    lines: RowsField

    @property
    def only_checks(self) -> bool:
        """Tell whether the costs are to be shown, and nothing saved."""
        return bool(request.form.get("intent") == "check")

    @property
    def costs(self) -> AllocationCosts:
        """The costs of the lines as they were entered."""
        raise NotImplementedError


class AskForm(CostedForm):
    """What is asked for an activity; `seen` is the version of an ask that is asked again."""

    FAULTS_OF: ClassVar = {"seen": ""}

    seen = HiddenField()
    lines = RowsField(_l("Contributions"), AskRow)
    purpose = LongTextField(_l("What is the money for?"), rows=3)

    def __init__(self, activity: str, **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        self.activity = activity
        super().__init__(**keywords)

    def draft(self) -> AskDraft:
        """Return the ask as it was entered."""
        lines = tuple(row.line() for row in self.lines.filled)
        return AskDraft(self.activity, lines, self.purpose.data or "")

    @cached_property
    def costs(self) -> AllocationCosts:
        """The costs of the lines if they were allocated today."""
        lines = self.draft().lines
        return costs_of_lines(context.session(), self.activity, lines, proposed_day())

    def rule_faults(self) -> Iterable[Fault]:
        """Return what is missing, and what the ledger would refuse."""
        yield from ask_faults(self.draft())
        yield from self.costs.faults


class TakeUpForm(CostedForm):
    """The allocations by which an ask is answered, handed in together."""

    FAULTS_OF: ClassVar = {"seen": "", "recorded_at": "effective_on", CLOSED_PERIOD: "correction"}

    seen = HiddenField()
    effective_on = day_field(_l("Date"))
    correction = TextField(_l("Why is the closed period corrected?"), longest=LONGEST_REASON)
    lines = RowsField(_l("Allocations"), AllocationRow)
    note = note_field()

    def __init__(self, number: int, activity: str, **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        self.number, self.activity = number, activity
        super().__init__(**keywords)

    def drafts(self) -> tuple[EntryDraft, ...]:
        """Return the allocations as they were entered."""
        return tuple(
            EntryDraft(
                EntryKind.ALLOCATION,
                row.reference.data or f"ASK-{self.number}/{number}",
                self.effective_on.data,
                row.amount.minor,
                contribution=row.contribution.data or "",
                activity=self.activity,
                note=self.note.data or "",
                correction=self.correction.data or "",
            )
            for number, row in enumerate(self.lines.filled, start=1)
        )

    @cached_property
    def costs(self) -> AllocationCosts:
        """The costs of the allocations on their day."""
        return costs_of_drafts(context.session(), self.drafts())

    def rule_faults(self) -> Iterable[Fault]:
        """Return what the ledger would refuse."""
        if not self.lines.filled:
            yield Fault(LINES, str(_l("name a contribution and an amount")))
        yield from self.costs.faults


class AskMoveForm(RecordForm):
    """The version of an ask that was shown, and a reason; without `asked` there is no field of it.

    An ask that is no longer open has no form, so that no error leads to a field of one.
    """

    FAULTS_OF: ClassVar = {"seen": ""}

    seen: HiddenField
    reason: TextField

    def __init__(self, *, asked: bool = True, **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        super().__init__(**keywords)
        if not asked:
            del self.reason

    @property
    def said(self) -> str:
        """The text of the reason; empty without its field."""
        return str(self.reason.data) if "reason" in self else ""

    @property
    def version(self) -> int:
        """The version of the ask that the form was shown for."""
        return seen_version(self)


class AskReturnForm(AskMoveForm):
    """The reason for which an ask is returned."""

    seen = HiddenField(id="return-seen")
    reason = TextField(
        _l("Why is it returned?"), [Required(SAY_WHY)], longest=LONGEST_REASON, id="return-reason"
    )


class AskDeclineForm(AskMoveForm):
    """The reason for which an ask is declined."""

    seen = HiddenField(id="decline-seen")
    reason = TextField(
        _l("Why is it declined?"), [Required(SAY_WHY)], longest=LONGEST_REASON, id="decline-reason"
    )


class AskWithdrawalForm(AskMoveForm):
    """A remark on an ask that is taken back."""

    seen = HiddenField(id="withdraw-seen")
    reason = TextField(_l("Why"), longest=LONGEST_REASON, id="withdraw-reason")


def form_of(kind: type[AskMoveForm], refused: RecordForm | None, version: int) -> AskMoveForm:
    """Return the form of a kind of move: the refused one, or an empty one of a version."""
    return refused if isinstance(refused, kind) else kind(formdata=None, data={"seen": version})


def seen_version(form: RecordForm) -> int:
    """Return the version of the ask that a form was shown for; 0 where it names none."""
    text = str(form.seen.data or "")
    return int(text[:9]) if text.isascii() and text.isdigit() else 0
