"""Reads the form of a payment into an order that is ready to be handed in."""

from dataclasses import replace
from decimal import Decimal

from flask_babel import gettext as _

from tracker.errors import Fault, MissingRate
from tracker.fund.contributions.contribution_list import ContributionItem
from tracker.fund.ledger.entries import EntryKind, Heading, RateUsed
from tracker.fund.ledger.entry_fields import ANY_CURRENCY, AT_PLEDGE_RATE, BASIS_HOLDS_REASON
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.receipt_remainders import ReceiptRemainder, receipts_left
from tracker.fund.rates.operational_rates import Converted, from_usd, in_usd
from tracker.http import context
from tracker.http.formats import money as written
from tracker.money import USD, Money
from tracker.reference.currencies import currencies, exponent
from tracker.web.entries.forms import DOWN, PaymentForm
from tracker.web.entries.heading import Recorded, read_heading
from tracker.web.forms.codes import find_code
from tracker.web.forms.reading import Reading

RATE_DECIMALS = Decimal("0.00000001")


def read_payment(form: PaymentForm, item: ContributionItem, kind: EntryKind) -> Recorded:
    """Read what belongs to one contribution."""
    reading = Reading()
    heading = read_heading(form, reading)
    if kind is EntryKind.RECEIPT_CORRECTION:
        return _read_correction(form, reading, item, heading)
    currency = _currency(form, reading, item) if kind in ANY_CURRENCY else item.currency
    amount = reading.amount(form.amount, exponent(currency))
    converted = _worth(form, reading, kind, Money(amount, currency))
    if kind is EntryKind.PLEDGE_ADJUSTMENT:
        amount, converted = _signed(form, reading, amount, converted)
    order = PostingInstruction(
        kind,
        replace(
            heading,
            currency=currency,
            original_minor=amount,
            rate=converted.rate,
            basis=_reason(form, reading) if kind in BASIS_HOLDS_REASON else "",
        ),
        converted.usd_minor,
        item.id,
    )
    if kind is EntryKind.RECEIPT and currency != item.currency and not reading.faults:
        order = replace(order, settles_original=_settled(form, reading, item, order))
    return Recorded(order, reading.faults, None if kind in AT_PLEDGE_RATE else converted)


def _currency(form: PaymentForm, reading: Reading, item: ContributionItem) -> str:
    """Read the currency; none is that of the contribution."""
    text = reading.text(form.currency)
    if not text:
        return item.currency
    found = find_code(text, {code: one.name for code, one in currencies().items()})
    if found is None:
        reading.faults.append(
            Fault(
                "currency",
                _("'%(text)s' is no currency of ISO 4217; write its code, such as EUR", text=text),
            )
        )
    return found or item.currency


def _worth(form: PaymentForm, reading: Reading, kind: EntryKind, money: Money) -> Converted:
    """Say what the amount is worth: as the bank said, else at the rate of the day."""
    if money.currency == USD:
        return Converted(money.minor, None)
    if kind in AT_PLEDGE_RATE or reading.faults:
        return Converted(0, None)
    own = reading.optional_amount(form.usd, exponent(USD))
    on = form.effective_on.data
    if own is not None:
        return _as_the_bank_says(form, reading, money, own)
    try:
        return in_usd(context.session(), money, on)
    except MissingRate as missing:
        reading.faults.append(Fault("amount", str(missing)))
        return Converted(0, None)


def _as_the_bank_says(form: PaymentForm, reading: Reading, money: Money, own: int) -> Converted:
    """Take the bank's own amount in US dollars, with its source and the rate that it implies."""
    source = reading.text(form.usd_source)
    if not source:
        reading.faults.append(Fault("usd_source", _("Say where this amount stands.")))
    if own <= 0:
        reading.faults.append(Fault("usd", _("The amount is above zero.")))
        return Converted(0, None)
    implied = Decimal(money.minor).scaleb(2 - exponent(money.currency)) / Decimal(own)
    rate = RateUsed(implied.quantize(RATE_DECIMALS), source, form.effective_on.data)
    return Converted(own, rate)


def _signed(
    form: PaymentForm, reading: Reading, amount: int, worth: Converted
) -> tuple[int, Converted]:
    """Give a change of the pledge its sign; the amount itself is above zero."""
    if amount <= 0 and not reading.faults:
        reading.faults.append(
            Fault("amount", _("The amount is above zero; say beside it which way it goes."))
        )
    if form.direction.data != DOWN:
        return amount, worth
    return -amount, replace(worth, usd_minor=-worth.usd_minor)


def _reason(form: PaymentForm, reading: Reading) -> str:
    """Read the reason of a write-off, which it must have."""
    reason = reading.text(form.basis)
    if not reason:
        reading.faults.append(Fault("basis", _("Say why it is written off.")))
    return reason


def _settled(
    form: PaymentForm, reading: Reading, item: ContributionItem, order: PostingInstruction
) -> int:
    """Say what a receipt in another currency settles: as typed, else at the rate of the day."""
    if item.currency == USD:
        return order.usd_minor
    typed = reading.optional_amount(form.settles, exponent(item.currency))
    if typed is not None:
        return typed
    try:
        return from_usd(
            context.session(), order.usd_minor, item.currency, order.heading.effective_on
        )
    except MissingRate as missing:
        reading.faults.append(Fault("settles", str(missing)))
        return 0


def _read_correction(
    form: PaymentForm, reading: Reading, item: ContributionItem, heading: Heading
) -> Recorded:
    """Read a correction: it lowers one receipt, at the rate of that receipt."""
    receipt = _receipt(form, reading, item)
    currency = receipt.currency if receipt else item.currency
    amount = reading.amount(form.amount, exponent(currency))
    usd, settled = amount, amount
    if receipt is not None:
        if amount > receipt.original_minor:
            most = f"{currency} {written(receipt.original_minor, currency)}"
            reading.faults.append(
                Fault(
                    "amount",
                    _(
                        "%(receipt)s can be lowered by %(most)s at most",
                        receipt=receipt.reference,
                        most=most,
                    ),
                )
            )
        else:
            usd, settled = receipt.part(max(amount, 0))
        heading = replace(heading, rate=receipt.rate, basis=receipt.reference)
    order = PostingInstruction(
        EntryKind.RECEIPT_CORRECTION,
        replace(heading, currency=currency, original_minor=amount),
        usd,
        item.id,
        settles_original=None if currency == item.currency else settled,
    )
    return Recorded(order, reading.faults, Converted(usd, order.heading.rate))


def _receipt(
    form: PaymentForm, reading: Reading, item: ContributionItem
) -> ReceiptRemainder | None:
    """Read which receipt is corrected."""
    text = reading.text(form.corrects)
    found = {one.reference: one for one in receipts_left(context.session(), item.id)}
    code = find_code(text, dict.fromkeys(found, "")) if text else None
    if code is None:
        reading.faults.append(
            Fault("corrects", _("Choose a receipt of this contribution with something left of it."))
        )
        return None
    return found[code]
