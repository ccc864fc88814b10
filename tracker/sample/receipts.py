"""The illustrative pledges as they fall due, and their receipts with charges and corrections."""

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
from tracker.sample.contributions import PlannedContribution
from tracker.sample.journal import Journal, Payment, dollars
from tracker.sample.pledges import CHANGED, PledgeEvent, pledge_events
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
    """The excess of a wrong receipt: the reason, and the part in per cent."""

    why: str
    per_cent: int


SLIPS = (
    Slip("Two figures were exchanged; the bank's advice has the right amount", 9),
    Slip("The amount was that of the donor's letter, before its own bank's charges", 1),
)


class Receipts:
    """Posts the pledges and receipts of each month."""

    def __init__(
        self,
        chance: Chance,
        rates: Rates,
        journal: Journal,
        contributions: Iterable[PlannedContribution],
    ) -> None:
        self._chance = chance
        self._rates = rates
        self._journal = journal
        self._events: dict[Month, list[tuple[PledgeEvent, PlannedContribution]]] = defaultdict(list)
        for contribution in contributions:
            for event in pledge_events(chance, contribution):
                known = self._known_on(event)
                self._events[known.year, known.month].append((event, contribution))

    def month(self, year: int, month: int) -> None:
        """Note what is due in a month, by day."""
        for event, contribution in sorted(
            self._events[year, month],
            key=lambda each: (each[0].on, each[1].draft.reference, each[0]),
        ):
            if event.kind is EntryKind.RECEIPT:
                self._receive(contribution, event)
            else:
                self._pledge(contribution, event)

    def _known_on(self, event: PledgeEvent) -> date:
        """Say when a thing is known; some receipts are noted only a month later."""
        late = event.kind is EntryKind.RECEIPT and self._chance.happens(KNOWN_LATE)
        return add_months(event.on, 1) if late and event.on < add_months(LAST_DAY, -2) else event.on

    def _pledge(self, contribution: PlannedContribution, event: PledgeEvent) -> None:
        """Note a pledge, a change of it or what falls due, worth what it was when pledged."""
        worth = self._rates.convert(
            abs(event.original), contribution.draft.currency, contribution.pledged_on
        )
        if event.original < 0:
            worth = Converted(-worth.usd_minor, worth.rate)
        if event.kind in CHANGED:
            worth = Converted(0, None)  # the rules say what is given up of the pledge's worth
        payment = Payment(worth, event.original)
        self._journal.pay(
            event.kind, contribution, payment, event.on, event.mark, basis=event.why, note=event.why
        )

    def _receive(self, contribution: PlannedContribution, event: PledgeEvent) -> None:
        """Note a receipt with what banks and people make of it."""
        chance, journal = self._chance, self._journal
        payment = self._payment(contribution, event)
        in_kind = contribution.draft.kind is ContributionKind.IN_KIND
        if not in_kind and payment.settles is None and chance.happens(NOTED_WRONG):
            self._note_wrong(contribution, event, payment)
        else:
            journal.pay(EntryKind.RECEIPT, contribution, payment, event.on, event.mark)
        if chance.happens(NOTED_TWICE):
            twice = journal.pay(
                EntryKind.RECEIPT, contribution, payment, event.on, f"{event.mark}-2"
            )
            on = min(event.on + timedelta(days=2), LAST_DAY)
            journal.reverse(twice, on, "The receipt was noted twice")
        if not in_kind and chance.happens(BANK_CHARGED):
            charge = dollars(chance.randint(12_00, 95_00))
            why = "Charge of the receiving bank"
            journal.pay(
                EntryKind.BANK_CHARGE, contribution, charge, event.on, f"{event.mark}-B", note=why
            )
        if contribution.draft.support_basis is SupportBasis.LUMP_SUM:
            share = half_up(payment.worth.usd_minor, contribution.draft.support_rate_bp)
            lump = dollars(max(LUMP, share // LUMP * LUMP))
            why = "Lump sum by the agreement, with the receipt"
            journal.pay(
                EntryKind.SUPPORT_COST, contribution, lump, event.on, f"{event.mark}-S", note=why
            )

    def _payment(self, contribution: PlannedContribution, event: PledgeEvent) -> Payment:
        """Say in which currency a receipt arrives and what it is worth."""
        chance, currency = self._chance, contribution.draft.currency
        worth = self._rates.convert(event.original, currency, event.on)
        if currency == USD:
            return Payment(worth, event.original)
        if chance.happens(OTHERWISE_PAID):
            usd = round(worth.usd_minor * chance.uniform(0.994, 1.004))
            return replace(self._otherwise(usd, currency, event.on), settles=event.original)
        if chance.happens(BANKS_OWN):
            usd = round(worth.usd_minor * chance.uniform(0.996, 1.003))
            units = Decimal(event.original).scaleb(2 - exponent(currency))
            rate = RateUsed((units / usd).quantize(RATE_DECIMALS), "bank's advice", event.on)
            return Payment(Converted(usd, rate), event.original)
        return Payment(worth, event.original)

    def _otherwise(self, usd: int, currency: str, on: date) -> Payment:
        """Return about so many US cents in dollars or, now and then, in euros."""
        if currency == EURO or self._chance.happens(0.6):
            return dollars(usd)
        per_dollar = self._rates.units_for_dollar(EURO, on)
        cents = max(1, int(usd * per_dollar))
        return Payment(self._rates.convert(cents, EURO, on), cents, EURO)

    def _note_wrong(
        self, contribution: PlannedContribution, event: PledgeEvent, payment: Payment
    ) -> None:
        """Note a receipt with a wrong amount, and correct it some days later."""
        slip = self._chance.one_of(SLIPS)
        usd, original = payment.worth.usd_minor, payment.original_minor
        more_usd = usd * slip.per_cent // 100 + 1
        more = (
            more_usd if contribution.draft.currency == USD else original * slip.per_cent // 100 + 1
        )
        rate = payment.worth.rate
        wrong = Payment(Converted(usd + more_usd, rate), original + more)
        self._journal.pay(EntryKind.RECEIPT, contribution, wrong, event.on, event.mark)
        on = min(event.on + timedelta(days=self._chance.randint(1, 2)), LAST_DAY)
        back = Payment(Converted(more_usd, rate), more)
        receipt, mark = contribution.draft.reference + event.mark, f"{event.mark}-C"
        kind = EntryKind.RECEIPT_CORRECTION
        self._journal.pay(kind, contribution, back, on, mark, corrects=receipt, note=slip.why)
