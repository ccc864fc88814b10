"""Bars sorted by size: a measure by a dimension, perhaps divided by another."""

from dashboards.charts.chart import ChartSpec, Drawing, Lazy
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.ranked import (
    MOST,
    RankedTotals,
    ranked_sentence,
    ranked_shape,
    ranked_table,
    ranked_totals,
)
from tracker.totals.chart_data.titles import ranked_finding
from tracker.totals.dimensions import Dimension
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


def _notes(data: RankedTotals) -> tuple[str, ...]:
    """Return a note where small codes are one bar."""
    named = sum(1 for code, _label in data.cross.rows if code)
    return (say("The figure shows the largest; the table has all."),) if named > MOST else ()


RANKED = Drawing(ranked_table, ranked_sentence, ranked_shape, ranked_finding, notes=_notes)
