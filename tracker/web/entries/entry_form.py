"""The parts that forms of entries share: day, amount, reference, note, reason."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from secrets import token_hex
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form
from wtforms.validators import ValidationError

from tracker.errors import Fault
from tracker.fund.contributions.contribution_list import ContributionItem
from tracker.fund.ledger.closed_periods import closed_until
from tracker.fund.ledger.entries import (
    LONGEST_REASON,
    LONGEST_REFERENCE,
    NEEDS_SECOND_PERSON,
    EntryKind,
    Heading,
)
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.refusals import period_is_closed
from tracker.fund.rates.operational_rates import Converted
from tracker.http import context
from tracker.money import Money
from tracker.web.forms.form import RecordForm
from tracker.web.forms.typed_fields import AmountField, DayField, LongTextField, TextField
from tracker.web.forms.validators import Required

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


class DatedForm(RecordForm):
    """The day of an entry, and the reason when it lies in a closed period."""

    FAULTS_OF: ClassVar = {"recorded_at": "effective_on"}

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

    def rule_faults(self) -> Iterable[Fault]:
        """Refuse a day in a closed period without a reason."""
        if self.closed_until is not None and self.is_closed and not self.correction.data:
            yield Fault("correction", period_is_closed(self.closed_until))


class EntryForm(DatedForm):
    """An entry with an amount. Subclasses add their fields in the order of the page."""

    amount: AmountField
    reference: TextField
    note: LongTextField

    def heading(self, **details: Any) -> Heading:  # noqa: ANN401 - fields of a Heading
        """Return the entry's heading; `details` are its other fields."""
        return Heading(
            effective_on=self.effective_on.data,
            reference=self.reference.data,
            note=self.note.data,
            correction=self.correction.data,
            **details,
        )

    def instruction(self) -> PostingInstruction:
        """Return the instruction to post the entry; the form is valid."""
        raise NotImplementedError

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
    def worth(self) -> Converted | None:
        """The value in US dollars and its rate, where the form states them."""
        return None

    def absent_fields(self) -> Iterable[str]:
        """Return the names of the fields that the page of this kind lacks."""
        return ()
