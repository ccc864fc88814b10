"""Amounts, dates and shares are written as the reader's language does, to the last cent."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tracker.app import create_app
from tracker.http import formats
from tracker.settings import Settings
from tracker.web.forms.numbers import plain_number

APP = create_app(Settings("sqlite:///:memory:", "for-formats-alone", production=False))
GAP, NARROW = "\u00a0", "\u202f"


@contextmanager
def reading(app: Flask, language: str) -> Iterator[None]:
    """Read as a person of that language does."""
    with app.test_request_context(f"/?lang={language}"):
        yield


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "1,234,567.89"),
        ("fr", f"1{NARROW}234{NARROW}567,89"),
        ("es", "1.234.567,89"),
        ("ru", f"1{GAP}234{GAP}567,89"),
        ("zh", "1,234,567.89"),
        ("ar", "1,234,567.89"),
    ],
)
def test_dollars(app: Flask, language: str, text: str) -> None:
    with reading(app, language):
        assert formats.usd(123456789) == text


def test_zero_nothing_and_less_than_nothing_look_different(app: Flask) -> None:
    with reading(app, "en"):
        assert [formats.usd(0), formats.usd(None), formats.usd(-5)] == [
            "0.00",
            "\N{EN DASH}",
            "\N{MINUS SIGN}0.05",
        ]


def test_currencies_have_their_own_decimals(app: Flask) -> None:
    with reading(app, "en"):
        assert formats.money(1234, "JPY") == "1,234"
        assert formats.money(1234, "KWD") == "1.234"
        assert formats.money(1234, "???") == "12.34"


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (320_000_000, f"USD{GAP}3.2 million"),
        (99_999_950, f"USD{GAP}1,000,000"),
        (-250_000_000_000, f"USD{GAP}\N{MINUS SIGN}2.5 billion"),
        (15_050, f"USD{GAP}151"),
        (0, f"USD{GAP}0"),
    ],
)
def test_short_amounts(app: Flask, cents: int, text: str) -> None:
    with reading(app, "en"):
        assert formats.short_usd(cents) == text


def test_shares_have_no_needless_zeros(app: Flask) -> None:
    with reading(app, "en"):
        assert [formats.percent(bp) for bp in (10_000, 3350, 1, 0)] == [
            f"100{GAP}%",
            f"33.5{GAP}%",
            f"0.01{GAP}%",
            f"0{GAP}%",
        ]
    with reading(app, "fr"):
        assert formats.percent(3350) == f"33,5{GAP}%"


def test_days_and_moments(app: Flask) -> None:
    with reading(app, "en"):
        assert formats.day(date(2026, 11, 23)) == "23 November 2026"
        assert formats.day(date(2026, 11, 3), "medium") == "3 Nov 2026"
        moment = formats.moment(datetime(2026, 11, 23, 14, 5, tzinfo=UTC))
        assert moment == "23 Nov 2026, 14:05:00 UTC"
    with reading(app, "ar"):
        assert formats.day(date(2026, 11, 23)) == "23 نوفمبر 2026"


def test_a_rate_keeps_all_its_digits(app: Flask) -> None:
    with reading(app, "en"):
        assert formats.rate(Decimal("0.75700")) == "0.75700"
        assert formats.rate(Decimal("1234.5")) == "1,234.5"


@given(
    cents=st.integers(-(10**17), 10**17), language=st.sampled_from(["en", "fr", "es", "ru", "ar"])
)
def test_what_is_written_is_read_back_to_the_cent(cents: int, language: str) -> None:
    with APP.test_request_context(f"/?lang={language}"):
        assert Decimal(plain_number(formats.usd(cents))) * 100 == cents
