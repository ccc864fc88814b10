"""Reads XLSX workbooks (and XLS and ODS, which come along) as rows of exact text."""

import io
from datetime import date, datetime, time, timedelta
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from tracker.exchange.sheets import Sheet, SheetRow, Unreadable, make_sheet
from tracker.words import say

Cell = int | float | str | bool | time | date | datetime | timedelta
MIDNIGHT = time()
LARGEST_UNPACKED = 1024 * 1024 * 1024


def read_workbook(file: str, content: bytes, wanted: str, decimal: str) -> Sheet:
    """Read the sheet with the wanted name, else the first one; raises Unreadable.

    `decimal` is the sign before the decimals that the texts of the sheet use: its numbers
    are written out in the same way.
    """
    _refuse_bloated(file, content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = workbook.sheet_names
        if not names:
            raise Unreadable(say("%(file)s holds no sheet", file=file))
        name = wanted if wanted in names else names[0]
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except PasswordError as error:
        raise Unreadable(say("%(file)s is locked by a password", file=file)) from error
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(
            say("%(file)s is no workbook that can be read: %(error)s", file=file, error=error)
        ) from error
    return make_sheet(
        file,
        [
            SheetRow(number, tuple(cell_text(cell, decimal) for cell in row))
            for number, row in enumerate(rows, start=1)
        ],
    )


def _refuse_bloated(file: str, content: bytes) -> None:
    """Refuse a workbook that would fill the memory when it is unpacked."""
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except BadZipFile:
        return  # an older form, or none: the reader tells
    if size > LARGEST_UNPACKED:
        raise Unreadable(
            say("%(file)s is too large when unpacked; part it into several sheets", file=file)
        )


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
