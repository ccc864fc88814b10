"""The tables of totals over the years: a row for each year."""

from tracker.totals.chart_data.by_year import DividedByYear, MeasuresByYear
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


def measures_table(data: MeasuresByYear) -> ChartTable:
    """Return a column for each measure."""
    columns = (
        _year_column(),
        *(amount(measure_name(measure), measure.value) for measure in data.measures),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (_year(year), *own)
        for year, own in zip(data.years, zip(*data.amounts, strict=True), strict=True)
    )
    return ChartTable(columns, rows, summed(columns, rows))


def divided_table(data: DividedByYear) -> ChartTable:
    """Return a column for each code, and the total."""
    columns = (
        _year_column(),
        *(amount(label, f"{data.by}_{code or 'not_specified'}") for code, label in data.codes),
        amount(say("Total"), "total"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (_year(year), *(own[place] for own in data.amounts), whole)
        for place, (year, whole) in enumerate(zip(data.years, data.wholes, strict=True))
    )
    return ChartTable(columns, rows, summed(columns, rows))


def _year_column() -> ChartColumn:
    """Return the column of the years."""
    return ChartColumn(dimension_name(Dimension.YEAR), "year")


def _year(year: str) -> Member:
    """Return a year as a cell."""
    return Member(Dimension.YEAR, year, year)
