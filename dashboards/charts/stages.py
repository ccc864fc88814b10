"""The stages of money, from received to available: one bar for each measure."""

from dashboards.charts.chart import ChartSpec, Drawing, Lazy, height_of
from dashboards.figures.bars import bars
from dashboards.figures.parts import MARKS, Categories, Figure, Series
from dashboards.question import Addresses
from tracker.totals.chart_data.stages import (
    STAGES,
    StageTotals,
    stage_totals,
    stages_sentence,
    stages_table,
)
from tracker.totals.formatter import Formatter
from tracker.totals.measure_words import name as measure_name


def stages(name: str, title: Lazy) -> ChartSpec[StageTotals]:
    """Return the chart of the stages."""
    return ChartSpec(
        name, title, lambda source: stage_totals(source.reader), STAGES_DRAWING, STAGES
    )


def stages_figure(data: StageTotals, _addresses: Addresses, formatter: Formatter) -> Figure:
    """Draw the measures in the order in which money passes them."""
    series = [
        Series(
            measure_name(measure),
            [minor if other is measure else 0 for other in STAGES],
            MARKS[measure],
        )
        for measure, minor in zip(STAGES, data.amounts, strict=True)
    ]
    return bars(Categories([measure_name(measure) for measure in STAGES]), series, formatter)


STAGES_DRAWING = Drawing(
    stages_figure,
    stages_table,
    stages_sentence,
    height=lambda _data: height_of(len(STAGES)),
)
