"""A short amount has the word for its size in each language, Chinese with its one form too."""

import pytest
from flask import Flask

from dashboards.formatter import FORMATTER
from tracker.http.formats import percent, short_usd, usd
from tracker.web.forms.numbers import plain_number

GAP = "\N{NO-BREAK SPACE}"
CENTS = 37_369_793_390


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", f"USD{GAP}373.7 مليون"),
        ("en", f"USD{GAP}373.7 million"),
        ("es", f"USD{GAP}373,7 millones"),
        ("fr", f"USD{GAP}373,7 millions"),
        ("ru", f"USD{GAP}373,7 миллиона"),
        ("zh", f"USD{GAP}3.7亿"),
    ],
)
def test_in_each_language(app: Flask, language: str, text: str) -> None:
    with app.test_request_context(f"/?lang={language}"):
        assert short_usd(CENTS) == text


def test_a_sign_stays_before_its_number_where_texts_run_from_right_to_left(app: Flask) -> None:
    def signed(number: str) -> str:
        return f"\N{LEFT-TO-RIGHT ISOLATE}\N{MINUS SIGN}{number}\N{POP DIRECTIONAL ISOLATE}"

    with app.test_request_context("/?lang=ar"):
        assert usd(-123_456) == signed("1,234.56")
        assert plain_number(usd(-123_456)) == "-1234.56"
        assert percent(-3_350) == f"{signed('33.5')}{GAP}%"
        assert short_usd(-CENTS) == f"USD{GAP}{signed('373.7')}{GAP}مليون"
        assert FORMATTER.tick(-CENTS) == f"{signed('373.7')}{GAP}مليون"
    with app.test_request_context("/?lang=fr"):
        assert usd(-123_456) == "\N{MINUS SIGN}1\N{NARROW NO-BREAK SPACE}234,56"
        assert percent(-3_350) == f"\N{MINUS SIGN}33,5{GAP}%"
