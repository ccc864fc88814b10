"""Numbers in a sheet: other people's signs, the noise of floats, exact minor units."""

import re
from decimal import Decimal
from typing import Protocol

from tracker.errors import InvalidInput
from tracker.money import parse_minor
from tracker.words import say

FLOAT_DIGITS = 15
LARGEST = 15  # digits before the point; more is no amount and no 64-bit number
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
BLANKS = ("\u00a0", "\u202f", " ")


class NumberFormat(Protocol):
    """The signs that separate decimals and thousands."""

    @property
    def decimal(self) -> str:
        """The sign before the decimals."""

    @property
    def thousands(self) -> str:
        """The sign between thousands, empty for none."""


def plain_number(text: str, signs: NumberFormat) -> str:
    """Write a number with a decimal point and nothing else between its digits."""
    if signs.thousands:
        for sign in BLANKS if signs.thousands in BLANKS else (signs.thousands,):
            text = text.replace(sign, "")
    if signs.decimal != ".":
        text = text.replace(".", "?").replace(signs.decimal, ".")  # their point is no decimal sign
    return text.replace("\u2212", "-")


def exact_number(text: str, signs: NumberFormat) -> Decimal:
    """Read a number with all its digits; raises InvalidInput with what would be right."""
    plain = plain_number(text, signs).strip()
    if not NUMBER.fullmatch(plain):
        raise InvalidInput(_advice(text, signs))
    number = Decimal(plain)
    if number and number.adjusted() >= LARGEST:
        raise InvalidInput(say("'%(text)s' is too large", text=text))
    return number


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
