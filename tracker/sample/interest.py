"""Interest, given each January to the contributions that held money in the year before."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from tracker.fund.ledger.accounts import HELD
from tracker.sample.journal import Journal

DAYS = 365
CREDITED = 20  # day of January on which the bank credits it
YEARLY = {
    2013: "0.40", 2014: "0.45", 2015: "0.50", 2016: "0.75", 2017: "1.10", 2018: "1.80",
    2019: "2.20", 2020: "1.00", 2021: "0.30", 2022: "1.30", 2023: "3.80", 2024: "4.10",
    2025: "3.50",
}  # fmt: skip
"""Invented rates of interest in per cent."""


class Interest:
    """Adds up what each contribution held, day by day, as the ledger's own rule does."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._seen = 0
        self._moved: Counter[tuple[str, date]] = Counter()

    def give(self, year: int, ended: Collection[str]) -> None:
        """Give the interest of a year to the contributions that are not ended."""
        self._read_on()
        first, last = date(year, 1, 1), date(year, 12, 31)
        weights: Counter[str] = Counter()
        for (reference, on), minor in self._moved.items():
            if on <= last and reference not in ended:
                weights[reference] += minor * ((last - max(on, first)).days + 1)
        among = tuple(sorted(name for name, weight in weights.items() if weight > 0))
        rate = Decimal(YEARLY[year]) / 100
        usd = int(sum(weights[name] for name in among) * rate / DAYS)
        if usd > 0:
            on = date(year + 1, 1, CREDITED)
            self._journal.give_interest(usd, on, (first, last), among)

    def _read_on(self) -> None:
        """Take in what was posted since."""
        book = self._journal.book
        for pending in book.pending[self._seen :]:
            on = pending.entry.heading.effective_on
            for line in pending.entry.lines:
                if line.account.kind in HELD:
                    reference = book.contribution(line.account.contribution_id).reference
                    self._moved[reference, on] += line.minor
        self._seen = len(book.pending)
