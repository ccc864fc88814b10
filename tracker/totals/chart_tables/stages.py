"""The table of the stages: a row for each measure."""

from tracker.totals.chart_data.stages import STAGES, StageTotals
from tracker.totals.chart_tables.table import ChartColumn, ChartTable, Member, amount
from tracker.totals.measure_words import name as measure_name
from tracker.words import say


def stages_table(data: StageTotals) -> ChartTable:
    """Return each measure with its total; measures have no sum."""
    rows = tuple(
        (Member(None, measure.value, measure_name(measure)), minor)
        for measure, minor in zip(STAGES, data.amounts, strict=True)
    )
    columns = (ChartColumn(say("Measure"), "measure"), amount(say("Amount"), "amount"))
    return ChartTable(columns, rows)
