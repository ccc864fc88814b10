"""A sheet as it was read: headings and rows of cells, numbered as their reader sees them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tracker.errors import InvalidInput
from tracker.exchange.cell_kinds import CellKind, is_error
from tracker.exchange.sheet_request import ROWS_LOOKED_AT, SheetRequest
from tracker.words import say


class Unreadable(InvalidInput):
    """A file is not the sheet that it should be; the message says what would be right."""


class SheetRow(NamedTuple):
    """One row; `number` counts from 1 at the top of the sheet, blank rows included.

    `kinds` are those of its cells; empty where all of them are texts.
    """

    number: int
    cells: tuple[str, ...]
    kinds: tuple[CellKind, ...] = ()


class UnreadSheet(NamedTuple):
    """A sheet of a workbook that was not read, perhaps a hidden one."""

    name: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet without its blank rows; every row has a cell for every heading.

    `overlong` holds the rows that had more cells than the heading. `notes` say what the
    reading had to guess. `unread` are the other sheets of the workbook.
    """

    file: str
    heading_row: int
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    overlong: tuple[SheetRow, ...] = ()
    notes: tuple[str, ...] = ()
    unread: tuple[UnreadSheet, ...] = field(default=())


def make_sheet(
    file: str, rows: Sequence[SheetRow], request: SheetRequest, notes: tuple[str, ...] = ()
) -> Sheet:
    """Find the headings and fit the rows below them; raises Unreadable.

    The headings stand in the row that is named, else in the first one with all that are needed,
    else in the first one that is not blank.
    """
    filled = [row for row in rows if not is_blank(row)]
    if not filled:
        return Sheet(file, 0, (), (), (), notes)
    place = _heading_place(file, filled, request)
    heading, body = filled[place], [_with_errors(row) for row in filled[place + 1 :]]
    headings = _without_blank_end(heading.cells)
    width = len(headings)
    if place and not request.heading_row:
        above = say(
            "%(file)s: the headings stand in row %(row)s; what stands above them is not read",
            file=file,
            row=heading.number,
        )
        notes = (*notes, above)
    return Sheet(
        file=file,
        heading_row=heading.number,
        headings=headings,
        rows=tuple(_fit(row, width) for row in body if not any(row.cells[width:])),
        overlong=tuple(row for row in body if any(row.cells[width:])),
        notes=notes,
    )


def is_blank(row: SheetRow) -> bool:
    """Tell whether a row has no value of its own; what a merged range gives it is none."""
    if not any(row.cells):
        return True
    return CellKind.MERGED in row.kinds and not any(
        cell for cell, kind in zip(row.cells, row.kinds, strict=True) if kind is not CellKind.MERGED
    )


def has_headings(rows: Sequence[SheetRow], request: SheetRequest) -> bool:
    """Tell whether a sheet has the needed headings, in the named row or near its top."""
    if request.heading_row:
        return any(request.has_all(row.cells) for row in rows if row.number == request.heading_row)
    filled = [row for row in rows if not is_blank(row)]
    return any(request.has_all(row.cells) for row in filled[:ROWS_LOOKED_AT])


def _heading_place(file: str, filled: Sequence[SheetRow], request: SheetRequest) -> int:
    """Return the place of the headings among the rows that are not blank."""
    if request.heading_row:
        for place, row in enumerate(filled):
            if row.number == request.heading_row:
                return place
        raise Unreadable(say("%(file)s: row %(row)s is blank", file=file, row=request.heading_row))
    looked_at = [row.cells for row in filled[:ROWS_LOOKED_AT]]
    for place, cells in enumerate(looked_at):
        if request.has_all(cells):
            return place
    most = max(range(len(looked_at)), key=lambda place: request.count(looked_at[place]))
    return most if request.count(looked_at[most]) > max(1, request.count(looked_at[0])) else 0


def _with_errors(row: SheetRow) -> SheetRow:
    """Mark the cells whose text is the name of an error."""
    if not any(is_error(cell) for cell in row.cells):
        return row
    kinds = row.kinds or (CellKind.TEXT,) * len(row.cells)
    marked = (
        CellKind.ERROR if is_error(cell) else kind
        for cell, kind in zip(row.cells, kinds, strict=True)
    )
    return row._replace(kinds=tuple(marked))


def _fit(row: SheetRow, width: int) -> SheetRow:
    """Give a row a cell for every heading."""
    missing = max(width - len(row.cells), 0)
    kinds = (*row.kinds[:width], *((CellKind.TEXT,) * missing)) if row.kinds else ()
    return SheetRow(row.number, (*row.cells[:width], *(("",) * missing)), kinds)


def _without_blank_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the blank cells at the end of a heading."""
    width = max(index for index, cell in enumerate(cells, start=1) if cell)
    return cells[:width]
