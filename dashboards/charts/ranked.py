"""Bars sorted by size: a measure by a dimension, perhaps divided by another."""

from dashboards.charts.chart import ChartSpec, Drawing, Lazy, height_of
from dashboards.charts.marks import marker_of
from dashboards.figures.bars import bars
from dashboards.figures.parts import MARKS, Categories, Figure, Key, Series, keys_of
from dashboards.question import Addresses
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.ranked import (
    TOP,
    RankedTotals,
    ranked_sentence,
    ranked_table,
    ranked_totals,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.reader import Cross
from tracker.words import say


def ranked(
    name: str, title: Lazy, measure: Measure, by: Dimension, split: Dimension | None = None
) -> ChartSpec[RankedTotals]:
    """Return a chart of a measure by a dimension; `split` divides each bar."""
    return ChartSpec(
        name,
        title,
        lambda source: ranked_totals(source.reader, measure, by, split),
        RANKED,
        (measure,),
        (by,) if split is None else (by, split),
    )


def ranked_figure(data: RankedTotals, addresses: Addresses, formatter: Formatter) -> Figure | None:
    """Draw the largest rows as bars; None where none has a code that is drawn."""
    shown = data.largest()
    if not shown.rows:
        return None
    hrefs = [addresses.of(data.by, code) for code, _label in shown.rows]
    categories = Categories([label for _code, label in shown.rows], hrefs)
    return bars(categories, _series(data, shown), formatter)


def _series(data: RankedTotals, shown: Cross) -> list[Series]:
    """Return a series for each column."""
    return [
        Series(
            label,
            [own[place] for own in shown.minor],
            MARKS[data.measure] if data.split is None else marker_of(data.split, code, place),
        )
        for place, (code, label) in enumerate(shown.columns)
    ]


def _keys(data: RankedTotals) -> tuple[Key, ...]:
    """Return the key of the columns."""
    return keys_of(_series(data, data.largest()))


def _height(data: RankedTotals) -> int:
    """Return the height of as many bars as are drawn."""
    return height_of(len(data.largest().rows))


def _notes(data: RankedTotals) -> tuple[str, ...]:
    """Return notes on rows that only the table shows."""
    if data.by is not Dimension.COUNTRY or len(data.cross.rows) <= TOP:
        return ()
    return (say("The figure shows the largest; the table has all."),)


RANKED = Drawing(
    ranked_figure, ranked_table, ranked_sentence, keys=_keys, height=_height, notes=_notes
)
