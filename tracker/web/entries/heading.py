"""Reads what every form of money has: the day, the reference, the note, the reason."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_wtf import FlaskForm

from tracker.errors import Fault
from tracker.fund.ledger.closed_periods import closed_until
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.refusals import period_is_closed
from tracker.fund.rates.operational_rates import Converted
from tracker.http import context
from tracker.web.entries.forms import EntryForm
from tracker.web.forms.reading import Reading

UNREAD = "?"  # stands where a reference is missing, in a draft that is not written


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a form of money brought: the order, and all that is wrong with it.

    `converted` is what the amount is worth in US dollars, where the form tells it.
    """

    order: PostingInstruction
    faults: list[Fault]
    converted: Converted | None = None


def read_heading(form: EntryForm, reading: Reading) -> Heading:
    """Read the heading of an entry in US dollars; other parts are filled in where there are."""
    on = reading.needed_day(form.effective_on)
    return Heading(
        effective_on=on,
        reference=read_reference(form, reading),
        note=reading.text(form.note),
        correction=read_correction(form, reading, on),
    )


def read_reference(form: EntryForm, reading: Reading) -> str:
    """Read the entry's reference, which it must have."""
    reference = reading.text(form.reference)
    if not reference:
        reading.faults.append(Fault("reference", _("Give the entry a reference.")))
    elif not reference.isprintable():
        reading.faults.append(Fault("reference", _("The reference holds a hidden character.")))
        return UNREAD
    return reference or UNREAD


def read_correction(form: FlaskForm, reading: Reading, on: date) -> str:
    """Read the reason for an entry in a closed period, which takes one."""
    reason = reading.text(form.correction)
    until = closed_until(context.session())
    if until is not None and date.min < on <= until and not reason:
        reading.faults.append(Fault("correction", period_is_closed(until)))
    return reason


def is_closed(on: date | None) -> bool:
    """Tell whether a day lies in a closed period."""
    until = closed_until(context.session())
    return on is not None and until is not None and on <= until
