"""The table of a chart on a page and as a file: the same rows."""

from collections.abc import Iterator
from datetime import date

from flask import Response

from dashboards.question import Addresses, Question
from tracker.csv_text import Cell as CsvCell
from tracker.csv_text import dollars
from tracker.http.csv_answers import csv_answer
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.http.totals_requests import dated
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
    RecordLink,
)

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
    return [tuple(_shown(cell, addresses) for cell in row) for row in table.rows[first:last]]


def table_answer(table: ChartTable, question: Question, name: str) -> Response:
    """Answer with a table as a file that is named after its chart, its day and its version."""
    query = question.asked.query
    headings = [name for column in table.columns for name in _heads(column)]
    rows = (
        [
            part
            for cell, column in zip(row, table.columns, strict=True)
            for part in _parts(cell, column)
        ]
        for row in table.rows
    )
    file = f"{name}-{query.counted_to()}-v{question.version}.csv"
    return dated(csv_answer(headings, rows, file), query)


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


def _shown(cell: Cell, addresses: Addresses) -> object:
    """Turn a code with a page into a link, another into its label."""
    if isinstance(cell, RecordLink):
        return TableLink(*cell) if cell.href else cell.text
    if not isinstance(cell, Member):
        return cell
    href = addresses.of(cell.dimension, cell.code)
    return TableLink(cell.label, href) if href else cell.label
