"""What a rate must be: its direction, that it never changes, when it is stale or looks wrong."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from tracker.errors import Fault
from tracker.fund.ledger.entries import RateUsed
from tracker.money import USD
from tracker.reference.currencies import currencies
from tracker.words import say

FRESH_FOR = timedelta(days=31)
"""Operational rates come monthly: an older one means that a month is missing."""
FAR = Decimal("0.2")
"""How far a rate may lie from the one before it without a question."""
LARGEST_RATE = Decimal(10) ** 15
MOST_DECIMALS = 30
"""So that every rate, digit for digit, fits its column."""


class RateDirection(StrEnum):
    """Which way round a rate is written; the record keeps the first alone."""

    LOCAL_PER_USD = "local_per_usd"  # local units per 1 USD
    USD_PER_LOCAL = "usd_per_local"  # US dollars per 1 local unit


@dataclass(frozen=True, slots=True)
class RateDraft:
    """A rate in local units per 1 USD, from its date on."""

    currency: str
    effective_on: date
    rate: Decimal
    source: str
    direction: RateDirection = RateDirection.LOCAL_PER_USD


class RateOnFile(NamedTuple):
    """A rate on record, in local units per 1 USD."""

    currency: str
    effective_on: date
    rate: Decimal
    source: str


def rate_faults(draft: RateDraft) -> list[Fault]:
    """Return what is wrong with a rate."""
    faults = []
    if draft.currency not in currencies():
        why = say("'%(code)s' is not a currency of ISO 4217", code=draft.currency)
        faults.append(Fault("currency", why))
    if draft.currency == USD:
        faults.append(Fault("currency", say("US dollars need no rate")))
    faults.extend(_size_faults(draft.rate))
    if not faults and draft.direction is not RateDirection.LOCAL_PER_USD:
        faults.append(Fault("direction", _turn_round(draft.rate)))
    if not draft.source:
        faults.append(Fault("source", say("say where the rate comes from")))
    return faults


def contradiction(draft: RateDraft, on_file: RateOnFile) -> Fault | None:
    """Say that a rate differs from the one on record of its currency and day, which stays."""
    if draft.rate == on_file.rate:
        return None
    why = say(
        "on record for %(currency)s on %(day)s is %(rate)s (%(source)s); it never changes",
        currency=on_file.currency,
        day=on_file.effective_on.isoformat(),
        rate=format(on_file.rate, "f"),
        source=on_file.source,
    )
    if _near(1 / draft.rate, on_file.rate):
        why = f"{why}. {_wrong_way(draft.rate)}"
    return Fault("rate", why)


def far_warning(draft: RateDraft, before: RateOnFile | RateDraft | None) -> str:
    """Say that a rate lies far from the one before it; empty when it does not."""
    if before is None or _near(draft.rate, before.rate):
        return ""
    why = say(
        "%(rate)s lies %(share)s %% from the rate before it, %(before)s of %(day)s",
        rate=format(draft.rate, "f"),
        share=f"{abs(draft.rate - before.rate) / before.rate * 100:,.0f}",
        before=format(before.rate, "f"),
        day=before.effective_on.isoformat(),
    )
    turned = _wrong_way(draft.rate) if _near(1 / draft.rate, before.rate) else ""
    return f"{why}. {turned}" if turned else why


def is_stale(effective_on: date, on: date) -> bool:
    """Tell whether a rate of one day is more than 31 days old on another."""
    return on - effective_on > FRESH_FOR


def stale_warning(currency: str, rate: RateUsed, on: date) -> str:
    """Say that a rate is older than a month on the day it is used; empty when it is fresh.

    Nothing is refused for it: the newest rate on or before the day holds, however old.
    """
    if not is_stale(rate.on, on):
        return ""
    return say(
        "the newest exchange rate of %(currency)s by %(day)s is of %(rate_day)s, %(days)s days "
        "before; a newer one may be missing",
        currency=currency,
        day=on.isoformat(),
        rate_day=rate.on.isoformat(),
        days=(on - rate.on).days,
    )


def _size_faults(rate: Decimal) -> list[Fault]:
    """Return what is wrong with the number itself."""
    if not rate.is_finite() or rate <= 0:
        return [Fault("rate", say("a rate is above zero: local units per 1 USD"))]
    exponent = rate.as_tuple().exponent
    if rate >= LARGEST_RATE or (isinstance(exponent, int) and -exponent > MOST_DECIMALS):
        return [Fault("rate", say("a rate has at most 15 digits before the point and 30 behind"))]
    return []


def _near(rate: Decimal, other: Decimal) -> bool:
    """Tell whether a rate lies no further from another than rates do in a month."""
    return abs(rate - other) <= FAR * other


def _wrong_way(rate: Decimal) -> str:
    """Ask whether a rate was written the wrong way round."""
    return say(
        "The other way round it would fit (1 / %(rate)s is about %(inverse)s): a rate is in local "
        "units per 1 USD",
        rate=format(rate, "f"),
        inverse=_inverse(rate),
    )


def _turn_round(rate: Decimal) -> str:
    """Say that the record keeps rates the other way round."""
    return say(
        "rates are kept in local units per 1 USD; US dollars per local unit of %(rate)s are "
        "about %(inverse)s: give the rate as its source has it that way round",
        rate=format(rate, "f"),
        inverse=_inverse(rate),
    )


def _inverse(rate: Decimal) -> str:
    """Write the inverse of a rate with the figures that rates are quoted in."""
    return format(Decimal(f"{1 / rate:.6g}"), "f")
