"""The form of entries of one contribution: pledges, receipts, charges, refunds, losses."""

from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlmodel import Session
from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice

from tracker.errors import Fault, MissingRate
from tracker.fund.ledger.entries import LONGEST_BASIS, EntryKind
from tracker.fund.ledger.entry_fields import ANY_CURRENCY, AT_PLEDGE_RATE, BASIS_HOLDS_REASON
from tracker.fund.ledger.ledger_writer import open_trial_book
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.recorded_receipts import is_receipt_of
from tracker.fund.ledger.returnable_money import MoneyCame
from tracker.fund.preparation.desk import ANYBODY
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.rates.operational_rates import from_usd, in_usd
from tracker.fund.tables.contributions import Contribution
from tracker.http import context
from tracker.http.formats import day, money
from tracker.money import USD, Money
from tracker.web.entries.entry_form import (
    ContributionEntryForm,
    amount_field,
    note_field,
    reference_field,
)
from tracker.web.forms.choice_fields import OptionField, RecordField
from tracker.web.forms.suggestions import CURRENCIES, Suggestions
from tracker.web.forms.typed_fields import AmountField, TextField
from tracker.web.forms.validators import Required

UP, DOWN = "up", "down"
RATE_DECIMALS = Decimal("0.00000001")


class PaymentForm(ContributionEntryForm):
    """An amount in the contribution's currency or, where the kind allows it, in another."""

    FAULTS_OF: ClassVar = ContributionEntryForm.FAULTS_OF | {"rate": "amount"}

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
    receipt = RecordField(_l("Receipt that goes back"))
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
            "receipt": self.kind is EntryKind.REFUND,
            "another": is_receipt,
        }
        return [name for name, present in has.items() if not present]

    def post_process(self, formdata: Any = None) -> None:  # noqa: ANN401 - wtforms' own
        """Give the amounts their currencies."""
        self.amount.currency = self.original_currency
        self.settles.currency = self.item.currency
        self.receipt.suggestions = Suggestions("receipts", self._receipt_names)
        super().post_process(formdata)

    @cached_property
    def receipts(self) -> tuple[MoneyCame, ...]:
        """What came by each receipt of the contribution and has not gone back, the oldest first."""
        book = open_trial_book(context.session(), ANYBODY)
        with suppress(MissingRate):  # the refusal of the refund tells it
            return tuple(one for one in book.money.of(self.item.id).left if one.reference)
        return ()

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

    def draft(self) -> EntryDraft:
        """Return the entry as it was entered."""
        amount = self.amount.minor
        said = self._bank_said
        return self.draft_of(
            self.kind,
            contribution=self.item.reference,
            currency=self.original_currency,
            amount_minor=None if amount is None else self.sign * amount,
            usd_minor=self.usd.minor if said else None,
            rate_source=self.usd_source.data if said else "",
            settles_minor=self._settles(),
            basis=self.basis.data if "basis" in self else "",
            receipt=self.receipt.data if "receipt" in self else "",
            another="another" in self and bool(self.another.data),
        )

    def rule_faults(self) -> Iterable[Fault]:
        """Refuse a direction that the amount contradicts, and a bank's amount without a source."""
        if "direction" in self and self.amount.data and self.amount.data.minor <= 0:
            text = _("The amount is above zero; say beside it which way it goes.")
            yield Fault("amount", text)
        if self._bank_said and not self.usd_source.data:
            yield Fault("usd_source", _("Say where this amount stands."))
        yield from super().rule_faults()

    @classmethod
    def values_of(cls, instruction: PostingInstruction) -> dict[str, Any]:
        """Return the values of the fields behind an instruction; converted amounts stay empty."""
        session, heading = context.session(), instruction.heading
        values = super().values_of(instruction) | {
            "direction": DOWN if instruction.usd_minor < 0 else UP,
            "currency": heading.currency,
            "basis": heading.basis,
            "receipt": _named_receipt(session, instruction),
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

    def _receipt_names(self) -> dict[str, str]:
        """Return what can go back of the receipts, and their days, by reference."""
        currency = self.item.currency
        return {
            one.reference: f"{currency} {money(one.original, currency)}, {day(one.on, 'medium')}"
            for one in self.receipts
        }

    @property
    def _bank_said(self) -> bool:
        """Tell whether the bank's own amount in US dollars counts."""
        given = "usd" in self and self.usd.data is not None
        return given and self.original_currency != USD

    def _settles(self) -> int | None:
        """Return what the receipt settles, where it is in another currency and that was entered."""
        other = "settles" in self and self.original_currency != self.item.currency
        return self.settles.minor if other else None


def _named_receipt(session: Session, instruction: PostingInstruction) -> str:
    """Return the receipt that a refund gives back, empty for the oldest first."""
    named, owner = instruction.heading.basis, instruction.contribution_id
    return named if owner and is_receipt_of(session, named, owner) else ""


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
