"""The waterfall of a choice, and the parts of its balance."""

from dashboards.charts.chart import ChartSpec, Drawing, Lazy
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.balance import (
    BalanceData,
    balance_data,
    balance_sentence,
    balance_shape,
    balance_table,
)
from tracker.totals.chart_data.waterfall import (
    WaterfallData,
    waterfall_data,
    waterfall_notes,
    waterfall_sentence,
    waterfall_shape,
    waterfall_table,
)


def waterfall(name: str, title: Lazy) -> ChartSpec[WaterfallData]:
    """Return the chart from the pledges to the balance, or through a period."""
    measures = (Measure.PLEDGED, Measure.RECEIVED, Measure.BALANCE, Measure.AVAILABLE)
    return ChartSpec(name, title, waterfall_data, WATERFALL, measures)


def balance(name: str, title: Lazy) -> ChartSpec[BalanceData]:
    """Return the chart of the parts of the balance."""
    return ChartSpec(name, title, balance_data, BALANCE, (Measure.BALANCE, Measure.AVAILABLE))


WATERFALL = Drawing(waterfall_table, waterfall_sentence, waterfall_shape, notes=waterfall_notes)
BALANCE = Drawing(balance_table, balance_sentence, balance_shape)
