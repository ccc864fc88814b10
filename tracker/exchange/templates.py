"""Writes sheets, the empty ones of each kind too, as XLSX and as CSV."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from tracker.csv_text import write_csv
from tracker.exchange.cells import EMPTY
from tracker.exchange.columns import SheetColumn, keys_of
from tracker.exchange.registry import KINDS, Kind
from tracker.words import say

NARROW, WIDE = 18, 60
CODES = "codes"
"""The hidden sheet of the codes from which a column's cells are chosen."""


def write_templates(folder: Path) -> list[Path]:
    """Write the templates of all kinds into a folder; return what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in KINDS.values():
        written.append(write_sheet(folder / f"{kind.name}.csv", kind))
        written.append(write_workbook(folder / f"{kind.name}.xlsx", kind))
    return written


def write_sheet(path: Path, kind: Kind) -> Path:
    """Write the heading alone, marked as UTF-8 for the programs that ask."""
    path.write_bytes(empty_csv(kind))
    return path


def empty_csv(kind: Kind) -> bytes:
    """Return the heading alone, marked as UTF-8."""
    return write_csv(column.name for column in kind.columns())


def write_workbook(path: Path, kind: Kind) -> Path:
    """Write an empty workbook."""
    path.write_bytes(empty_workbook(kind))
    return path


def empty_workbook(kind: Kind) -> bytes:
    """Return a sheet to fill in, named after its kind, with one that explains its columns."""
    return workbook(kind.name, kind.columns())


def workbook(
    name: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[str]] = ()
) -> bytes:
    """Return a sheet of rows, named after its kind, with one that explains its columns.

    All cells are text: what begins with = + - or @ is no formula, and codes keep their zeros.
    """
    content = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as book:
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(name)
        explanation = say("columns")
        _write_heading(sheet, columns, bold, text)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, place, cell, text)
        _write_explanation(book.add_worksheet(explanation), columns, bold, wrapped)
        if keys := keys_of(columns):
            _write_notes(book.add_worksheet(say("notes")), keys, wrapped)
        _write_codes(book.add_worksheet(CODES), columns)
    return content.getvalue()


def _write_notes(sheet: Worksheet, keys: Sequence[str], wrapped: Format) -> None:
    """Write what a sheet does to records on file."""
    notes = (
        say(
            "A record on file is found by: %(columns)s. Of the other columns the sheet may have a "
            "few alone; it changes these and nothing else.",
            columns=", ".join(keys),
        ),
        say("A blank cell changes nothing."),
        say(
            "To empty a field, write %(word)s in its cell; the word is the same in all languages.",
            word=EMPTY,
        ),
        say("A list, such as shares or documents, is said whole: it takes the place of the old."),
        say("Something new needs all columns that are marked as needed."),
    )
    sheet.set_column(0, 0, 2 * WIDE)
    for number, note in enumerate(notes):
        sheet.write_string(number, 0, note, wrapped)


def _write_heading(
    sheet: Worksheet, columns: Sequence[SheetColumn], bold: Format, text: Format
) -> None:
    """Write the heading, and offer the codes of columns that take codes."""
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, NARROW, text)
        sheet.write_string(0, number, column.name, bold)
        if column.codes:
            place = xl_col_to_name(number, col_abs=True)
            sheet.data_validation(
                1, number, 1_048_575, number,
                {"validate": "list", "source": f"={CODES}!{place}$1:{place}${len(column.codes)}",
                 "error_type": "warning"},
            )  # fmt: skip


def _write_codes(sheet: Worksheet, columns: Sequence[SheetColumn]) -> None:
    """Write the codes of each column below each other, on a sheet that is hidden."""
    sheet.hide()
    for row in range(max(len(column.codes) for column in columns)):
        for number, column in enumerate(columns):
            if row < len(column.codes):
                sheet.write_string(row, number, column.codes[row])


def _write_explanation(
    sheet: Worksheet, columns: Sequence[SheetColumn], bold: Format, wrapped: Format
) -> None:
    """Write what each column holds, with an example and its codes."""
    headings = (say("column"), say("needed"), say("what it holds"), say("example"), say("codes"))
    for number, heading in enumerate(headings):
        sheet.write_string(0, number, heading, bold)
    for row, column in enumerate(columns, start=1):
        cells = (
            column.name,
            say("yes") if column.required else "",
            column.what,
            column.example,
            ", ".join(column.codes),
        )
        for number, cell in enumerate(cells):
            sheet.write_string(row, number, cell, wrapped)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 1, NARROW)
    sheet.set_column(2, 2, WIDE)
    sheet.set_column(3, 3, NARROW)
    sheet.set_column(4, 4, WIDE)
