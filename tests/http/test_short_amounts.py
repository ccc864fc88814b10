"""A short amount has the word for its size in each language, Chinese with its one form too."""

import pytest
from flask import Flask

from tracker.http.formats import short_usd

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
