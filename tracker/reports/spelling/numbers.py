"""Numbers, amounts, shares and days in a language, as a document of the United Nations has them."""

import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_compact_decimal, format_decimal

from tracker.errors import InvalidInput
from tracker.money import Money
from tracker.reference.currencies import exponent
from tracker.totals.formatter import Formatter
from tracker.words import pgettext

MINUS = "\N{MINUS SIGN}"
GAP, NARROW_GAP = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
FROM_LEFT, FROM_LEFT_END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
NOTHING = "\N{EN DASH}"
_FIGURES = re.compile(r"[0-9.,]+")
"""The figures of a short amount, before its words: "46.1 million"."""
LATIN = "latn"
"""The figures of every language: documents of the United Nations have them in Arabic too."""


@lru_cache
def locale_of(code: str) -> Locale:
    """Return the locale by which numbers and days are written; English as the UN writes it."""
    return Locale("en", "GB") if code == "en" else Locale.parse(code)


def runs_from_right(code: str) -> bool:
    """Tell whether text of a language runs from the right."""
    return bool(locale_of(code).text_direction == "rtl")


def whole(number: int, code: str) -> str:
    """Write a whole number: "1,234,567"."""
    text = format_decimal(
        abs(number), format="#,##0", locale=locale_of(code), numbering_system=LATIN
    )
    return _signed(text, code) if number < 0 else text


def amount(money: Money, code: str) -> str:
    """Write an amount with all its digits, without its currency: "1,234,567.89"."""
    decimals = _decimals(money.currency)
    value = Decimal(abs(money.minor)).scaleb(-decimals)
    form = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = format_decimal(value, format=form, locale=locale_of(code), numbering_system=LATIN)
    return _signed(text, code) if money.minor < 0 else text


def amount_with_currency(money: Money, code: str) -> str:
    """Write an amount after the code of its currency: "USD 1,234,567.89"."""
    return f"{money.currency}{_gap(code)}{amount(money, code)}"


def share(basis_points: int, code: str) -> str:
    """Write basis points as per cent: 3350 as "33.5 %"."""
    value = Decimal(basis_points).scaleb(-2)
    text = format_decimal(value, format="#,##0.##", locale=locale_of(code), numbering_system=LATIN)
    return f"{text}{_gap(code)}%"


def day(value: date, code: str) -> str:
    """Write a day: "28 March 2013"."""
    return _latin(format_date(value, "long", locale=locale_of(code)))


def moment(value: datetime, code: str) -> str:
    """Write a moment in UTC: "28 November 2026 at 14:05:31 UTC"."""
    at = value.astimezone(UTC)
    clock = format_datetime(at, "HH:mm:ss", locale=Locale("en"))
    return f"{day(at, code)}, {clock}{_gap(code)}UTC"


def in_words(number: int, code: str) -> str:
    """Write a number inside a sentence: to ten in words, where the catalogue has them."""
    return {
        0: pgettext("a number inside a sentence", "no"),
        2: pgettext("a number inside a sentence", "two"),
        3: pgettext("a number inside a sentence", "three"),
        4: pgettext("a number inside a sentence", "four"),
        5: pgettext("a number inside a sentence", "five"),
        6: pgettext("a number inside a sentence", "six"),
        7: pgettext("a number inside a sentence", "seven"),
        8: pgettext("a number inside a sentence", "eight"),
        9: pgettext("a number inside a sentence", "nine"),
        10: pgettext("a number inside a sentence", "ten"),
    }.get(number) or whole(number, code)


def is_from_left(text: str) -> bool:
    """Tell whether a text has letters that run from the left, and none from the right."""
    found = {unicodedata.bidirectional(sign) for sign in text}
    return "L" in found and not found & {"R", "AL"}


def formatter(code: str) -> Formatter:
    """Return the formatter of charts."""
    return Formatter(
        exact=lambda cents: amount_with_currency(Money(cents), code),
        short=lambda cents: f"USD{_gap(code)}{_short(cents, code)}",
        tick=lambda cents: _short(cents, code),
        percent=lambda points: share(points, code),
        whole=lambda number: whole(number, code),
        day=lambda value: day(value, code),
    )


def _gap(code: str) -> str:
    """Return a blank that no line breaks.

    Where text runs from the right word processors break an amount with a wide one in its figures.
    """
    return NARROW_GAP if runs_from_right(code) else GAP


def _short(cents: int, code: str) -> str:
    text = format_compact_decimal(
        Decimal(abs(cents)).scaleb(-2), locale=locale_of(code), fraction_digits=1
    )
    return _signed(_latin(text), code) if cents < 0 else _latin(text)


def _signed(text: str, code: str) -> str:
    """Set a minus sign before a number, which stays before it where text runs from the right."""
    if runs_from_right(code):
        figures = _FIGURES.match(text)
        number, words = (figures[0], text[figures.end() :]) if figures else (text, "")
        return f"{FROM_LEFT}{MINUS}{number}{FROM_LEFT_END}{words}"
    return MINUS + text


def _latin(text: str) -> str:
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


def _decimals(currency: str) -> int:
    try:
        return exponent(currency)
    except InvalidInput:
        return 2
