"""What a column of a sheet holds, as the reader of a sheet and of its template is told."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class SheetColumn(NamedTuple):
    """A column of our own format.

    `what` says what stands in it, `codes` are the values that it takes, where these are a
    short list.
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
