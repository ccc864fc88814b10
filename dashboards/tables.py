"""The table of a chart on a page and as a file: the same rows."""

from collections.abc import Iterator
from datetime import date

from flask import Response

from dashboards.question import Addresses, Question
from tracker.csv_text import Cell as CsvCell
from tracker.csv_text import dollars
from tracker.http.csv_answers import csv_answer
from tracker.http.formats import usd
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.http.totals_requests import dated
from tracker.http.xlsx_answers import xlsx_answer
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
    RecordLink,
)
from tracker.totals.opening import Opening

KINDS = {
    ChartColumnKind.MEMBER: ColumnKind.TEXT,
    ChartColumnKind.AMOUNT: ColumnKind.USD,
    ChartColumnKind.SHARE: ColumnKind.PERCENT,
    ChartColumnKind.COUNT: ColumnKind.WHOLE,
    ChartColumnKind.DAY: ColumnKind.DAY,
    ChartColumnKind.TEXT: ColumnKind.TEXT,
}


def columns_of(table: ChartTable) -> list[TableColumn]:
    """Return the columns as a page draws them."""
    return [
        TableColumn(
            column.label, KINDS[column.kind], "USD" if column.kind is ChartColumnKind.AMOUNT else ""
        )
        for column in table.columns
    ]


def rows_of(
    table: ChartTable, addresses: Addresses, first: int = 0, last: int | None = None
) -> list[tuple[object, ...]]:
    """Return rows `first` to `last` as a page draws them, codes with the page they lead to."""
    end = len(table.rows) if last is None else min(last, len(table.rows))
    return [
        tuple(_shown(table, row, place, addresses) for place in range(len(table.columns)))
        for row in range(first, end)
    ]


def sums_of(table: ChartTable, addresses: Addresses) -> list[object] | None:
    """Return the sums of a table as a page draws them, with the rows they lead to."""
    if table.sums is None:
        return None
    return [
        _amount(cell, column.opens, addresses)
        for cell, column in zip(table.sums, table.columns, strict=True)
    ]


def table_answer(table: ChartTable, question: Question, name: str) -> Response:
    """Answer with a table as a file that is named after its chart, its day and its version."""
    answer = csv_answer(_headings(table), _file_rows(table), _file_name(question, name, "csv"))
    return dated(answer, question.asked.query)


def workbook_answer(table: ChartTable, question: Question, name: str, title: str) -> Response:
    """Answer with the same rows as a workbook."""
    file = _file_name(question, name, "xlsx")
    answer = xlsx_answer(_headings(table), _file_rows(table), file, title)
    return dated(answer, question.asked.query)


def _file_name(question: Question, name: str, form: str) -> str:
    """Name a file after what it holds, its day and the version of the data."""
    return f"{name}-{question.asked.query.counted_to()}-v{question.data_version}.{form}"


def _headings(table: ChartTable) -> list[str]:
    """Return the names of the columns of a file."""
    return [name for column in table.columns for name in _heads(column)]


def _file_rows(table: ChartTable) -> Iterator[list[CsvCell]]:
    """Yield the rows of a file."""
    for row in table.rows:
        cells = zip(row, table.columns, strict=True)
        yield [part for cell, column in cells for part in _parts(cell, column)]


def _heads(column: ChartColumn) -> tuple[str, ...]:
    """Name a column in the file; codes take two."""
    if column.kind is ChartColumnKind.MEMBER:
        return (f"{column.name}_code", column.name)
    return (f"{column.name}_usd" if column.kind is ChartColumnKind.AMOUNT else column.name,)


def _parts(cell: Cell, column: ChartColumn) -> Iterator[CsvCell]:
    """Return a cell as those of the file; a code with its label takes two."""
    if isinstance(cell, Member):
        yield cell.code
        yield cell.label
    elif isinstance(cell, RecordLink):
        yield cell.text
    elif isinstance(cell, int) and column.kind in (ChartColumnKind.AMOUNT, ChartColumnKind.SHARE):
        yield dollars(cell)
    else:
        yield cell.isoformat() if isinstance(cell, date) else cell


def _shown(table: ChartTable, row: int, place: int, addresses: Addresses) -> object:
    """Turn a code with a page and an amount with rows into links, another code into its label."""
    cell = table.rows[row][place]
    if isinstance(cell, Member):
        href = addresses.of(cell.dimension, cell.code)
        return TableLink(cell.label, href) if href else cell.label
    if isinstance(cell, RecordLink):
        return TableLink(*cell) if cell.href else cell.text
    if table.columns[place].kind is ChartColumnKind.AMOUNT and isinstance(cell, int):
        return _amount(cell, table.opening(row, place), addresses)
    return cell


def _amount(cell: int | None, opening: Opening | None, addresses: Addresses) -> object:
    """Turn an amount that is not zero and has rows behind it into a link to them."""
    if not cell or opening is None:
        return cell
    return TableLink(usd(cell), addresses.rows(opening))
