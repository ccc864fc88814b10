"""Amounts are whole minor units, however they are written and whatever the currency."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import InvalidInput
from tracker.money import Money, from_usd_cents, parse_minor, to_usd_cents


@pytest.mark.parametrize(
    ("text", "exponent", "minor"),
    [
        ("1234.5", 2, 123_450),
        (" 1.99E+07 ", 2, 1_990_000_000),
        ("-0.01", 2, -1),
        ("500", 0, 500),
        ("1.005", 3, 1_005),
    ],
)
def test_a_number_is_read_to_the_cent(text: str, exponent: int, minor: int) -> None:
    assert parse_minor(text, exponent) == minor


@pytest.mark.parametrize(
    "text", ["", "abc", "1.005", "NaN", "Infinity", "1,5", "1E+999999999", "1E+30", "9" * 40]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_minor(text, 2)


@given(st.integers(-(10**17), 10**17), st.sampled_from([0, 2, 3]))
def test_what_is_written_is_what_is_read(minor: int, exponent: int) -> None:
    assert parse_minor(format(Decimal(minor).scaleb(-exponent), "f"), exponent) == minor


def test_money_is_never_a_float() -> None:
    assert Money(150).minor == 150
    with pytest.raises(TypeError, match="whole numbers, not float"):
        Money(1.5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="whole numbers, not bool"):
        Money(True)


def test_dollars_are_local_units_over_the_rate_half_a_cent_to_even() -> None:
    assert to_usd_cents(100_00, 2, Decimal("0.8")) == 125_00
    assert to_usd_cents(1_000_000, 0, Decimal(150)) == 6_666_67
    assert to_usd_cents(5, 3, Decimal(1)) == 0
    assert to_usd_cents(15, 3, Decimal(1)) == 2


@given(
    st.integers(-(10**17), 10**17),
    st.sampled_from([0, 2, 3]),
    st.decimals("0.000001", "100000", places=6),
)
def test_a_conversion_is_within_half_a_cent(minor: int, exponent: int, rate: Decimal) -> None:
    exact = Fraction(minor, 10**exponent) / Fraction(rate) * 100
    assert abs(to_usd_cents(minor, exponent, rate) - exact) <= Fraction(1, 2)


@pytest.mark.parametrize("rate", [Decimal(0), Decimal("-1.5")])
def test_a_rate_is_above_zero(rate: Decimal) -> None:
    for convert in (to_usd_cents, from_usd_cents):
        with pytest.raises(InvalidInput, match=r"^an exchange rate must be above zero$") as refused:
            convert(1, 2, rate)
        assert refused.value.field == "rate"


def test_dollars_become_local_units_half_to_even() -> None:
    assert from_usd_cents(125_00, 2, Decimal("0.8")) == 100_00
    assert from_usd_cents(6_666_67, 0, Decimal(150)) == 1_000_000
    assert from_usd_cents(1, 3, Decimal("0.25")) == 2
    assert from_usd_cents(1, 3, Decimal("0.35")) == 4
    assert from_usd_cents(3, 2, Decimal("0.5")) == 2
    assert from_usd_cents(1, 2, Decimal("0.0001")) == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("many", "'many' is not a number"),
        ("inf", "'inf' is not a number"),
        ("1e18", "'1e18' is too large"),
        ("1.005", "'1.005' has more than 2 decimals"),
    ],
)
def test_a_refused_amount_is_told(text: str, told: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_minor(text, 2)
    assert str(refused.value) == told


def test_an_amount_has_eighteen_digits_before_the_point() -> None:
    assert parse_minor("9" * 18, 0) == 10**18 - 1
