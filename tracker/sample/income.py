"""The money that comes in: pledges, their changes, receipts, corrections and refunds."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.rates.operational import Converted
from tracker.money import USD
from tracker.reference.currencies import exponent
from tracker.sample.chance import Chance, add_months
from tracker.sample.giving import Fate, Gift
from tracker.sample.journal import Journal
from tracker.sample.rates import Rates
from tracker.sample.story import LAST_DAY

Month = tuple[int, int]
LAST_RECEIPT = 19  # day of the month: what arrives is there before money is allocated
SMALL_CHANGE = 50_00  # nobody sends back less than this, in US cents


class Income:
    """Notes, month by month, what happens between donors and the fund."""

    def __init__(
        self, chance: Chance, rates: Rates, journal: Journal, given: Iterable[Gift]
    ) -> None:
        self._chance = chance
        self._rates = rates
        self._journal = journal
        self._due: dict[Month, list[tuple[date, int, EntryKind, Gift, int]]] = defaultdict(list)
        for gift in given:
            self._plan(gift)

    def month(self, year: int, month: int) -> None:
        """Note what is due in a month, by day."""
        for on, part, kind, gift, original in sorted(
            self._due[year, month], key=lambda due: (due[0], due[3].draft.reference, due[1])
        ):
            if kind is EntryKind.RECEIPT:
                self._receive(gift, part, original, on)
            else:
                self._promise(gift, kind, original, on)

    def end(self, gift: Gift, on: date) -> None:
        """Give back what is left when the time of use is over, where the donor asks for it."""
        left = self._journal.balance(AccountKind.UNALLOCATED, gift.draft.reference)
        if left > SMALL_CHANGE and self._chance.happens(0.6):
            currency = gift.draft.currency
            rate = self._rates.convert(10 ** exponent(currency), currency, on).rate
            units = (
                left if rate is None else int(left * rate.rate) // 10 ** (2 - exponent(currency))
            )
            self._journal.pay(
                EntryKind.REFUND, gift, Converted(left, rate), max(1, units), on, f"RF{on:%y%m}"
            )

    def _plan(self, gift: Gift) -> None:
        """Say in which month each thing is due."""
        draft, chance = gift.draft, self._chance
        self._add(gift.pledged_on, 0, EntryKind.PLEDGE, gift, draft.amount_minor)
        if gift.fate is Fate.CANCELLED:
            on = gift.pledged_on + timedelta(days=chance.randint(150, 420))
            self._add(min(on, LAST_DAY), 9, EntryKind.PLEDGE_ADJUSTMENT, gift, -draft.amount_minor)
        if gift.fate in {Fate.RAISED, Fate.LOWERED}:
            change = draft.amount_minor * chance.randint(1, 3) // 20 or 1
            sign = 1 if gift.fate is Fate.RAISED else -1
            on = gift.pledged_on + timedelta(days=chance.randint(0, 7))
            self._add(on, 1, EntryKind.PLEDGE_ADJUSTMENT, gift, sign * change)
        for number, part in enumerate(gift.instalments, start=2):
            if part.paid_on is not None:
                minor = part.minor
                if number == len(gift.instalments) + 1 and gift.fate in {Fate.RAISED, Fate.LOWERED}:
                    minor += sign * change
                on = max(part.paid_on, gift.pledged_on + timedelta(days=8))
                if on.day > LAST_RECEIPT:
                    on += timedelta(days=32 - LAST_RECEIPT)
                self._add(on, number, EntryKind.RECEIPT, gift, minor)

    def _add(self, on: date, part: int, kind: EntryKind, gift: Gift, original: int) -> None:
        """Keep what is due; some receipts are known to the accounts only a month later."""
        late = kind is EntryKind.RECEIPT and self._chance.happens(0.06)
        known = add_months(on, 1) if late and on < add_months(LAST_DAY, -2) else on
        self._due[known.year, known.month].append((on, part, kind, gift, original))

    def _promise(self, gift: Gift, kind: EntryKind, original: int, on: date) -> None:
        """Note a pledge or a change of it, worth what it was worth when it was made."""
        worth = self._rates.convert(abs(original), gift.draft.currency, gift.pledged_on)
        if original < 0:
            worth = Converted(-worth.usd_minor, worth.rate)
        mark = "PL" if kind is EntryKind.PLEDGE else "PA"
        self._journal.pay(kind, gift, worth, original, on, mark)

    def _receive(self, gift: Gift, part: int, original: int, on: date) -> None:
        """Note a receipt; now and then bank charges are taken off, or it is noted twice."""
        chance, journal = self._chance, self._journal
        currency = gift.draft.currency
        worth = self._rates.convert(original, currency, on)
        mark = f"R{part - 1}"
        journal.pay(EntryKind.RECEIPT, gift, worth, original, on, mark)
        if chance.happens(0.01):
            twice = journal.pay(EntryKind.RECEIPT, gift, worth, original, on, f"{mark}-2")
            journal.reverse(
                twice, min(on + timedelta(days=2), LAST_DAY), "The receipt was noted twice"
            )
        if chance.happens(0.03) and currency == USD:
            charges = chance.randint(1500, 9000)
            journal.pay(
                EntryKind.RECEIPT_CORRECTION,
                gift,
                Converted(charges, None),
                charges,
                on,
                f"{mark}-C",
            )
