"""The parts that forms of entries share: day, amount, reference, note, reason."""

from abc import ABCMeta, abstractmethod
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from secrets import token_hex
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form
from wtforms.form import FormMeta
from wtforms.validators import ValidationError

from tracker.errors import Fault
from tracker.fund.approvals.known_entries import known_entries
from tracker.fund.contributions.contribution_list import ContributionItem
from tracker.fund.ledger.closed_periods import closed_until
from tracker.fund.ledger.entries import (
    LONGEST_REASON,
    LONGEST_REFERENCE,
    NEEDS_SECOND_PERSON,
    EntryKind,
)
from tracker.fund.ledger.entry_fields import AT_PLEDGE_RATE, PAYMENTS
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.preparation.desk import Desk, open_trial_desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.preparing import CLOSED_PERIOD, Prepared, prepare
from tracker.http import context
from tracker.money import Money
from tracker.questions import DraftQuestion
from tracker.web.forms.form import RecordForm
from tracker.web.forms.refusals import put_faults
from tracker.web.forms.typed_fields import AmountField, DayField, LongTextField, TextField
from tracker.web.forms.validators import Required

BOXES = frozenset({"another"})
"""The fields that answer a question by a box of their own."""
NAMED, BY_RULE = "named", "rule"
"""The two ways of a form: one contribution by name, or all contributions by the rule."""


def day_field(label: Any) -> DayField:  # noqa: ANN401 - a lazy text
    """Make the field of a required day."""
    return DayField(label, [Required(_l("Give the date."))])


def amount_field() -> AmountField:
    """Make the field of the entry's amount."""
    return AmountField(_l("Amount"), [Required(_l("Give the amount."))])


def reference_field() -> TextField:
    """Make the field of the entry's reference."""
    given = Required(_l("Give the entry a reference."))
    return TextField(
        _l("Reference of the entry"), [given, expect_printable], longest=LONGEST_REFERENCE
    )


def note_field() -> LongTextField:
    """Make the field of the note."""
    return LongTextField(_l("Note"), rows=2)


def expect_printable(form: Form, field: Field) -> None:
    """Refuse hidden characters."""
    del form
    if not field.data.isprintable():
        raise ValidationError(_("The reference holds a hidden character."))


def proposed_reference(kind: EntryKind, on: date) -> str:
    """Propose a reference, so that the same form sent twice posts once."""
    return f"{kind.value.upper().replace('_', '-')}-{on:%Y%m%d}-{token_hex(4)}"


class AbstractFormMeta(FormMeta, ABCMeta):  # type: ignore[misc]  # wtforms does not type it
    """Makes classes of forms that leave methods to their subclasses."""


class DatedForm(RecordForm, metaclass=AbstractFormMeta):
    """The day of an entry, and the reason when it lies in a closed period."""

    KEEPS_DRAFT = True
    FAULTS_OF: ClassVar = {"recorded_at": "effective_on", CLOSED_PERIOD: "correction"}

    effective_on = day_field(_l("Date"))
    correction = TextField(_l("Why is the closed period corrected?"), longest=LONGEST_REASON)

    @cached_property
    def closed_until(self) -> date | None:
        """The last day of the closed periods, None where none is closed."""
        return closed_until(context.session())

    @property
    def is_closed(self) -> bool:
        """Tell whether the day lies in a closed period."""
        until, on = self.closed_until, self.effective_on.data
        return on is not None and until is not None and on <= until

    @abstractmethod
    def draft(self) -> EntryDraft:
        """Return the entry as it was entered."""

    @cached_property
    def desk(self) -> Desk:
        """The desk on which the entry is tried, with the record as it is."""
        return open_trial_desk(context.session())

    @cached_property
    def prepared(self) -> Prepared:
        """What the rules say of the entry."""
        return prepare(self.desk, self.draft())

    def rule_faults(self) -> Iterable[Fault]:
        """Return the rules' faults, and the questions that a box of the form answers."""
        yield from self.prepared.faults
        for question in self.prepared.open_questions:
            if question.field in BOXES and question.field in self:
                yield Fault(question.field, question.message)

    def rule_questions(self) -> Iterable[DraftQuestion]:
        """Return the questions that no box of the form answers."""
        return (one for one in self.prepared.questions if one.field not in BOXES)


class EntryForm(DatedForm):
    """An entry with an amount. Subclasses add their fields in the order of the page."""

    amount: AmountField
    reference: TextField
    note: LongTextField

    def draft_of(self, kind: EntryKind, **details: Any) -> EntryDraft:  # noqa: ANN401 - fields of a draft
        """Return the draft of an entry of that kind; `details` are its own fields."""
        shared: dict[str, Any] = {
            "reference": self.reference.data,
            "effective_on": self.effective_on.data,
            "amount_minor": self.amount.minor,
            "note": self.note.data,
            "correction": self.correction.data,
            "sure": self.sure,
        }
        return EntryDraft(kind, **shared | details)

    @property
    def is_recorded(self) -> bool:
        """Tell whether the entry stands in the ledger, or waits, with the same content."""
        draft = self.draft()
        known = known_entries(context.session(), [draft.reference])
        return known.has(draft.reference) and known.fault_of(self.desk.records, draft) is None

    @classmethod
    def values_of(cls, instruction: PostingInstruction) -> dict[str, Any]:
        """Return the values of the fields behind an instruction."""
        heading = instruction.heading
        own = heading.original_minor
        minor = instruction.usd_minor if own is None else own
        return {
            "effective_on": heading.effective_on,
            "correction": heading.correction,
            "amount": Money(abs(minor), heading.currency),
            "reference": heading.reference,
            "note": heading.note,
        }


class ContributionEntryForm(EntryForm):
    """An entry of one kind, recorded from the page of a contribution."""

    def __init__(self, item: ContributionItem, kind: EntryKind, **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        self.item = item
        self.kind = kind
        super().__init__(**keywords)
        for name in self.absent_fields():
            del self[name]

    @property
    def needs_second_person(self) -> bool:
        """Tell whether a second person has to approve entries of this kind."""
        return self.kind in NEEDS_SECOND_PERSON

    @property
    def states_worth(self) -> bool:
        """Tell whether a check says what the amount is worth in US dollars."""
        return self.kind in PAYMENTS and self.kind not in AT_PLEDGE_RATE

    @property
    def shown(self) -> str | None:
        """The digest of the lines that the page showed; None where none have to be shown."""
        return None

    def expect_shown(self, digest: str) -> bool:
        """Refuse lines other than those on the page, where they have to be shown."""
        if self.shown not in (None, digest):
            text = _("Look at what each contribution gives, and record it then.")
            put_faults(self, [Fault("", text)])
        return not self.refusals

    def absent_fields(self) -> Iterable[str]:
        """Return the names of the fields that the page of this kind lacks."""
        return ()
