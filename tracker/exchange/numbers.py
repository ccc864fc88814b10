"""Numbers in a sheet: other people's signs, the noise of floats, exact minor units."""

import re
from collections.abc import Collection
from decimal import Decimal
from typing import Protocol

from tracker.errors import InvalidInput
from tracker.money import parse_minor
from tracker.words import say

FLOAT_DIGITS = 15
LARGEST = 15  # digits before the point; more is no amount and no 64-bit number
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
BELOW_ZERO = re.compile(r"\(([^()]*\d[^()]*)\)|(.*\d)\s*-")
"""An amount below zero as accountants write it: in parentheses, or with the sign behind it."""
BLANKS = ("\u00a0", "\u202f", "\u2009", " ")
APOSTROPHES = ("'", "\u2019")
THREES, INDIAN = "3", "2-2-3"
GROUPS = {THREES: r"\d{1,3}(?:#\d{3})+", INDIAN: r"\d{1,2}(?:#\d{2})*#\d{3}"}
"""The digits before the decimals by grouping, `#` for the sign between groups."""
GROUPED_EXAMPLES = {THREES: "1#234#567", INDIAN: "12#34#567"}


class NumberFormat(Protocol):
    """The signs that separate decimals and thousands."""

    @property
    def decimal(self) -> str:
        """The sign before the decimals."""

    @property
    def thousands(self) -> str:
        """The sign between thousands, empty for none."""

    @property
    def grouping(self) -> str:
        """How many digits stand between the signs: `3`, or `2-2-3` as in India."""


def plain_number(text: str, signs: NumberFormat) -> str:
    """Write a number with a decimal point and nothing else between its digits.

    Raises InvalidInput where the sign between thousands stands elsewhere than between groups of
    digits before the decimals.
    """
    text = text.strip().replace("\u2212", "-")
    _refuse_sign_of_accountants(text, signs)
    found = _thousands_in(text, signs)
    if found:
        _refuse_ungrouped(text, found, signs)
        for sign in found:
            text = text.replace(sign, "")
    if signs.decimal != ".":
        text = text.replace(".", "?").replace(signs.decimal, ".")  # their point is no decimal sign
    return text


def _refuse_sign_of_accountants(text: str, signs: NumberFormat) -> None:
    """Refuse an amount below zero in parentheses or with its sign behind; tell its right form."""
    below = BELOW_ZERO.fullmatch(text)
    if below is None:
        return
    example = written_number(-exact_number(below[1] or below[2], signs), signs)
    raise InvalidInput(
        say(
            "'%(text)s' is below zero as accountants write it; write it like %(example)s",
            text=text,
            example=example,
        )
    )


def _thousands_in(text: str, signs: NumberFormat) -> tuple[str, ...]:
    """Return the signs between thousands that a number holds, in any of their spellings."""
    families = (BLANKS, APOSTROPHES)
    spellings = next((one for one in families if signs.thousands in one), (signs.thousands,))
    return tuple(sign for sign in spellings if sign and sign in text)


def _refuse_ungrouped(text: str, found: Collection[str], signs: NumberFormat) -> None:
    """Refuse a number whose thousands do not come in groups of the profile's size."""
    between = f"[{re.escape(''.join(found))}]"
    groups = GROUPS[signs.grouping].replace("#", between)
    if re.fullmatch(rf"[+-]?{groups}(?:{re.escape(signs.decimal)}\d*)?", text):
        return
    example = GROUPED_EXAMPLES[signs.grouping].replace("#", signs.thousands)
    example = f"{example}{signs.decimal}89"
    if signs.grouping == INDIAN:
        raise InvalidInput(
            say(
                "'%(text)s' is not a number: thousands come in threes and what is above them in "
                "twos, such as %(example)s",
                text=text,
                example=example,
            )
        )
    raise InvalidInput(
        say(
            "'%(text)s' is not a number: thousands come in threes, such as %(example)s",
            text=text,
            example=example,
        )
    )


def exact_number(text: str, signs: NumberFormat) -> Decimal:
    """Read a number with all its digits; raises InvalidInput with what would be right."""
    plain = plain_number(text, signs)
    if not NUMBER.fullmatch(plain):
        raise InvalidInput(_advice(text, signs))
    number = Decimal(plain)
    if number and number.adjusted() >= LARGEST:
        raise InvalidInput(say("'%(text)s' is too large", text=text))
    return number


def written_number(number: Decimal, signs: NumberFormat) -> str:
    """Write a number with the sign before the decimals that a sheet uses."""
    return format(number, "f").replace(".", signs.decimal)


def minor_units(text: str, exponent: int, signs: NumberFormat) -> int:
    """Read an amount as whole minor units; raises InvalidInput with what would be right.

    A text with more than 15 digits is a printed float whose last digits are noise: it is
    rounded to 15 digits when it fits the currency then.
    """
    number = exact_number(text, signs)
    for reading in (number, without_noise(number)):
        try:
            return parse_minor(str(reading), exponent)
        except InvalidInput:
            continue
    raise InvalidInput(
        say(
            "'%(text)s' has more decimals than the currency, which has %(count)s",
            text=text,
            count=exponent,
        )
    )


def without_noise(number: Decimal) -> Decimal:
    """Round to the digits that a float carries."""
    if len(number.as_tuple().digits) <= FLOAT_DIGITS:
        return number
    return Decimal(f"{number:.{FLOAT_DIGITS}g}")


def _advice(text: str, signs: NumberFormat) -> str:
    """Return the remedy: how a number is written."""
    example = f"1234{signs.decimal}56"
    return say("'%(text)s' is not a number; write it like %(example)s", text=text, example=example)
