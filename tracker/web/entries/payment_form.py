"""The form of entries of one contribution: pledges, receipts, charges, refunds, losses."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlmodel import Session
from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice

from tracker.errors import Fault, MissingRate
from tracker.fund.ledger.entries import LONGEST_BASIS, EntryKind, RateUsed
from tracker.fund.ledger.entry_fields import ANY_CURRENCY, AT_PLEDGE_RATE, BASIS_HOLDS_REASON
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.receipt_duplicates import (
    ReceiptFacts,
    ReceiptIndex,
    ask_whether_another,
    receipts_between,
)
from tracker.fund.rates.operational_rates import Converted, from_usd, in_usd
from tracker.fund.tables.contributions import Contribution
from tracker.http import context
from tracker.money import USD, Money
from tracker.reference.currencies import currencies, exponent
from tracker.web.entries.entry_form import (
    ContributionEntryForm,
    amount_field,
    note_field,
    reference_field,
)
from tracker.web.forms.choice_fields import OptionField, RecordField
from tracker.web.forms.suggestions import CURRENCIES
from tracker.web.forms.typed_fields import AmountField, TextField
from tracker.web.forms.validators import Required

UP, DOWN = "up", "down"
RATE_DECIMALS = Decimal("0.00000001")


class PaymentForm(ContributionEntryForm):
    """An amount in the contribution's currency or, where the kind allows it, in another."""

    direction = OptionField(
        _l("Which way"),
        [SelectChoice(UP, _l("More is promised")), SelectChoice(DOWN, _l("Less is promised"))],
        default=UP,
    )
    amount = amount_field()
    currency = RecordField(_l("Currency"), CURRENCIES)
    usd = AmountField(_l("Amount in US dollars, where the bank gave it"))
    usd_source = TextField(_l("Source of the amount in US dollars"))
    settles = AmountField(_l("What it settles of the pledge"))
    basis = TextField(
        _l("Reason"), [Required(_l("Say why it is written off."))], longest=LONGEST_BASIS
    )
    another = BooleanField(_l("This is another receipt"))
    reference = reference_field()
    note = note_field()

    def absent_fields(self) -> Iterable[str]:
        """Return the names of the fields that the kind lacks."""
        in_dollars = self.kind not in ANY_CURRENCY and self.item.currency == USD
        is_receipt = self.kind is EntryKind.RECEIPT
        has = {
            "direction": self.kind is EntryKind.PLEDGE_ADJUSTMENT,
            "currency": self.kind in ANY_CURRENCY,
            "usd": self.kind not in AT_PLEDGE_RATE and not in_dollars,
            "usd_source": self.kind not in AT_PLEDGE_RATE and not in_dollars,
            "settles": is_receipt and self.item.currency != USD,
            "basis": self.kind in BASIS_HOLDS_REASON,
            "another": is_receipt,
        }
        return [name for name, present in has.items() if not present]

    def post_process(self, formdata: Any = None) -> None:  # noqa: ANN401 - wtforms' own
        """Give the amounts their currencies."""
        self.amount.currency = self.original_currency
        self.settles.currency = self.item.currency
        super().post_process(formdata)

    @property
    def original_currency(self) -> str:
        """The currency of the amount: as entered, else the contribution's."""
        if self.kind not in ANY_CURRENCY:
            return self.item.currency
        return self.currency.data or self.item.currency

    @property
    def sign(self) -> int:
        """The sign of the amount: minus one where a pledge is lowered."""
        return -1 if "direction" in self and self.direction.data == DOWN else 1

    @cached_property
    def worth(self) -> Converted | None:
        """The value in US dollars, as the bank said, else at the rate of the day.

        None for kinds valued at the pledge's exchange rate. Raises MissingRate.
        """
        if self.kind in AT_PLEDGE_RATE:
            return None
        found = self._converted(self.amount.data)
        return replace(found, usd_minor=self.sign * found.usd_minor)

    @cached_property
    def settled(self) -> int | None:
        """The amount of the pledge that a receipt in another currency settles, in minor units.

        As entered, else at the rate of the day; raises MissingRate.
        """
        own = self.item.currency
        if self.kind is not EntryKind.RECEIPT or self.original_currency == own or not self.worth:
            return None
        if "settles" in self and self.settles.data is not None:
            return int(self.settles.data.minor)
        return from_usd(context.session(), self.worth.usd_minor, own, self.effective_on.data)

    def instruction(self) -> PostingInstruction:
        """Return the instruction to post the entry."""
        in_dollars = self.original_currency == USD
        worth = self.worth or Converted(self.amount.data.minor if in_dollars else 0, None)
        heading = self.heading(
            currency=self.original_currency,
            original_minor=self.sign * self.amount.data.minor,
            rate=worth.rate,
            basis=self.basis.data if "basis" in self else "",
        )
        return PostingInstruction(
            self.kind, heading, worth.usd_minor, self.item.id, settles_original=self.settled
        )

    def rule_faults(self) -> Iterable[Fault]:
        """Refuse an unknown currency, a source without an amount, and a missing rate."""
        yield from super().rule_faults()
        currency = self.original_currency
        if currency not in currencies():
            text = _(
                "'%(text)s' is no currency of ISO 4217; write its code, such as EUR", text=currency
            )
            yield Fault("currency", text)
        if "direction" in self and self.amount.data and self.amount.data.minor <= 0:
            text = _("The amount is above zero; say beside it which way it goes.")
            yield Fault("amount", text)
        if self._bank_said and not self.usd_source.data:
            yield Fault("usd_source", _("Say where this amount stands."))
        if self._bank_said and self.usd.data.minor <= 0:
            yield Fault("usd", _("The amount is above zero."))
        elif self._is_read and currency in currencies():
            yield from self._rate_faults()
            yield from self._doubts()

    @classmethod
    def values_of(cls, instruction: PostingInstruction) -> dict[str, Any]:
        """Return the values of the fields behind an instruction; converted amounts stay empty."""
        session, heading = context.session(), instruction.heading
        values = super().values_of(instruction) | {
            "direction": DOWN if instruction.usd_minor < 0 else UP,
            "currency": heading.currency,
            "basis": heading.basis,
            "another": instruction.kind is EntryKind.RECEIPT,
        }
        if heading.rate is not None and not _follows_rate(session, instruction):
            values["usd"] = Money(abs(instruction.usd_minor))
            values["usd_source"] = heading.rate.source
        owner = session.get_one(Contribution, instruction.contribution_id)
        settled = instruction.settles_original
        if settled is not None and not _is_proposed(session, instruction, owner.currency):
            values["settles"] = Money(settled, owner.currency)
        return values

    @property
    def _bank_said(self) -> bool:
        """Tell whether the bank's own amount in US dollars counts."""
        given = "usd" in self and self.usd.data is not None
        return given and self.original_currency != USD

    @property
    def _is_read(self) -> bool:
        """Tell whether all fields of the conversion could be read."""
        needed = ("effective_on", "amount", "currency", "usd", "settles")
        return not any(self[name].errors for name in needed if name in self)

    def _converted(self, money: Money) -> Converted:
        """Convert the amount; the bank's own amount implies its rate."""
        on = self.effective_on.data
        if not self._bank_said:
            return in_usd(context.session(), money, on)
        own = self.usd.data.minor
        implied = Decimal(money.minor).scaleb(2 - exponent(money.currency)) / Decimal(own)
        return Converted(own, RateUsed(implied.quantize(RATE_DECIMALS), self.usd_source.data, on))

    def _rate_faults(self) -> Iterator[Fault]:
        """Refuse an amount without an exchange rate."""
        try:
            _worth = self.worth
        except MissingRate as missing:
            yield Fault("amount", str(missing))
            return
        try:
            _settled = self.settled
        except MissingRate as missing:
            yield Fault("settles", str(missing))

    def _doubts(self) -> Iterator[Fault]:
        """Return the question about a likely duplicate, unless it is confirmed as another one."""
        if "another" not in self or self.another.data:
            return
        session, on = context.session(), self.effective_on.data
        donor = session.get_one(Contribution, self.item.id).donor_id
        money = self.amount.data
        new = ReceiptFacts(self.reference.data, donor, money.currency, money.minor, on)
        found = ReceiptIndex(receipts_between(session, [donor], on, on)).like(new)
        if found:
            yield Fault("another", ask_whether_another(found))


def _follows_rate(session: Session, instruction: PostingInstruction) -> bool:
    """Tell whether the amount in US dollars is that of the rate of the day."""
    heading = instruction.heading
    amount = Money(abs(heading.original_minor or 0), heading.currency)
    try:
        worth = in_usd(session, amount, heading.effective_on)
    except MissingRate:
        return False
    return worth.rate == heading.rate and worth.usd_minor == abs(instruction.usd_minor)


def _is_proposed(session: Session, instruction: PostingInstruction, currency: str) -> bool:
    """Tell whether the settled amount is that of the rate of the day."""
    on = instruction.heading.effective_on
    try:
        proposed = from_usd(session, instruction.usd_minor, currency, on)
    except MissingRate:
        return False
    return proposed == instruction.settles_original
