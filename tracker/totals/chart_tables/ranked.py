"""The table of ranked totals: every code with its amounts and its share of the total."""

from tracker.totals.chart_data.ranked import RankedTotals
from tracker.totals.chart_data.shares import share_of
from tracker.totals.chart_tables.table import (
    Cell,
    CellKind,
    ChartColumn,
    ChartTable,
    Member,
    amount,
    summed,
)
from tracker.totals.labels import dimension_name
from tracker.words import say


def ranked_table(data: RankedTotals) -> ChartTable:
    """Return a row for each code."""
    divided = data.split is not None
    columns = (
        ChartColumn(dimension_name(data.by), data.by.value),
        *(amount(label, _name(data, code)) for code, label in data.cross.columns),
        *((amount(say("Total"), "total"),) if divided else ()),
        ChartColumn(say("Share"), "share_percent", CellKind.SHARE),
    )
    total = data.total
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Member(data.by, code, label),
            *own,
            *((sum(own),) if divided else ()),
            share_of(sum(own), total),
        )
        for (code, label), own in zip(data.cross.rows, data.cross.minor, strict=True)
    )
    return ChartTable(columns, rows, summed(columns, rows))


def _name(data: RankedTotals, code: str) -> str:
    """Return the name of a code's column in files."""
    return code if data.split is None else f"{data.split}_{code or 'not_specified'}"
