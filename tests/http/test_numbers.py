"""Numbers are read as the reader's language writes them, or refused; never guessed."""

import pytest
from flask import Flask

from tracker.errors import InvalidInput
from tracker.web.forms.codes import find_code
from tracker.web.forms.numbers import plain_number


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "1,234,567.89", "1234567.89"),
        ("en", " 1 234.5 ", "1234.5"),
        ("en", "1'234.50", "1234.50"),
        ("en", "-3", "-3"),
        ("en", "\u22123.10", "-3.10"),
        ("fr", "1\u202f234,50", "1234.50"),
        ("fr", "1234.50", "1234.50"),
        ("es", "1.234,50", "1234.50"),
        ("ru", "1\u00a0234,5", "1234.5"),
        ("ar", "\u0661\u0662\u066b\u0665", "12.5"),
    ],
)
def test_numbers_that_can_be_read(app: Flask, language: str, text: str, number: str) -> None:
    with app.test_request_context(f"/?lang={language}"):
        assert plain_number(text) == number


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "1,50"),
        ("en", "1,23,456"),
        ("en", "1.234.567"),
        ("es", "1234.50"),
        ("en", "1e9"),
        ("en", "NaN"),
        ("en", "inf"),
        ("en", "0x10"),
        ("en", ""),
        ("en", "9" * 60),
        ("en", "1_000"),
        ("en", "--1"),
    ],
)
def test_numbers_that_are_refused(app: Flask, language: str, text: str) -> None:
    with app.test_request_context(f"/?lang={language}"), pytest.raises(InvalidInput):
        plain_number(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [("KEN", "KEN"), ("ken", "KEN"), ("Kenya", "KEN"), ("KEN \u2013 Kenya", "KEN"), ("Ken", "KEN")],
)
def test_a_code_is_found_by_itself_or_by_its_name(text: str, code: str) -> None:
    assert find_code(text, {"KEN": "Kenya", "PER": "Peru"}) == code


def test_what_is_not_on_the_list_is_not_found() -> None:
    assert find_code("Atlantis", {"KEN": "Kenya"}) is None
    assert find_code("", {"KEN": "Kenya"}) is None
