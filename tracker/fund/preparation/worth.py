"""The worth of an amount in US dollars: as the bank said, at a rate given, or at the day's."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import NamedTuple

from tracker.errors import Fault, InvalidInput
from tracker.fund.ledger.entries import RateUsed
from tracker.fund.ledger.recorded_rates import RecordedRates
from tracker.fund.ledger.refusals import in_dollars
from tracker.fund.rates.rate_rules import stale_warning
from tracker.money import USD, Money, to_usd_cents
from tracker.reference.currencies import exponent
from tracker.words import say

IMPLIED_DIGITS = Context(prec=12, rounding=ROUND_HALF_EVEN)


class StatedWorth(NamedTuple):
    """What is said about the worth of an amount: US cents, rate, where they stand, its day."""

    usd_minor: int | None = None
    rate: Decimal | None = None
    source: str = ""
    rate_on: date | None = None


class Worth(NamedTuple):
    """An amount in US cents, the rate kept with it, and warnings.

    `rate` is None for an amount in US dollars.
    """

    usd_minor: int
    rate: RateUsed | None = None
    warnings: tuple[Fault, ...] = ()


def worth_of(money: Money, on: date, stated: StatedWorth, rates: RecordedRates) -> Worth:
    """Return the worth of an amount above zero; raises MissingRate and InvalidInput.

    The bank's amount counts as it is, beside the rate that was given or that it implies; an
    implied rate is marked and nothing is converted with it. Without either, the rate that holds
    on the day decides.
    """
    if money.currency == USD:
        if stated.usd_minor not in (None, money.minor):
            raise InvalidInput(say("the two amounts in US dollars differ"), "usd")
        return Worth(money.minor)
    if stated.rate is not None and stated.rate <= 0:
        raise InvalidInput(say("a rate is above zero: local units per 1 USD"), "rate")
    given = None
    if stated.rate is not None:
        given = RateUsed(stated.rate, stated.source, stated.rate_on or on)
    if stated.usd_minor is not None:
        if stated.usd_minor <= 0:
            raise InvalidInput(say("the amount must be above zero"), "usd")
        return _as_the_bank_said(money, on, stated, given)
    used = given or rates.on(money.currency, on)
    usd_minor = to_usd_cents(money.minor, exponent(money.currency), used.rate)
    stale = "" if given else stale_warning(money.currency, used, on)
    return Worth(usd_minor, used, (Fault("effective_on", stale),) if stale else ())


def implied_rate(money: Money, usd_minor: int, source: str, on: date) -> RateUsed:
    """Return the rate that an amount in US cents implies, marked as implied."""
    local = Decimal(money.minor).scaleb(-exponent(money.currency))
    rate = IMPLIED_DIGITS.divide(local, Decimal(usd_minor).scaleb(-2))
    return RateUsed(rate, source, on, implied=True)


def _as_the_bank_said(money: Money, on: date, stated: StatedWorth, given: RateUsed | None) -> Worth:
    """Return the bank's own amount beside a rate; where the two disagree both are kept."""
    usd_minor = stated.usd_minor or 0
    if given is None:
        return Worth(usd_minor, implied_rate(money, usd_minor, stated.source, on))
    if _agrees(money, usd_minor, given.rate):
        return Worth(usd_minor, given)
    converted = to_usd_cents(money.minor, exponent(money.currency), given.rate)
    warning = say(
        "at the rate given the amount is %(converted)s USD, not %(usd)s; both are kept, and the "
        "amount counts",
        converted=in_dollars(converted),
        usd=in_dollars(usd_minor),
    )
    return Worth(usd_minor, given, (Fault("usd", warning),))


def _agrees(money: Money, usd_minor: int, rate: Decimal) -> bool:
    """Tell whether an amount is that of a rate above zero, rounded perhaps at its last digit."""
    half = Decimal(5).scaleb(int(rate.as_tuple().exponent) - 1)
    places = exponent(money.currency)
    most = to_usd_cents(money.minor, places, rate - half)
    least = to_usd_cents(money.minor, places, rate + half)
    return least - 1 <= usd_minor <= most + 1
