"""Rules of exchange rates: direction, contradictions, stale rates, unlikely rates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from tracker.day_bounds import OLDEST_DAY, too_early
from tracker.errors import Fault
from tracker.fund.ledger.entries import RateUsed
from tracker.money import USD
from tracker.questions import DraftQuestion, QuestionCode
from tracker.reference.currencies import currencies
from tracker.words import say

FRESH_FOR = timedelta(days=31)
"""The age from which an operational rate, which comes monthly, is stale."""
AHEAD = timedelta(days=45)
"""The time by which a rate may be recorded before its day."""
FAR = Decimal("0.2")
"""The difference from the rate before it beyond which a rate is unlikely."""
NEARLY = Decimal("0.05")
"""The difference from the rate before within which an inverse is one that was turned round."""
LARGEST_RATE = Decimal(10) ** 15
MOST_DECIMALS = 30
"""The number of decimals that fit the column, digit for digit."""


class RateDirection(StrEnum):
    """The direction in which a rate is written; the record stores the first alone."""

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


def rate_faults(draft: RateDraft, today: date) -> list[Fault]:
    """Return the faults of a rate; at most 45 days ahead, and of no other age."""
    faults = []
    latest = today + AHEAD
    if draft.effective_on > latest:
        why = say("a rate is recorded at most 45 days ahead: until %(day)s", day=latest)
        faults.append(Fault("effective_on", why))
    if fault := too_early("effective_on", draft.effective_on, OLDEST_DAY):
        faults.append(fault)
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
    """Return the fault of a rate that differs from the one on record, which stays."""
    if draft.rate == on_file.rate:
        return None
    why = say(
        "on record for %(currency)s on %(day)s is %(rate)s (%(source)s); it never changes",
        currency=on_file.currency,
        day=on_file.effective_on,
        rate=format(on_file.rate, "f"),
        source=on_file.source,
    )
    if _near(1 / draft.rate, on_file.rate):
        why = f"{why}. {_wrong_way(draft.rate)}"
    return Fault("rate", why)


def far_warning(draft: RateDraft, before: RateOnFile | RateDraft | None) -> str:
    """Return a warning that a rate lies far from the one before it; empty when it does not."""
    if before is None or _near(draft.rate, before.rate):
        return ""
    why = say(
        "%(rate)s lies %(share)s %% from the rate before it, %(before)s of %(day)s",
        rate=format(draft.rate, "f"),
        share=f"{abs(draft.rate - before.rate) / before.rate * 100:,.0f}",
        before=format(before.rate, "f"),
        day=before.effective_on,
    )
    turned = _wrong_way(draft.rate) if _near(1 / draft.rate, before.rate) else ""
    return f"{why}. {turned}" if turned else why


def inverse_questions(
    draft: RateDraft, before: RateOnFile | RateDraft | None
) -> Iterator[DraftQuestion]:
    """Yield the question about a lawful rate that is nearly the inverse of the one before it.

    EUR 1.083 after 0.92: the rate moved by more than rates do in a month, and its inverse did not.
    """
    if before is None:
        return
    turned = abs(1 / draft.rate - before.rate)
    if turned <= NEARLY * before.rate < abs(draft.rate - before.rate):
        why = say(
            "%(rate)s is nearly the inverse of the rate before it, %(before)s of %(day)s",
            rate=format(draft.rate, "f"),
            before=format(before.rate, "f"),
            day=before.effective_on,
        )
        message = f"{why}. {_wrong_way(draft.rate)}"
        yield DraftQuestion(QuestionCode.INVERSE_RATE, "rate", message)


def is_stale(effective_on: date, on: date) -> bool:
    """Tell whether a rate of one day is more than 31 days old on another."""
    return on - effective_on > FRESH_FOR


def stale_warning(currency: str, rate: RateUsed, on: date) -> str:
    """Return a warning that a rate is stale on the day of its use; empty when it is fresh.

    A stale rate is used all the same: the newest rate on or before the day holds.
    """
    if not is_stale(rate.on, on):
        return ""
    return say(
        "the newest exchange rate of %(currency)s by %(day)s is of %(rate_day)s, %(days)s days "
        "before; a newer one may be missing",
        currency=currency,
        day=on,
        rate_day=rate.on,
        days=(on - rate.on).days,
    )


def _size_faults(rate: Decimal) -> list[Fault]:
    """Return the faults of the number itself."""
    if not rate.is_finite() or rate <= 0:
        return [Fault("rate", say("a rate is above zero: local units per 1 USD"))]
    exponent = rate.as_tuple().exponent
    if rate >= LARGEST_RATE or (isinstance(exponent, int) and -exponent > MOST_DECIMALS):
        return [Fault("rate", say("a rate has at most 15 digits before the point and 30 behind"))]
    return []


def _near(rate: Decimal, other: Decimal) -> bool:
    """Tell whether two rates differ no more than rates do in a month."""
    return abs(rate - other) <= FAR * other


def _wrong_way(rate: Decimal) -> str:
    """Return the question whether a rate is written in the other direction, or nothing."""
    return say(
        "The other way round it would fit (1 / %(rate)s is about %(inverse)s): a rate is in local "
        "units per 1 USD",
        rate=format(rate, "f"),
        inverse=_inverse(rate),
    )


def _turn_round(rate: Decimal) -> str:
    """Return the fault of a rate in the other direction, with its inverse."""
    return say(
        "rates are kept in local units per 1 USD; US dollars per local unit of %(rate)s are "
        "about %(inverse)s: give the rate as its source has it that way round",
        rate=format(rate, "f"),
        inverse=_inverse(rate),
    )


def _inverse(rate: Decimal) -> str:
    """Return the inverse of a rate in the figures in which rates are quoted."""
    return format(Decimal(f"{1 / rate:.6g}"), "f")
