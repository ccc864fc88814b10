"""Invented exchange rates, one a month, and what an amount is worth by them."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tracker.fund.ledger.entries import RateUsed
from tracker.fund.rates.operational import Converted
from tracker.fund.rates.rules import RateDraft
from tracker.money import USD, to_usd_cents
from tracker.reference.currencies import exponent
from tracker.sample.chance import Chance
from tracker.sample.story import LAST_DAY, yearly_rates

SOURCE = "illustrative"
MIDDLE = 6  # the month of the yearly rates


class Rates:
    """The rates of the story, by currency and month."""

    def __init__(self, chance: Chance) -> None:
        self._by_currency = {
            currency: list(_months(currency, yearly, chance))
            for currency, yearly in yearly_rates().items()
        }

    def drafts(self) -> list[RateDraft]:
        """Return all rates, ready to be written."""
        return [draft for drafts in self._by_currency.values() for draft in drafts]

    def convert(self, minor: int, currency: str, on: date) -> Converted:
        """Return the worth of an amount in US cents at the rate that holds on the day."""
        if currency == USD:
            return Converted(minor, None)
        drafts = self._by_currency[currency]
        draft = drafts[bisect_right(drafts, on, key=lambda each: each.effective_on) - 1]
        rate = RateUsed(draft.rate, draft.source, draft.effective_on)
        return Converted(to_usd_cents(minor, exponent(currency), draft.rate), rate)

    def units_for(self, usd: float, currency: str, on: date) -> float:
        """Return about how many units of a currency so many US dollars are."""
        if currency == USD:
            return usd
        return usd * float(yearly_rates()[currency][on.year])


def _months(currency: str, yearly: dict[int, Decimal], chance: Chance) -> Iterator[RateDraft]:
    """Lead from the middle of one year to that of the next, with a little unrest."""
    first, last = min(yearly), max(yearly)
    for month in range(first * 12, LAST_DAY.year * 12 + LAST_DAY.month):
        place = (month - MIDDLE) / 12
        year = min(max(int(place), first), last - 1)
        part = Decimal(str(round(min(max(place - year, 0), 1), 4)))
        level = yearly[year] + (yearly[year + 1] - yearly[year]) * part
        rate = level * Decimal(str(round(1 + chance.gauss(0, 0.006), 5)))
        figures = Decimal("0.001") if rate < 20 else Decimal("0.01")  # noqa: PLR2004 - as rates are quoted
        yield RateDraft(
            currency, date(month // 12, month % 12 + 1, 1), rate.quantize(figures), SOURCE
        )
