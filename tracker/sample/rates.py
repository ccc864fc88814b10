"""Invented exchange rates, monthly and some in between, and what an amount is worth by them."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tracker.fund.ledger.entries import RateUsed
from tracker.fund.rates.operational_rates import Converted
from tracker.fund.rates.rate_rules import RateDraft
from tracker.money import USD, from_usd_cents, to_usd_cents
from tracker.reference.currencies import exponent
from tracker.sample.chance import Chance
from tracker.sample.story import LAST_DAY, yearly_rates

SOURCE = "illustrative"
MIDDLE = 6  # the month of the yearly rates
UNREST = 0.08  # odds of a new rate in the middle of a month


class Rates:
    """The rates of the story, by currency and day."""

    def __init__(self, chance: Chance) -> None:
        self._by_currency = {
            currency: list(_months(currency, yearly, chance))
            for currency, yearly in yearly_rates().items()
        }

    def drafts(self) -> list[RateDraft]:
        """Return all rates, ready to be written."""
        return [draft for drafts in self._by_currency.values() for draft in drafts]

    def of(self, currency: str) -> list[RateUsed]:
        """Return the rates of a currency by their days."""
        return [
            RateUsed(draft.rate, draft.source, draft.effective_on)
            for draft in self._by_currency[currency]
        ]

    def convert(self, minor: int, currency: str, on: date) -> Converted:
        """Return the worth of an amount in US cents at the rate that holds on the day."""
        if currency == USD:
            return Converted(minor, None)
        drafts = self._by_currency[currency]
        draft = drafts[bisect_right(drafts, on, key=lambda each: each.effective_on) - 1]
        rate = RateUsed(draft.rate, draft.source, draft.effective_on)
        return Converted(to_usd_cents(minor, exponent(currency), draft.rate), rate)

    def in_currency(self, currency: str, usd_minor: int, on: date) -> int:
        """Convert US cents to minor units of a currency at the rate of a day."""
        places = exponent(currency)
        rate = self.convert(10**places, currency, on).rate
        return usd_minor if rate is None else from_usd_cents(usd_minor, places, rate.rate)

    def units_for_dollar(self, currency: str, on: date) -> Decimal:
        """Return the units of a currency for one US dollar at the rate that holds on the day."""
        rate = self.convert(10 ** exponent(currency), currency, on).rate
        return Decimal(1) if rate is None else rate.rate

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
        begins = date(month // 12, month % 12 + 1, 1)
        yield RateDraft(currency, begins, _quoted(rate), SOURCE)
        if chance.happens(UNREST):
            moved = rate * Decimal(str(round(1 + chance.gauss(0, 0.02), 5)))
            yield RateDraft(currency, begins.replace(day=15), _quoted(moved), SOURCE)


def _quoted(rate: Decimal) -> Decimal:
    """Round a rate as rates are quoted."""
    figures = Decimal("0.001") if rate < 20 else Decimal("0.01")  # noqa: PLR2004 - as rates are quoted
    return rate.quantize(figures)
