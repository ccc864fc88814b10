"""Columns over the years: measures beside each other, or one measure divided by a dimension."""

from dashboards.charts.chart import ChartSpec, Drawing, Lazy
from dashboards.charts.marks import marker_of
from dashboards.figures.bars import columns
from dashboards.figures.parts import MARKS, Categories, Figure, Key, Series, keys_of
from dashboards.question import Addresses
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.by_year import (
    DividedByYear,
    MeasuresByYear,
    divided_by_year,
    divided_sentence,
    divided_table,
    measures_by_year,
    measures_sentence,
    measures_table,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.measure_words import name as measure_name
from tracker.words import say

MOST_SERIES = 6


def compared(
    name: str, title: Lazy, measures: tuple[Measure, Measure]
) -> ChartSpec[MeasuresByYear]:
    """Return a chart of two measures by year."""
    return ChartSpec(
        name, title, lambda source: measures_by_year(source.reader, measures), MEASURES, measures
    )


def divided(name: str, title: Lazy, measure: Measure, by: Dimension) -> ChartSpec[DividedByYear]:
    """Return a chart of a measure by year, each column divided by a dimension."""
    return ChartSpec(
        name,
        title,
        lambda source: divided_by_year(source.reader, measure, by),
        DIVIDED,
        (measure,),
        (by,),
    )


def measures_figure(data: MeasuresByYear, addresses: Addresses, formatter: Formatter) -> Figure:
    """Draw the measures side by side."""
    return columns(_years(data.years, addresses), _measure_series(data), formatter)


def divided_figure(data: DividedByYear, addresses: Addresses, formatter: Formatter) -> Figure:
    """Draw stacked columns; small codes are drawn together."""
    years = _years(data.years, addresses)
    return columns(years, _divided_series(data), formatter, stacked=True)


def _years(years: tuple[str, ...], addresses: Addresses) -> Categories:
    """Return the years with their addresses."""
    return Categories(years, [addresses.of(Dimension.YEAR, year) for year in years])


def _measure_series(data: MeasuresByYear) -> list[Series]:
    """Return a series for each measure."""
    return [
        Series(measure_name(measure), own, MARKS[measure])
        for measure, own in zip(data.measures, data.amounts, strict=True)
    ]


def _divided_series(data: DividedByYear) -> list[Series]:
    """Return a series for each of the largest codes and one for all others."""
    series = [
        Series(label, own, marker_of(data.by, code, place))
        for place, ((code, label), own) in enumerate(zip(data.codes, data.amounts, strict=True))
    ]
    if len(series) <= MOST_SERIES:
        return series
    largest, rest = series[: MOST_SERIES - 1], series[MOST_SERIES - 1 :]
    others = [sum(year) for year in zip(*(one.minor for one in rest), strict=True)]
    return [*largest, Series(say("all others"), others, marker_of(data.by, "", 0))]


def _measure_keys(data: MeasuresByYear) -> tuple[Key, ...]:
    """Return the key of the measures."""
    return keys_of(_measure_series(data))


def _divided_keys(data: DividedByYear) -> tuple[Key, ...]:
    """Return the key of the codes."""
    return keys_of(_divided_series(data))


MEASURES = Drawing(measures_figure, measures_table, measures_sentence, keys=_measure_keys)
DIVIDED = Drawing(divided_figure, divided_table, divided_sentence, keys=_divided_keys)
