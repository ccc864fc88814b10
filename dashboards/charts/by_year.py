"""Columns over the years: measures beside each other, or one measure divided by a dimension."""

from dashboards.charts.chart import ChartSpec, Drawing, Lazy
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.by_year import (
    DividedByYear,
    MeasuresByYear,
    divided_by_year,
    divided_sentence,
    divided_shape,
    divided_table,
    measures_by_year,
    measures_sentence,
    measures_shape,
    measures_table,
)
from tracker.totals.chart_data.shapes import unfinished_year
from tracker.totals.chart_data.titles import divided_finding, measures_finding
from tracker.totals.dimensions import Dimension
from tracker.totals.page_source import PageSource


def compared(
    name: str, title: Lazy, measures: tuple[Measure, Measure]
) -> ChartSpec[MeasuresByYear]:
    """Return a chart of two measures by year."""

    def read(source: PageSource) -> MeasuresByYear:
        return measures_by_year(source.reader, measures, unfinished_year(source.query))

    return ChartSpec(name, title, read, MEASURES, measures)


def divided(name: str, title: Lazy, measure: Measure, by: Dimension) -> ChartSpec[DividedByYear]:
    """Return a chart of a measure by year, each column divided by a dimension."""

    def read(source: PageSource) -> DividedByYear:
        return divided_by_year(source.reader, measure, by, unfinished_year(source.query))

    return ChartSpec(name, title, read, DIVIDED, (measure,), (by,))


MEASURES = Drawing(measures_table, measures_sentence, measures_shape, measures_finding)
DIVIDED = Drawing(divided_table, divided_sentence, divided_shape, divided_finding)
