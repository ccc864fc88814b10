"""What is wrong with a cell, as its reader is told."""

from typing import NamedTuple


class RowFault(NamedTuple):
    """What is wrong, where, and what would be right.

    `row` and `column` are those of the sheet as its reader sees it; row 0 is the whole file.
    """

    file: str
    row: int
    column: str
    value: str
    message: str
