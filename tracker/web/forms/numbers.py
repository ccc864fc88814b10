"""Numbers as the reader's language writes them."""

import re

from babel.numbers import get_decimal_symbol, get_group_symbol
from flask_babel import gettext as _

from tracker.errors import InvalidInput
from tracker.http.formats import money
from tracker.http.language import format_locale

SPACES = re.compile(r"[\s\u00a0\u202f'\u2019]")
DIGITS = {0x660 + digit: str(digit) for digit in range(10)}
SIGNS = DIGITS | {
    ord("\N{ARABIC DECIMAL SEPARATOR}"): ".",
    ord("\N{ARABIC THOUSANDS SEPARATOR}"): "",
    ord("\N{MINUS SIGN}"): "-",
    **dict.fromkeys(map(ord, "\u200e\u200f\u2066\u2067\u2069"), ""),
}
"""Digits and signs of Arabic script, and the true minus, which people type into sums.

Marks of direction are copied with them.
"""
LONGEST_NUMBER = 40


def plain_number(text: str) -> str:
    """Return a number as Python writes it, from one as the reader's language does.

    Thousands may be parted by blanks or as the language parts them, in groups of three and
    not otherwise: "1.50" is no number where a point parts thousands. Raises InvalidInput.
    """
    locale = format_locale()
    group, point = get_group_symbol(locale).strip(), get_decimal_symbol(locale)
    bare = SPACES.sub("", text.translate(SIGNS))
    points = point if group == "." else f"{point}."
    whole = rf"\d+|\d{{1,3}}(?:{re.escape(group)}\d{{3}})+" if group else r"\d+"
    found = re.fullmatch(rf"(-?)({whole})(?:[{re.escape(points)}](\d+))?", bare, re.ASCII)
    if found is None or len(bare) > LONGEST_NUMBER:
        raise InvalidInput(
            _(
                "'%(text)s' is no number; write it as %(example)s",
                text=text[:LONGEST_NUMBER],
                example=money(123450),
            )
        )
    sign, size, rest = found.groups()
    digits = size.replace(group, "") if group else size
    return f"{sign}{digits}.{rest}" if rest else f"{sign}{digits}"


def scaled_number(text: str, decimals: int, largest: int) -> int:
    """Read a number with at most so many decimals as a whole number of its smallest unit.

    "1,234.5" with two decimals is 123450; `largest` is in the smallest unit. Raises InvalidInput.
    """
    whole, _point, rest = plain_number(text).partition(".")
    if len(rest.rstrip("0")) > decimals:
        raise InvalidInput(
            _("'%(text)s' has more than %(number)s decimals", text=text, number=decimals)
        )
    number = int(whole + rest.rstrip("0").ljust(decimals, "0"))
    if abs(number) > largest:
        raise InvalidInput(_("'%(text)s' is too large", text=text))
    return number
