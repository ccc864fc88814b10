"""The money that comes in: what falls due, receipts, and what goes wrong with them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from tracker.fund.ledger.entries import EntryKind, RateUsed
from tracker.fund.rates.operational_rates import Converted
from tracker.fund.states import ContributionKind, SupportBasis
from tracker.money import USD, half_up
from tracker.reference.currencies import exponent
from tracker.sample.chance import Chance, add_months
from tracker.sample.giving import Gift
from tracker.sample.journal import Journal, Payment, dollars
from tracker.sample.pledging import CHANGED, Due, dues
from tracker.sample.rates import Rates
from tracker.sample.story import LAST_DAY

Month = tuple[int, int]
EURO = "EUR"
BANK_CHARGED = 0.07  # odds of a charge that the bank takes from a receipt
OTHERWISE_PAID = 0.05  # of a receipt in another currency than the contribution's
BANKS_OWN = 0.06  # of a receipt with the bank's own amount in US dollars
NOTED_WRONG = 0.014
NOTED_TWICE = 0.01
KNOWN_LATE = 0.06
LUMP = 500_00  # lump sums of support cost are in whole such amounts, in US cents
RATE_DECIMALS = Decimal("0.000001")


class Slip(NamedTuple):
    """What a wrong receipt was noted beyond its amount: the reason, and the part in per cent."""

    why: str
    per_cent: int


SLIPS = (
    Slip("Two figures were exchanged; the bank's advice has the right amount", 9),
    Slip("The amount was that of the donor's letter, before its own bank's charges", 1),
)


class Income:
    """Notes, month by month, what donors promise and pay."""

    def __init__(
        self, chance: Chance, rates: Rates, journal: Journal, given: Iterable[Gift]
    ) -> None:
        self._chance = chance
        self._rates = rates
        self._journal = journal
        self._due: dict[Month, list[tuple[Due, Gift]]] = defaultdict(list)
        for gift in given:
            for due in dues(chance, gift):
                known = self._known_on(due)
                self._due[known.year, known.month].append((due, gift))

    def month(self, year: int, month: int) -> None:
        """Note what is due in a month, by day."""
        for due, gift in sorted(
            self._due[year, month], key=lambda each: (each[0].on, each[1].draft.reference, each[0])
        ):
            if due.kind is EntryKind.RECEIPT:
                self._receive(gift, due)
            else:
                self._promise(gift, due)

    def _known_on(self, due: Due) -> date:
        """Say when a thing is known; some receipts are noted only a month later."""
        late = due.kind is EntryKind.RECEIPT and self._chance.happens(KNOWN_LATE)
        return add_months(due.on, 1) if late and due.on < add_months(LAST_DAY, -2) else due.on

    def _promise(self, gift: Gift, due: Due) -> None:
        """Note a pledge, a change of it or what falls due, worth what it was when pledged."""
        worth = self._rates.convert(abs(due.original), gift.draft.currency, gift.pledged_on)
        if due.original < 0:
            worth = Converted(-worth.usd_minor, worth.rate)
        if due.kind in CHANGED:
            worth = Converted(0, None)  # the rules say what is given up of the pledge's worth
        payment = Payment(worth, due.original)
        self._journal.pay(due.kind, gift, payment, due.on, due.mark, basis=due.why, note=due.why)

    def _receive(self, gift: Gift, due: Due) -> None:
        """Note a receipt with what banks and people make of it."""
        chance, journal = self._chance, self._journal
        payment = self._payment(gift, due)
        in_kind = gift.draft.kind is ContributionKind.IN_KIND
        if not in_kind and payment.settles is None and chance.happens(NOTED_WRONG):
            self._note_wrong(gift, due, payment)
        else:
            journal.pay(EntryKind.RECEIPT, gift, payment, due.on, due.mark)
        if chance.happens(NOTED_TWICE):
            twice = journal.pay(EntryKind.RECEIPT, gift, payment, due.on, f"{due.mark}-2")
            on = min(due.on + timedelta(days=2), LAST_DAY)
            journal.reverse(twice, on, "The receipt was noted twice")
        if not in_kind and chance.happens(BANK_CHARGED):
            charge = dollars(chance.randint(12_00, 95_00))
            why = "Charge of the receiving bank"
            journal.pay(EntryKind.BANK_CHARGE, gift, charge, due.on, f"{due.mark}-B", note=why)
        if gift.draft.support_basis is SupportBasis.LUMP_SUM:
            share = half_up(payment.worth.usd_minor, gift.draft.support_rate_bp)
            lump = dollars(max(LUMP, share // LUMP * LUMP))
            why = "Lump sum by the agreement, with the receipt"
            journal.pay(EntryKind.SUPPORT_COST, gift, lump, due.on, f"{due.mark}-S", note=why)

    def _payment(self, gift: Gift, due: Due) -> Payment:
        """Say in which currency a receipt arrives and what it is worth."""
        chance, currency = self._chance, gift.draft.currency
        worth = self._rates.convert(due.original, currency, due.on)
        if currency == USD:
            return Payment(worth, due.original)
        if chance.happens(OTHERWISE_PAID):
            usd = round(worth.usd_minor * chance.uniform(0.994, 1.004))
            return replace(self._otherwise(usd, currency, due.on), settles=due.original)
        if chance.happens(BANKS_OWN):
            usd = round(worth.usd_minor * chance.uniform(0.996, 1.003))
            units = Decimal(due.original).scaleb(2 - exponent(currency))
            rate = RateUsed((units / usd).quantize(RATE_DECIMALS), "bank's advice", due.on)
            return Payment(Converted(usd, rate), due.original)
        return Payment(worth, due.original)

    def _otherwise(self, usd: int, currency: str, on: date) -> Payment:
        """Return about so many US cents in dollars or, now and then, in euros."""
        if currency == EURO or self._chance.happens(0.6):
            return dollars(usd)
        per_dollar = self._rates.units_for_dollar(EURO, on)
        cents = max(1, int(usd * per_dollar))
        return Payment(self._rates.convert(cents, EURO, on), cents, EURO)

    def _note_wrong(self, gift: Gift, due: Due, payment: Payment) -> None:
        """Note a receipt with a wrong amount, and correct it some days later."""
        slip = self._chance.one_of(SLIPS)
        usd, original = payment.worth.usd_minor, payment.original_minor
        more_usd = usd * slip.per_cent // 100 + 1
        more = more_usd if gift.draft.currency == USD else original * slip.per_cent // 100 + 1
        rate = payment.worth.rate
        wrong = Payment(Converted(usd + more_usd, rate), original + more)
        self._journal.pay(EntryKind.RECEIPT, gift, wrong, due.on, due.mark)
        on = min(due.on + timedelta(days=self._chance.randint(1, 2)), LAST_DAY)
        back = Payment(Converted(more_usd, rate), more)
        receipt, mark = gift.draft.reference + due.mark, f"{due.mark}-C"
        kind = EntryKind.RECEIPT_CORRECTION
        self._journal.pay(kind, gift, back, on, mark, basis=receipt, note=slip.why)
