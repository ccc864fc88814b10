"""A sheet as it was read: headings and rows of text, numbered as their reader sees them."""

from dataclasses import dataclass
from typing import NamedTuple

from tracker.errors import InvalidInput


class Unreadable(InvalidInput):
    """A file is not the sheet that it should be; the message says what would be right."""


class SheetRow(NamedTuple):
    """One row; `number` counts from 1 at the top of the sheet, blank rows included."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet without its blank rows; every row has a cell for every heading.

    `overlong` holds the rows that had more cells than the heading. `notes` say what the
    reading had to guess.
    """

    file: str
    heading_row: int
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    overlong: tuple[SheetRow, ...] = ()
    notes: tuple[str, ...] = ()


def make_sheet(file: str, rows: list[SheetRow], notes: tuple[str, ...] = ()) -> Sheet:
    """Take the first row that is not blank as the heading and fit the others to it."""
    filled = [row for row in rows if any(row.cells)]
    if not filled:
        return Sheet(file, 0, (), (), (), notes)
    heading, *body = filled
    headings = _without_blank_end(heading.cells)
    width = len(headings)
    return Sheet(
        file=file,
        heading_row=heading.number,
        headings=headings,
        rows=tuple(_fit(row, width) for row in body if not any(row.cells[width:])),
        overlong=tuple(row for row in body if any(row.cells[width:])),
        notes=notes,
    )


def _fit(row: SheetRow, width: int) -> SheetRow:
    """Give a row a cell for every heading."""
    cells = row.cells[:width]
    return SheetRow(row.number, cells + ("",) * (width - len(cells)))


def _without_blank_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the blank cells at the end of a heading."""
    width = max(index for index, cell in enumerate(cells, start=1) if cell)
    return cells[:width]
