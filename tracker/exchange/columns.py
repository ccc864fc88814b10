"""The columns of sheets, as documentation and templates describe them."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class SheetColumn(NamedTuple):
    """A column of our own format.

    `what` describes its values, `codes` are the allowed values where these are a short list.
    A `key` tells the record that a row describes, where records on file can be changed: of the
    needed columns a row of such a record has these alone.
    """

    name: str
    what: str
    required: bool = False
    example: str = ""
    codes: tuple[str, ...] = ()
    key: bool = False


def values_of(codes: type[StrEnum]) -> tuple[str, ...]:
    """Return the values of a code list."""
    return tuple(member.value for member in codes)


def keys_of(columns: Iterable[SheetColumn]) -> tuple[str, ...]:
    """Return the names of the columns that tell a record on file; none where none is changed."""
    return tuple(column.name for column in columns if column.key)


def needed_of(columns: Iterable[SheetColumn]) -> tuple[str, ...]:
    """Return the names of the columns that a new record needs."""
    return tuple(column.name for column in columns if column.required)


def names_of(columns: Iterable[SheetColumn]) -> tuple[str, ...]:
    """Return the names of columns in their order."""
    return tuple(column.name for column in columns)
