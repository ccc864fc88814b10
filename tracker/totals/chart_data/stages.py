"""The measures in the order in which money passes them, from received to available."""

from dataclasses import dataclass

from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.findings import share_of
from tracker.totals.chart_data.marks import measure_mark
from tracker.totals.chart_data.shapes import BarShape, ChartSeries, us_dollars
from tracker.totals.chart_data.table import ChartColumn, ChartTable, Member, amount
from tracker.totals.formatter import Formatter
from tracker.totals.measure_words import name as measure_name
from tracker.totals.opening import Opening
from tracker.totals.reader import TotalsReader
from tracker.words import say

STAGES = (
    Measure.RECEIVED,
    Measure.REFUNDED,
    Measure.ALLOCATED,
    Measure.COMMITTED,
    Measure.SPENT,
    Measure.SUPPORT_COST,
    Measure.AVAILABLE,
)
"""The measures in the order in which money passes them."""


@dataclass(frozen=True, slots=True)
class StageTotals:
    """The total of each of the STAGES, in US cents and in their order."""

    amounts: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no stage has money."""
        return not any(self.amounts)

    def of(self, measure: Measure) -> int:
        """Return the total of one stage."""
        return self.amounts[STAGES.index(measure)]


def stage_totals(reader: TotalsReader) -> StageTotals:
    """Return the totals of the stages."""
    return StageTotals(tuple(reader.total(measure) for measure in STAGES))


def stages_shape(data: StageTotals) -> BarShape:
    """Return one bar for each measure, in the order in which money passes them."""
    series = tuple(
        ChartSeries(
            measure_name(measure),
            tuple(minor if other is measure else 0 for other in STAGES),
            measure_mark(measure),
        )
        for measure, minor in zip(STAGES, data.amounts, strict=True)
    )
    names = tuple(Member(None, measure.value, measure_name(measure)) for measure in STAGES)
    return BarShape(names, series, us_dollars())


def stages_table(data: StageTotals) -> ChartTable:
    """Return each measure with its total; measures have no sum."""
    rows = tuple(
        (Member(None, measure.value, measure_name(measure)), minor)
        for measure, minor in zip(STAGES, data.amounts, strict=True)
    )
    columns = (ChartColumn(say("Measure"), "measure"), amount(say("Amount"), "amount"))
    return ChartTable(columns, rows, row_opens=tuple(map(Opening, STAGES)))


def stages_sentence(data: StageTotals, formatter: Formatter) -> str:
    """Compare the spent and the available amount with the receipts."""
    received, spent = data.of(Measure.RECEIVED), data.of(Measure.SPENT)
    words = {
        "received": formatter.short(received),
        "spent": formatter.short(spent),
        "share": formatter.percent(share_of(spent, received)),
        "available": formatter.short(data.of(Measure.AVAILABLE)),
    }
    if received <= 0:
        return say("%(spent)s is spent.", **words)
    return say(
        "Of %(received)s received, %(spent)s is spent on activities (%(share)s) and "
        "%(available)s is available.",
        **words,
    )
