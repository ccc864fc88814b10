"""The exchange rates on record, and the one that holds on a day: the newest on or before it."""

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from functools import partial
from operator import attrgetter

from sqlmodel import Session, col, select

from tracker.errors import MissingRate
from tracker.fund.ledger.entries import RateUsed
from tracker.fund.tables.rates import ExchangeRate
from tracker.money import USD, from_usd_cents
from tracker.reference.currencies import exponent
from tracker.words import say


class RecordedRates:
    """The rates on record, those of a currency read once by `read`, in the order of their days."""

    def __init__(self, read: Callable[[str], list[RateUsed]]) -> None:
        self._read = read
        self._found: dict[str, list[RateUsed]] = {}

    def on(self, currency: str, day: date) -> RateUsed:
        """Return the rate with the newest date on or before the day; raises MissingRate."""
        if currency not in self._found:
            self._found[currency] = self._read(currency)
        rates = self._found[currency]
        place = bisect_right(rates, day, key=attrgetter("on"))
        if not place:
            raise _missing_rate(currency, day)
        return rates[place - 1]

    def from_usd(self, usd_minor: int, currency: str, day: date) -> int:
        """Convert US cents to minor units of a currency at the rate of the day.

        Raises MissingRate; US dollars need no rate.
        """
        if currency == USD:
            return usd_minor
        return from_usd_cents(usd_minor, exponent(currency), self.on(currency, day).rate)


def recorded_rates(session: Session) -> RecordedRates:
    """Return the rates that the database has."""
    return RecordedRates(partial(rates_of, session))


def rates_of(session: Session, currency: str) -> list[RateUsed]:
    """Return the rates of a currency by their dates."""
    day = col(ExchangeRate.effective_on)
    statement = (
        select(day, col(ExchangeRate.rate), col(ExchangeRate.source))
        .where(ExchangeRate.currency == currency)
        .order_by(day)
    )
    return [RateUsed(rate, source, on) for on, rate, source in session.exec(statement)]


def _missing_rate(currency: str, on: date) -> MissingRate:
    """Return the refusal of an amount without an exchange rate on a day."""
    return MissingRate(
        say(
            "no exchange rate of %(currency)s is on file for %(day)s or before",
            currency=currency,
            day=on,
        ),
        "rate",
    )
