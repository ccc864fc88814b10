"""The stages of money, from received to available: one bar for each measure."""

from dashboards.charts.chart import ChartSpec, Drawing, Lazy
from tracker.totals.chart_data.stages import (
    STAGES,
    StageTotals,
    stage_totals,
    stages_sentence,
    stages_shape,
    stages_table,
)


def stages(name: str, title: Lazy) -> ChartSpec[StageTotals]:
    """Return the chart of the stages."""
    return ChartSpec(
        name, title, lambda source: stage_totals(source.reader), STAGES_DRAWING, STAGES
    )


STAGES_DRAWING = Drawing(stages_table, stages_sentence, stages_shape)
