"""Conversion of amounts to US dollars: as the sheet states it, else at the rate on record."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import Session

from tracker.exchange.cells import Cells
from tracker.fund.ledger.entries import RateUsed
from tracker.fund.rates.operational_rates import rate_on
from tracker.fund.rates.rate_rules import stale_warning
from tracker.money import USD, Money, to_usd_cents
from tracker.reference.currencies import exponent


class Conversion(NamedTuple):
    """An amount in US cents, and the exchange rate used, where there is one.

    `warning` says that a rate on record is stale, and is empty otherwise.
    """

    usd_minor: int
    rate: RateUsed | None = None
    warning: str = ""


class StatedConversion(NamedTuple):
    """The conversion that a sheet states: US cents, rate and its source."""

    usd_minor: int | None = None
    rate: Decimal | None = None
    rate_source: str = ""


class RateLookup:
    """The rates on record, each looked up once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: dict[tuple[str, date], RateUsed] = {}

    def worth(self, money: Money, on: date, stated: StatedConversion) -> Conversion:
        """Convert an amount to US cents; raises MissingRate.

        An amount in US dollars that the sheet states is used as it is: a rounded rate would not
        lead back to it.
        """
        if money.currency == USD:
            return Conversion(money.minor)
        rate = None if stated.rate is None else RateUsed(stated.rate, stated.rate_source, on)
        if stated.usd_minor is not None:
            return Conversion(stated.usd_minor, rate)
        used = rate or self._on(money.currency, on)
        usd_minor = to_usd_cents(money.minor, exponent(money.currency), used.rate)
        return Conversion(usd_minor, used, "" if rate else stale_warning(money.currency, used, on))

    def _on(self, currency: str, on: date) -> RateUsed:
        """Return the rate that holds on a day."""
        key = (currency, on)
        if key not in self._found:
            self._found[key] = rate_on(self._session, currency, on)
        return self._found[key]


def stated(cells: Cells, prefix: str = "") -> StatedConversion:
    """Read the columns usd_amount, rate and rate_source, with a prefix where there are two."""
    return StatedConversion(
        cells.amount(f"{prefix}usd_amount", USD),
        cells.decimal(f"{prefix}rate"),
        cells.text(f"{prefix}rate_source", 200),
    )
