"""Faults of cells."""

from typing import NamedTuple


class RowFault(NamedTuple):
    """A fault of a cell: its place, its value, the message with the remedy.

    `row` and `column` are those of the sheet as its reader sees it; row 0 is the whole file.
    """

    file: str
    row: int
    column: str
    value: str
    message: str
