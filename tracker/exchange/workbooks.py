"""Reads XLSX workbooks (and ODS, which come along) as rows of exact text, with kinds."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from zipfile import BadZipFile, ZipFile

from lxml.etree import XMLSyntaxError
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from tracker.exchange.cell_kinds import UNREAD, CellKind
from tracker.exchange.file_kinds import locked
from tracker.exchange.ods_marks import CONTENT, read_ods_marks
from tracker.exchange.sheet_choice import SheetChoice, WorkbookSheet, choose_sheet
from tracker.exchange.sheet_request import ROWS_LOOKED_AT, SheetRequest
from tracker.exchange.sheets import Sheet, SheetRow, Unreadable, has_headings, make_sheet
from tracker.exchange.workbook_marks import Mark, Place, read_marks
from tracker.words import say

Cell = int | float | str | bool | time | date | datetime | timedelta
Range = tuple[tuple[int, int], tuple[int, int]]
MIDNIGHT = time()
MOST_MERGED_ROWS = 2_000_000
"""How many rows of merged ranges are filled; a sheet has about a million rows."""
FAULTS = (CalamineError, OSError, ValueError, KeyError, BadZipFile, XMLSyntaxError)
"""What the libraries raise of a workbook that is broken."""


def read_workbook(file: str, content: bytes, request: SheetRequest) -> Sheet:
    """Read the sheet that is asked for; raises Unreadable."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        choice = choose_sheet(
            file, _sheets(workbook), request, lambda name: _has_headings(workbook, name, request)
        )
        rows = _rows(workbook, content, choice.name, request.decimal)
    except PasswordError as error:
        raise locked(file) from error
    except Unreadable:
        raise
    except FAULTS as error:
        raise Unreadable(
            say("%(file)s is no workbook that can be read: %(error)s", file=file, error=error)
        ) from error
    sheet = make_sheet(file, rows, request, _notes(file, choice))
    return replace(sheet, unread=choice.unread)


def _sheets(workbook: CalamineWorkbook) -> list[WorkbookSheet]:
    """Return the sheets of cells of a workbook, hidden ones included."""
    return [
        WorkbookSheet(one.name, str(one.visible).endswith(".Visible"))
        for one in workbook.sheets_metadata
        if str(one.typ).endswith(".WorkSheet")
    ]


def _has_headings(workbook: CalamineWorkbook, name: str, request: SheetRequest) -> bool | None:
    """Tell whether a sheet has the headings; None for a blank one."""
    values = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    filled = (
        SheetRow(number, tuple(cell_text(cell) for cell in row))
        for number, row in enumerate(values, start=1)
        if any(cell not in {None, ""} for cell in row)
    )
    rows = list(islice(filled, max(ROWS_LOOKED_AT, request.heading_row)))
    return has_headings(rows, request) if rows else None


def _rows(workbook: CalamineWorkbook, content: bytes, name: str, decimal: str) -> list[SheetRow]:
    """Read the rows of a sheet, each cell with its kind."""
    sheet = workbook.get_sheet_by_name(name)
    values = sheet.to_python(skip_empty_area=False)
    with ZipFile(io.BytesIO(content)) as package:
        is_ods = CONTENT in package.namelist()
        found = read_ods_marks(package, name) if is_ods else None
        marks = found.cells if found else read_marks(package, name)
    rows = [_row(number, row, marks, decimal) for number, row in enumerate(values)]
    _fill_merged(rows, found.ranges if found else _ranges(sheet))
    return rows


def _ranges(sheet: CalamineSheet) -> Iterable[Range]:
    """Return the merged ranges of a sheet, by their first and last cell."""
    return sheet.merged_cell_ranges or ()


def _row(number: int, row: list[Cell], marks: Mapping[Place, Mark], decimal: str) -> SheetRow:
    """Return a row of text with the kinds of its cells."""
    cells, kinds = [], []
    for column, value in enumerate(row):
        mark = marks.get((number, column)) if marks else None
        kind = mark.kind if mark else kind_of(value)
        if mark and mark.text:
            cells.append(mark.text)
        elif kind is CellKind.PERCENT and isinstance(value, int | float):
            cells.append(percent_text(value, decimal))
        else:
            cells.append(cell_text(value, decimal))
        kinds.append(kind)
    return SheetRow(number + 1, tuple(cells), tuple(kinds))


def _fill_merged(rows: list[SheetRow], ranges: Iterable[Range]) -> None:
    """Give each row of a merged range its value; its further columns have none.

    Raises ValueError for ranges that overlap without end.
    """
    filled = 0
    for (top, left), (bottom, right) in ranges:
        if top >= len(rows) or left >= len(rows[top].cells) or not rows[top].cells[left]:
            continue
        value, kind = rows[top].cells[left], rows[top].kinds[left]
        below = kind if kind in UNREAD else CellKind.MERGED
        for number in range(top, min(bottom + 1, len(rows))):
            row = rows[number]
            cells, kinds = list(row.cells), list(row.kinds)
            if number > top:
                cells[left], kinds[left] = value, below
            across = range(left + 1, min(right + 1, len(cells)))
            kinds[left + 1 : right + 1] = [CellKind.SPREAD] * len(across)
            rows[number] = SheetRow(row.number, tuple(cells), tuple(kinds))
            filled += 1
        if filled > MOST_MERGED_ROWS:
            raise ValueError(say("it has too many merged cells"))


def kind_of(value: Cell | None) -> CellKind:
    """Return the kind of a value that has no mark."""
    if isinstance(value, bool):
        return CellKind.TEXT
    if isinstance(value, int | float):
        return CellKind.NUMBER
    return CellKind.DAY if isinstance(value, date) else CellKind.TEXT


def percent_text(value: float, decimal: str = ".") -> str:
    """Write a number as its reader sees it in per cent: 0.07 as 7%."""
    number = (Decimal(format(value, ".15g")) * 100).normalize()
    return format(number, "f").replace(".", decimal) + "%"


def cell_text(cell: Cell | None, decimal: str = ".") -> str:
    """Write a cell as text: numbers as their reader sees them, days in ISO form.

    A workbook keeps numbers as binary floats of which 15 digits count; the 16th and 17th
    are noise of the format, not part of the amount.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return format(cell, ".15g").replace(".", decimal)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == MIDNIGHT else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).strip()


def _notes(file: str, choice: SheetChoice) -> tuple[str, ...]:
    """Return the notes on the sheets that were not read."""
    seen = [one.name for one in choice.unread if not one.hidden]
    hidden = [one.name for one in choice.unread if one.hidden]
    notes = []
    if seen:
        notes.append(
            say(
                "%(file)s: the sheet '%(sheet)s' was read, and not: %(others)s",
                file=file,
                sheet=choice.name,
                others=", ".join(f"'{name}'" for name in seen),
            )
        )
    if hidden:
        notes.append(
            say(
                "%(file)s: hidden sheets were passed over: %(names)s",
                file=file,
                names=", ".join(f"'{name}'" for name in hidden),
            )
        )
    return tuple(notes)
