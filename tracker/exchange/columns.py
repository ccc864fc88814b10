"""The columns of sheets, as documentation and templates describe them."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class SheetColumn(NamedTuple):
    """A column of our own format.

    `what` describes its values, `codes` are the allowed values where these are a short list.
    """

    name: str
    what: str
    required: bool = False
    example: str = ""
    codes: tuple[str, ...] = ()


def values_of(codes: type[StrEnum]) -> tuple[str, ...]:
    """Return the values of a code list."""
    return tuple(member.value for member in codes)


def names_of(columns: Iterable[SheetColumn]) -> tuple[str, ...]:
    """Return the names of columns in their order."""
    return tuple(column.name for column in columns)
