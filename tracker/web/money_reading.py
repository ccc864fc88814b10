"""Reads the forms of money into postings that are ready to be written."""

from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from tracker.assistance.activities import find_activity
from tracker.assistance.choices import activity_titles
from tracker.errors import Fault, MissingRate
from tracker.fund.contributions.reads import ContributionItem
from tracker.fund.ledger.entries import EntryKind, Heading, RateUsed
from tracker.fund.ledger.orders import Order
from tracker.fund.rates.operational import Converted, in_usd
from tracker.http import context
from tracker.money import USD, Money
from tracker.reference.currencies import exponent
from tracker.web.money_forms import NAMED, EntryForm, PaymentForm, UseForm
from tracker.web.reading import Reading, find_code

UNREAD = "?"  # stands where a reference is missing, in a draft that is not written
RATE_DECIMALS = Decimal("0.00000001")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a form of money brought: the order, and all that is wrong with it."""

    order: Order
    faults: list[Fault]
    converted: Converted | None = None


def read_payment(form: PaymentForm, item: ContributionItem, kind: EntryKind) -> Recorded:
    """Read a pledge, a receipt or a refund."""
    reading = Reading()
    on = reading.needed_day(form.effective_on)
    original = reading.amount(form.amount, exponent(item.currency))
    converted = Converted(original, None)
    if item.currency != USD and not reading.faults:
        converted = _converted(form, reading, Money(original, item.currency))
    heading = Heading(
        effective_on=on,
        reference=_reference(form, reading),
        note=reading.text(form.note),
        currency=item.currency,
        original_minor=original,
        rate=converted.rate,
    )
    order = Order(kind, heading, converted.usd_minor, item.id)
    return Recorded(order, reading.faults, converted)


def read_use(form: UseForm, item: ContributionItem, kind: EntryKind) -> Recorded:
    """Read an allocation, a commitment or an expenditure."""
    reading = Reading()
    on = reading.needed_day(form.effective_on)
    usd = reading.amount(form.amount, exponent(USD))
    activity = find_code(reading.text(form.activity), activity_titles(context.session()))
    if activity is None:
        reading.faults.append(Fault("activity", _("Choose an activity on file.")))
    heading = Heading(
        effective_on=on, reference=_reference(form, reading), note=reading.text(form.note)
    )
    order = Order(
        kind,
        heading,
        usd,
        item.id if form.by.data == NAMED else None,
        find_activity(context.session(), activity).id if activity else None,
        against_commitment=bool(form.against_commitment.data),
    )
    return Recorded(order, reading.faults)


def _reference(form: EntryForm, reading: Reading) -> str:
    """Read the entry's reference, which it must have."""
    reference = reading.text(form.reference)
    if not reference:
        reading.faults.append(Fault("reference", _("Give the entry a reference.")))
    elif not reference.isprintable():
        reading.faults.append(Fault("reference", _("The reference holds a hidden character.")))
        return UNREAD
    return reference or UNREAD


def _converted(form: PaymentForm, reading: Reading, money: Money) -> Converted:
    """Say what the amount is worth: as the bank said, else at the rate of the day."""
    own = reading.optional_amount(form.usd, exponent(USD))
    on = form.effective_on.data
    if own is not None:
        source = reading.text(form.usd_source)
        if not source:
            reading.faults.append(Fault("usd_source", _("Say where this amount stands.")))
        if own <= 0:
            reading.faults.append(Fault("usd", _("The amount is above zero.")))
            return Converted(0, None)
        implied = Decimal(money.minor).scaleb(2 - exponent(money.currency)) / Decimal(own)
        return Converted(own, RateUsed(implied.quantize(RATE_DECIMALS), source, on))
    try:
        return in_usd(context.session(), money, on)
    except MissingRate as missing:
        reading.faults.append(Fault("amount", str(missing)))
        return Converted(0, None)
