"""Amounts are read exactly, in other people's signs too, or refused."""

from datetime import date, datetime
from typing import NamedTuple

import pytest

from tracker.errors import InvalidInput
from tracker.exchange.numbers import minor_units
from tracker.exchange.workbooks import cell_text


class Signs(NamedTuple):
    """The signs that part a number."""

    decimal: str = "."
    thousands: str = ""
    grouping: str = "3"


ENGLISH, GERMAN, FRENCH, SWISS = (
    Signs(thousands=","),
    Signs(",", "."),
    Signs(",", " "),
    Signs(".", "'"),
)
INDIAN = Signs(thousands=",", grouping="2-2-3")


@pytest.mark.parametrize(
    ("text", "exponent", "signs", "minor"),
    [
        ("1.99E+07", 2, Signs(), 1_990_000_000),
        ("1.96999E+07", 2, Signs(), 1_969_990_000),
        ("0.1", 2, Signs(), 10),
        ("-13438.97", 2, Signs(), -1_343_897),
        ("\u221213", 0, Signs(), -13),
        ("51119541.389999986", 2, Signs(), 5_111_954_139),
        ("123456789012345.67", 2, Signs(), 12_345_678_901_234_567),
        ("1,234,567.89", 2, ENGLISH, 123_456_789),
        ("1.234.567,89", 2, GERMAN, 123_456_789),
        ("1\u00a0234\u202f567,89", 2, FRENCH, 123_456_789),
        ("1'234.5", 3, SWISS, 1_234_500),
        ("1\u2019234.5", 3, SWISS, 1_234_500),
        ("-12,34,567.8", 2, INDIAN, -123_456_780),
        ("1,234", 2, INDIAN, 123_400),
        ("1234.5", 2, ENGLISH, 123_450),
        ("-1,234", 2, ENGLISH, -123_400),
    ],
)
def test_amounts_are_exact(text: str, exponent: int, signs: Signs, minor: int) -> None:
    assert minor_units(text, exponent, signs) == minor


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("1,234.56", Signs()),
        ("1.234", Signs()),
        ("1.234.567,891", GERMAN),
        ("1.5", Signs(",")),
        ("nan", Signs()),
        ("1e999999999", Signs()),
        ("1e30", Signs()),
        ("1_000", Signs()),
        ("", Signs()),
        ("12 USD", Signs()),
    ],
)
def test_what_is_no_amount_is_refused_with_advice(text: str, signs: Signs) -> None:
    with pytest.raises(InvalidInput, match=r"not a number|more decimals|too large"):
        minor_units(text, 2, signs)


@pytest.mark.parametrize(
    ("text", "signs", "example"),
    [
        ("1234,56", ENGLISH, "1,234,567.89"),
        ("12,34,567", ENGLISH, "1,234,567.89"),
        ("1,234.567,8", ENGLISH, "1,234,567.89"),
        (",234", ENGLISH, "1,234,567.89"),
        ("1,234,", ENGLISH, "1,234,567.89"),
        ("1234.56", GERMAN, "1.234.567,89"),
        ("1 23", FRENCH, "1 234 567,89"),
        ("123'4567", SWISS, "1'234'567.89"),
        ("1,234,567", INDIAN, "12,34,567.89"),
    ],
)
def test_thousands_come_in_threes(text: str, signs: Signs, example: str) -> None:
    with pytest.raises(InvalidInput, match="thousands come in threes") as refused:
        minor_units(text, 2, signs)
    assert str(refused.value).endswith(f"such as {example}")


@pytest.mark.parametrize(
    ("text", "signs", "example"),
    [
        ("(500.00)", Signs(), "-500.00"),
        ("(2,000.00)", ENGLISH, "-2000.00"),
        ("( 2.000,50 )", GERMAN, "-2000,50"),
        ("500-", Signs(), "-500"),
        ("500.25 \u2212", Signs(), "-500.25"),
    ],
)
def test_an_amount_below_zero_of_accountants_is_refused_with_its_right_form(
    text: str, signs: Signs, example: str
) -> None:
    with pytest.raises(InvalidInput, match="below zero") as refused:
        minor_units(text, 2, signs)
    assert str(refused.value).endswith(f"write it like {example}")
    assert minor_units(example, 2, signs) < 0


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (2013.0, "2013"),
        (1e7, "10000000"),
        (19_900_000.45, "19900000.45"),
        (True, "yes"),
        (None, ""),
        (date(2024, 6, 30), "2024-06-30"),
        (datetime(2024, 6, 30), "2024-06-30"),  # noqa: DTZ001 - as a workbook gives it
        ("  text ", "text"),
    ],
)
def test_cells_of_a_workbook_become_text(cell: object, text: str) -> None:
    assert cell_text(cell) == text  # type: ignore[arg-type]


def test_numbers_of_a_workbook_follow_the_signs_of_its_texts() -> None:
    assert minor_units(cell_text(1.234, ","), 3, GERMAN) == 1234
