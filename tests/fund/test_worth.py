"""The worth of an amount in US dollars: every sort of statement, and every edge."""

from datetime import date
from decimal import Decimal

import pytest

from tracker.errors import Fault, InvalidInput, MissingRate
from tracker.fund.ledger.entries import RateUsed
from tracker.fund.ledger.recorded_rates import RecordedRates
from tracker.fund.preparation.worth import StatedWorth, Worth, implied_rate, worth_of
from tracker.money import Money

DAY = date(2024, 3, 15)
FIRST = RateUsed(Decimal("0.9"), "UN", date(2024, 3, 1))
SECOND = RateUsed(Decimal("0.8"), "UN", DAY)
EUROS = Money(900_00, "EUR")
NO_DOLLARS = 0


def recorded(*rates: RateUsed) -> RecordedRates:
    """Return rates of the euro alone, read once."""
    asked: list[str] = []

    def read(currency: str) -> list[RateUsed]:
        assert currency == "EUR"
        assert not asked, "the rates of a currency are read once"
        asked.append(currency)
        return list(rates)

    return RecordedRates(read)


def refused(stated: StatedWorth, money: Money = EUROS) -> tuple[str, str]:
    """Return field and message of what is refused."""
    with pytest.raises(InvalidInput) as told:
        worth_of(money, DAY, stated, recorded(FIRST))
    return told.value.field, str(told.value)


def test_dollars_are_worth_themselves() -> None:
    for usd_minor in (None, 100):
        assert worth_of(Money(100, "USD"), DAY, StatedWorth(usd_minor), recorded()) == Worth(100)
    assert refused(StatedWorth(99), Money(100, "USD")) == (
        "usd", "the two amounts in US dollars differ",
    )  # fmt: skip


def test_the_newest_rate_on_or_before_the_day_holds() -> None:
    rates = recorded(FIRST, SECOND)
    assert worth_of(EUROS, date(2024, 3, 14), StatedWorth(), rates) == Worth(1_000_00, FIRST)
    assert worth_of(EUROS, DAY, StatedWorth(), rates) == Worth(1_125_00, SECOND)
    with pytest.raises(MissingRate, match="EUR"):
        worth_of(EUROS, date(2024, 2, 29), StatedWorth(), rates)
    assert rates.from_usd(100_00, "EUR", DAY) == 80_00
    assert rates.from_usd(100_00, "USD", DAY) == 100_00
    with pytest.raises(MissingRate):
        recorded().on("EUR", DAY)


def test_a_stale_rate_on_record_warns_and_a_given_one_does_not() -> None:
    day = date(2024, 9, 1)
    found = worth_of(EUROS, day, StatedWorth(), recorded(FIRST))
    message = (
        "the newest exchange rate of EUR by 2024-09-01 is of 2024-03-01, 184 days before; "
        "a newer one may be missing"
    )
    assert found == Worth(1_000_00, FIRST, (Fault("effective_on", message),))
    old = StatedWorth(rate=Decimal("0.9"), source="letter", rate_on=FIRST.on)
    assert worth_of(EUROS, day, old, recorded()) == Worth(
        1_000_00, RateUsed(Decimal("0.9"), "letter", FIRST.on)
    )


def test_a_given_rate_is_of_the_day_unless_it_says_another() -> None:
    stated = StatedWorth(rate=Decimal("0.9"), source="letter")
    assert worth_of(EUROS, DAY, stated, recorded()) == Worth(
        1_000_00, RateUsed(Decimal("0.9"), "letter", DAY)
    )


@pytest.mark.parametrize("rate", ["0", "-0.9"])
def test_a_rate_is_above_zero(rate: str) -> None:
    assert refused(StatedWorth(rate=Decimal(rate))) == (
        "rate", "a rate is above zero: local units per 1 USD",
    )  # fmt: skip


@pytest.mark.parametrize("usd_minor", [NO_DOLLARS, -1])
def test_what_the_bank_credited_is_above_zero(usd_minor: int) -> None:
    assert refused(StatedWorth(usd_minor)) == ("usd", "the amount must be above zero")
    assert worth_of(EUROS, DAY, StatedWorth(1), recorded()).usd_minor == 1


def test_the_banks_amount_implies_its_rate_in_twelve_digits() -> None:
    found = worth_of(EUROS, DAY, StatedWorth(1_001_01, source="advice"), recorded())
    assert found == Worth(
        1_001_01, RateUsed(Decimal("0.899091917164"), "advice", DAY, implied=True)
    )
    yen = implied_rate(Money(15_000, "JPY"), 100_00, "advice", DAY)
    assert yen == RateUsed(Decimal(150), "advice", DAY, implied=True)


RATE = RateUsed(Decimal("0.90"), "advice", DAY)
"""A rate that may have been rounded from 0.895 to 0.905: 994.48 to 1,005.59 US dollars."""


@pytest.mark.parametrize("usd_minor", [994_47, 994_48, 1_000_00, 1_005_59, 1_005_60])
def test_an_amount_agrees_within_the_last_digit_of_its_rate_and_a_cent(usd_minor: int) -> None:
    stated = StatedWorth(usd_minor, RATE.rate, RATE.source)
    assert worth_of(EUROS, DAY, stated, recorded()) == Worth(usd_minor, RATE)


@pytest.mark.parametrize(
    ("usd_minor", "text"),
    [(994_46, "994.46"), (1_005_61, "1,005.61"), (2_000_00, "2,000.00"), (1_00, "1.00")],
)
def test_where_amount_and_rate_disagree_both_are_kept_with_a_warning(
    usd_minor: int, text: str
) -> None:
    stated = StatedWorth(usd_minor, RATE.rate, RATE.source)
    message = (
        f"at the rate given the amount is 1,000.00 USD, not {text}; both are kept, and the "
        "amount counts"
    )
    found = worth_of(EUROS, DAY, stated, recorded())
    assert found == Worth(usd_minor, RATE, (Fault("usd", message),))
