"""The tables of the rows behind a figure."""

from tracker.totals.chart_data.table import Cell, ChartColumn, ChartTable, Member, amount, summed
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name
from tracker.totals.opened_rows import COLUMNS, OpenedRow, OpenedRows
from tracker.totals.opening import RowKind
from tracker.words import say


def opened_table(rows: OpenedRows) -> ChartTable:
    """Return a row for each contribution, activity, donor or country, and the sum."""
    columns = (
        *(ChartColumn(dimension_name(one), one.value) for one in COLUMNS[rows.kind]),
        amount(measure_name(rows.measure), rows.measure.value),
        amount(say("Whole amount"), "whole"),
    )
    cells = tuple(_cells(rows.kind, row) for row in rows.rows)
    sums = summed(columns, cells)
    return ChartTable(columns, cells, sums and (*sums[:-1], None))


def _cells(kind: RowKind, row: OpenedRow) -> tuple[Cell, ...]:
    """Return the cells of a row."""
    members = zip(COLUMNS[kind], row.members, strict=True)
    return (*(Member(of, one.code, one.label) for of, one in members), row.minor, row.whole)
