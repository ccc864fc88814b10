"""The table of a chart on a page and as a file: the same rows."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO

from flask import Response, request

from dashboards.addresses import Addresses
from dashboards.question import Question
from tracker.http.csv_cells import safe
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.totals.chart_tables.table import Cell, CellKind, ChartColumn, ChartTable, Member

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
KINDS = {
    CellKind.MEMBER: ColumnKind.TEXT,
    CellKind.AMOUNT: ColumnKind.USD,
    CellKind.SHARE: ColumnKind.PERCENT,
}


def columns_of(table: ChartTable) -> list[TableColumn]:
    """Return the columns as a page draws them."""
    return [
        TableColumn(
            column.label, KINDS[column.kind], "USD" if column.kind is CellKind.AMOUNT else ""
        )
        for column in table.columns
    ]


def rows_of(
    table: ChartTable, addresses: Addresses, first: int = 0, last: int | None = None
) -> list[tuple[object, ...]]:
    """Return rows `first` to `last` as a page draws them, codes with the page they lead to."""
    return [tuple(_shown(cell, addresses) for cell in row) for row in table.rows[first:last]]


def to_csv(table: ChartTable) -> str:
    """Write the rows as CSV (RFC 4180) with plain numbers in US dollars.

    The mark at its beginning tells spreadsheets that it is UTF-8. Text that a spreadsheet
    would take for a formula begins with an apostrophe.
    """
    out = StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow([name for column in table.columns for name in _heads(column)])
    writer.writerows([text for cell in row for text in _texts(cell)] for row in table.rows)
    return out.getvalue()


def csv_answer(table: ChartTable, question: Question, name: str) -> Response:
    """Answer with a table as a file that is named after its chart, its day and its version."""
    day = question.asked.query.counted_to()
    response = Response(to_csv(table), content_type="text/csv; charset=utf-8")
    file = f'attachment; filename="{name}-{day}-v{question.version}.csv"'
    response.headers["Content-Disposition"] = file
    response.add_etag()
    response.make_conditional(request)
    return response


def _heads(column: ChartColumn) -> tuple[str, ...]:
    """Name a column in the file; codes take two."""
    if column.kind is CellKind.MEMBER:
        return (f"{column.name}_code", column.name)
    return (f"{column.name}_usd" if column.kind is CellKind.AMOUNT else column.name,)


def _texts(cell: Cell) -> Iterator[str]:
    """Write a cell as text; a code with its label takes two."""
    if isinstance(cell, Member):
        yield safe(cell.code)
        yield safe(cell.label)
    else:
        yield "" if cell is None else str(Decimal(cell).scaleb(-2))


def _shown(cell: Cell, addresses: Addresses) -> object:
    """Turn a code with a page into a link, another into its label."""
    if not isinstance(cell, Member):
        return cell
    href = addresses.of(cell.dimension, cell.code)
    return TableLink(cell.label, href) if href else cell.label
