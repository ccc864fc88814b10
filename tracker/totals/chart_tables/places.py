"""The table of places: a row for each country, and one for regions and the world."""

from tracker.totals.chart_data.places import PlaceTotals
from tracker.totals.chart_tables.table import (
    Cell,
    ChartColumn,
    ChartTable,
    Member,
    amount,
    summed,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name
from tracker.words import say


def places_table(data: PlaceTotals) -> ChartTable:
    """Return every place with its total."""
    columns = (
        ChartColumn(dimension_name(Dimension.COUNTRY), "country"),
        amount(measure_name(data.measure), data.measure.value),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Member(
                Dimension.COUNTRY,
                row.code,
                row.label if row.code else say("for a region or the world as a whole"),
            ),
            row.minor,
        )
        for row in data.rows
    )
    return ChartTable(columns, rows, summed(columns, rows))
