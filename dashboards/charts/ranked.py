"""Bars sorted by size: a measure by a dimension, perhaps divided by another."""

from dashboards.charts.chart import ChartSpec, Drawing, Lazy
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.ranked import (
    RankedTotals,
    ranked_sentence,
    ranked_shape,
    ranked_table,
    ranked_totals,
)
from tracker.totals.chart_data.titles import ranked_finding
from tracker.totals.dimensions import Dimension


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


RANKED = Drawing(ranked_table, ranked_sentence, ranked_shape, ranked_finding)
