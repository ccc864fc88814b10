"""Tables as responses that are workbooks (XLSX), amounts in them as numbers."""

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from flask import Response
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.csv_text import Cell
from tracker.http.file_answers import file_answer

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 24
AMOUNT = "#,##0.00"
LONGEST_NAME = 31
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def xlsx_answer(
    headings: Sequence[str], rows: Iterable[Iterable[Cell]], name: str, title: str
) -> Response:
    """Answer with a table as a workbook of one sheet, which `title` names."""
    return file_answer(write_xlsx(headings, rows, title), CONTENT_TYPE, name)


def write_xlsx(headings: Sequence[str], rows: Iterable[Iterable[Cell]], title: str) -> bytes:
    """Write headings and rows as a workbook; no text of it is a formula or a link."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as book:
        sheet = book.add_worksheet(title.translate(NOT_IN_NAMES)[:LONGEST_NAME].strip())
        bold, amount = book.add_format({"bold": True}), book.add_format({"num_format": AMOUNT})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headings) - 1, WIDTH)
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, heading, bold)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                _write(sheet, number, place, cell, amount)
    return content.getvalue()


def _write(sheet: Worksheet, row: int, place: int, cell: Cell, amount: Format) -> None:
    """Write a cell as what it is; an empty one is left out."""
    if isinstance(cell, Decimal):
        sheet.write_number(row, place, cell, amount)
    elif isinstance(cell, int):
        sheet.write_number(row, place, cell)
    elif cell is not None:
        sheet.write_string(row, place, cell)
