"""The table of a flow: every path from the first to the second column."""

from tracker.totals.chart_data.flow import FlowTotals
from tracker.totals.chart_tables.table import (
    Cell,
    ChartColumn,
    ChartTable,
    Member,
    amount,
    summed,
)
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name


def flow_table(data: FlowTotals) -> ChartTable:
    """Return each path, those of one target together."""
    source, target, _last = data.dimensions
    columns = (
        ChartColumn(dimension_name(target), target.value),
        ChartColumn(dimension_name(source), source.value),
        amount(measure_name(data.measure), data.measure.value),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (Member(target, *path.target), Member(source, *path.source), path.minor)
        for path in data.paths
    )
    return ChartTable(columns, rows, summed(columns, rows))
