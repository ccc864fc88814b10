"""Values of rows as plain JSON, spelled alike whichever database holds them.

Days are YYYY-MM-DD, moments YYYY-MM-DD HH:MM:SS.ffffff in UTC, codes and texts themselves, exact
decimals their digits without trailing noughts, bytes hexadecimal, truths 1 or 0.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

import orjson
from sqlalchemy import JSON, Boolean, Column, Date, LargeBinary

from tracker.db import ExactDecimal, UtcDateTime

Plain = Any
"""What JSON can hold, without a number that is not whole."""
PLAIN_TYPES = frozenset((int, str, type(None)))
"""The types of values that are plain as the driver returns them."""
Spell = Callable[[Any], Plain]
MOST_DIGITS = 100
"""Beyond the digits of any decimal on record."""


def speller_of(column: Column[Any]) -> Spell:
    """Return the function that spells a column's values as the driver returns them."""
    for kind, spell in _SPELLERS:
        if isinstance(column.type, kind):
            return spell
    return as_it_is


def canonical(value: Plain) -> bytes:
    """Return plain JSON as the one text that it has: keys in order, no blanks, UTF-8."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def plain_json(value: object) -> Plain:
    """Return a value as a JSON column of any database gives it back, without fractions.

    A number that is not whole becomes its text, which every database spells alike.
    """
    return json.loads(json.dumps(value), parse_float=str)


def plain_moment(moment: datetime) -> str:
    """Spell a moment in UTC, to the microsecond."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def plain_key(value: object) -> Plain:
    """Spell a value of a primary key as the session's objects hold it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return plain_moment(value)
    return value.isoformat() if isinstance(value, date) else value


def as_it_is(value: object) -> Plain:
    """Leave whole numbers and texts as they are."""
    return value if value is None or isinstance(value, str | int) else str(value)


def _day(value: object) -> Plain:
    """Spell a day, which SQLite stores spelled."""
    return value.isoformat() if isinstance(value, date) else as_it_is(value)


def _moment(value: object) -> Plain:
    """Spell a moment, which SQLite stores spelled."""
    return plain_moment(value) if isinstance(value, datetime) else as_it_is(value)


def _decimal(value: object) -> Plain:
    """Spell an exact decimal by its digits; a text that is none stays as it is."""
    if not isinstance(value, str):
        return as_it_is(value)
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if abs(number.adjusted()) > MOST_DIGITS:
        return value
    digits = format(number, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _truth(value: object) -> Plain:
    """Spell a truth as 1 or 0."""
    return int(value) if isinstance(value, bool) else as_it_is(value)


def _hexadecimal(value: object) -> Plain:
    """Spell bytes."""
    return value.hex() if isinstance(value, bytes) else as_it_is(value)


def _json(value: object) -> Plain:
    """Spell JSON, read as its text; a text that is no JSON stays as it is."""
    if not isinstance(value, str):
        return as_it_is(value)
    try:
        return json.loads(value, parse_float=str)
    except ValueError:
        return value


_SPELLERS: tuple[tuple[type[object], Spell], ...] = (
    (UtcDateTime, _moment),
    (ExactDecimal, _decimal),
    (Date, _day),
    (Boolean, _truth),
    (LargeBinary, _hexadecimal),
    (JSON, _json),
)
