"""Tables as responses that are workbooks (XLSX), amounts and days in them as such."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple

from flask import Response
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.csv_text import Cell
from tracker.http.file_answers import file_answer

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH, LABEL_WIDTH, TEXT_WIDTH = 24, 22, 90
AMOUNT, DAY = "#,##0.00", "yyyy-mm-dd"
LONGEST_NAME = 31
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""The moment that every workbook says it was made at: the same table is the same bytes."""


class AboutSheet(NamedTuple):
    """The sheet that explains a workbook: its name, labels with texts, the name of the table."""

    name: str
    facts: Sequence[tuple[str, str]]
    table: str


class _Formats(NamedTuple):
    """The formats of a workbook's cells."""

    bold: Format
    amount: Format
    day: Format
    wrapped: Format


def xlsx_answer(
    headings: Sequence[str],
    rows: Iterable[Iterable[Cell]],
    name: str,
    about: AboutSheet,
    *,
    from_right: bool = False,
) -> Response:
    """Answer with a table as a workbook of two sheets: the table, and what it is about."""
    content = write_xlsx(headings, rows, about, from_right=from_right)
    return file_answer(content, CONTENT_TYPE, name)


def write_xlsx(
    headings: Sequence[str],
    rows: Iterable[Iterable[Cell]],
    about: AboutSheet,
    *,
    from_right: bool = False,
) -> bytes:
    """Write headings and rows as a workbook; no text of it is a formula or a link.

    `from_right` turns its sheets for a script that runs from right to left.
    """
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as book:
        book.set_properties({"title": about.table, "created": MADE})
        formats = _formats(book)
        _write_table(book.add_worksheet(_sheet_name(about)), headings, rows, formats)
        _write_about(book.add_worksheet(about.name[:LONGEST_NAME]), about.facts, formats)
        if from_right:
            for sheet in book.worksheets():
                sheet.right_to_left()
    return content.getvalue()


def _formats(book: Workbook) -> _Formats:
    """Make the formats of a workbook."""
    return _Formats(
        book.add_format({"bold": True}),
        book.add_format({"num_format": AMOUNT}),
        book.add_format({"num_format": DAY}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )


def _sheet_name(about: AboutSheet) -> str:
    """Return the name of the table's sheet, which differs from that of the other."""
    name = about.table.translate(NOT_IN_NAMES)[:LONGEST_NAME].strip()
    return f"{name[: LONGEST_NAME - 2]} 1" if name.lower() == about.name.lower() else name


def _write_table(
    sheet: Worksheet,
    headings: Sequence[str],
    rows: Iterable[Iterable[Cell]],
    formats: _Formats,
) -> None:
    """Write headings and rows."""
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings) - 1, WIDTH)
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, formats.bold)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            _write(sheet, number, place, cell, formats)


def _write_about(sheet: Worksheet, facts: Sequence[tuple[str, str]], formats: _Formats) -> None:
    """Write labels and texts, one fact in a row."""
    sheet.set_column(0, 0, LABEL_WIDTH)
    sheet.set_column(1, 1, TEXT_WIDTH)
    for number, (label, text) in enumerate(facts):
        sheet.write_string(number, 0, label, formats.bold)
        sheet.write_string(number, 1, text, formats.wrapped)


def _write(sheet: Worksheet, row: int, place: int, cell: Cell, formats: _Formats) -> None:
    """Write a cell as what it is; an empty one is left out."""
    if isinstance(cell, Decimal):
        sheet.write_number(row, place, cell, formats.amount)
    elif isinstance(cell, int):
        sheet.write_number(row, place, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, cell, formats.day)
    elif cell is not None:
        sheet.write_string(row, place, cell)
