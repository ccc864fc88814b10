"""The forms by which money is recorded, and which fields each kind of entry has."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField

from tracker.errors import Fault
from tracker.fund.ledger.entries import LONGEST_REASON, EntryKind
from tracker.fund.ledger.entry_fields import PAYMENTS
from tracker.web.forms.fields import amount_field, day_field, long_field, picked_field, text_field

NAMED = "named"
BY_RULE = "rule"
UP = "up"
DOWN = "down"

ON_THE_PAGE = (
    "effective_on", "recorded_at", "correction", "corrects", "activity", "to_contribution",
    "direction", "amount", "currency", "by", "contribution", "first_on", "last_on",
    "usd", "usd_source", "settles", "basis", "letter", "letter_on", "another", "reference", "note",
)  # fmt: skip
"""The fields in the order in which the reader meets them, for the summary of faults."""


class EntryForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """What every entry says."""

    effective_on = day_field(_l("Date"))
    amount = amount_field(_l("Amount"))
    correction = text_field(_l("Why is the closed period corrected?"), LONGEST_REASON)
    reference = text_field(_l("Reference of the entry"), 120)
    note = long_field(_l("Note"), rows=2)


class PaymentForm(EntryForm):
    """What belongs to one contribution, in its currency or, where that can be, in another."""

    direction = StringField(_l("Which way"), default=UP)  # drawn as two radio buttons
    currency = picked_field(_l("Currency"), "currencies")
    usd = amount_field(_l("Amount in US dollars, where the bank gave it"))
    usd_source = text_field(_l("Source of the amount in US dollars"), 200)
    settles = amount_field(_l("What it settles of the pledge"))
    corrects = picked_field(_l("Which receipt is corrected?"), "receipts")
    basis = text_field(_l("Reason"), 500)
    another = BooleanField(_l("This is another receipt"))


class UseForm(EntryForm):
    """What an activity is given and does with it, in US dollars."""

    activity = picked_field(_l("Activity"), "activities")
    by = StringField(_l("Of which money"), default=NAMED)  # drawn as two radio buttons
    against_commitment = BooleanField(_l("It pays what was committed"))


class TransferForm(EntryForm):
    """Money for another contribution of the same donor, in US dollars."""

    to_contribution = picked_field(_l("To which contribution"), "contributions")
    letter = text_field(_l("The donor's consent"), 400)
    letter_on = day_field(_l("Date of the consent"))


class InterestForm(EntryForm):
    """Interest and the days for which it was earned, in US dollars."""

    by = StringField(_l("To which contributions"), default=BY_RULE)  # drawn as radio buttons
    contribution = picked_field(_l("Contribution"), "contributions")
    first_on = day_field(_l("First day"))
    last_on = day_field(_l("Last day"))
    seen = StringField()  # what each gets, as it was shown


class ReversalForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A reversal and its reason."""

    effective_on = day_field(_l("Date"))
    correction = text_field(_l("Why is the closed period corrected?"), LONGEST_REASON)
    why = text_field(_l("Why is it reversed?"), 2000)


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults in the order of their fields on the page; those of no field come last."""
    places = {name: place for place, name in enumerate(ON_THE_PAGE)}
    return sorted(faults, key=lambda fault: places.get(fault.field, len(places)))


def form_class(kind: EntryKind) -> type[EntryForm]:
    """Return the form of a kind."""
    if kind is EntryKind.TRANSFER:
        return TransferForm
    return PaymentForm if kind in PAYMENTS else UseForm
