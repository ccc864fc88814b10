"""The table of a chart as a page draws it."""

from dashboards.question import Addresses
from tracker.http.formats import money, usd, whole
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.money import Money
from tracker.totals.chart_data.table import (
    AnyOpening,
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
    OpenedNumber,
    RecordLink,
)

KINDS = {
    ChartColumnKind.MEMBER: ColumnKind.TEXT,
    ChartColumnKind.AMOUNT: ColumnKind.USD,
    ChartColumnKind.ORIGINAL: ColumnKind.MONEY,
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
        _opened(cell, column.kind, addresses)
        if isinstance(cell, OpenedNumber)
        else _number(cell, column, column.opens, addresses)
        for cell, column in zip(table.sums, table.columns, strict=True)
    ]


def _shown(table: ChartTable, row: int, place: int, addresses: Addresses) -> object:
    """Turn a code with a page and an amount with rows into links, another code into its label."""
    cell = table.rows[row][place]
    if isinstance(cell, Member):
        href = addresses.of(cell.dimension, cell.code)
        return TableLink(cell.label, href) if href else cell.label
    if isinstance(cell, RecordLink):
        return TableLink(*cell) if cell.href else cell.text
    column = table.columns[place]
    if isinstance(cell, OpenedNumber):
        return _opened(cell, column.kind, addresses)
    counts = column.kind is ChartColumnKind.COUNT and column.opens is not None
    is_number = (counts or column.kind is ChartColumnKind.AMOUNT) and isinstance(cell, int)
    if is_number or isinstance(cell, Money):
        return _number(cell, column, table.opening(row, place), addresses)  # type: ignore[arg-type] # a number
    return cell


def _opened(cell: OpenedNumber, kind: ChartColumnKind, addresses: Addresses) -> object:
    """Turn a number with a query of its own into a link to what is behind it; a zero is none."""
    if not cell.number:
        return cell.number
    write = usd if kind is ChartColumnKind.AMOUNT else whole
    return TableLink(write(cell.number), addresses.under(cell.query, cell.opens))


def _number(
    cell: int | Money | None,
    column: ChartColumn,
    opening: AnyOpening | None,
    addresses: Addresses,
) -> object:
    """Turn a number that is not zero and has rows behind it into a link to them."""
    if isinstance(cell, Money):
        text = f"{cell.currency}\N{NO-BREAK SPACE}{money(cell.minor, cell.currency)}"
        return TableLink(text, addresses.rows(opening)) if cell.minor and opening else text
    if not cell or opening is None:
        return cell
    text = usd(cell) if column.kind is ChartColumnKind.AMOUNT else whole(cell)
    return TableLink(text, addresses.rows(opening))
