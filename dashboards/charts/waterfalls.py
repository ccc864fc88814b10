"""The waterfall of a choice, and the parts of its balance."""

from dashboards.charts.chart import ChartSpec, Drawing, Lazy
from dashboards.figures.parts import Figure
from dashboards.figures.waterfalls import falling_bars
from dashboards.question import Addresses
from tracker.fund.balances.waterfall_steps import StepSort
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
from tracker.totals.formatter import Formatter

WATERFALL_REM = 40


def waterfall(name: str, title: Lazy) -> ChartSpec[WaterfallData]:
    """Return the chart from the pledges to the balance, or through a period."""
    measures = (Measure.PLEDGED, Measure.RECEIVED, Measure.BALANCE, Measure.AVAILABLE)
    return ChartSpec(name, title, waterfall_data, WATERFALL, measures)


def balance(name: str, title: Lazy) -> ChartSpec[BalanceData]:
    """Return the chart of the parts of the balance."""
    return ChartSpec(name, title, balance_data, BALANCE, (Measure.BALANCE, Measure.AVAILABLE))


def waterfall_figure(
    data: WaterfallData, _addresses: Addresses, formatter: Formatter
) -> Figure | None:
    """Draw the steps that count in the sum, and the parts of one."""
    if data.has_no_money:
        return None
    return falling_bars([bar for bar in data.bars if bar.sort is not StepSort.BESIDE], formatter)


WATERFALL = Drawing(
    waterfall_table,
    waterfall_sentence,
    waterfall_shape,
    figure=waterfall_figure,
    height=WATERFALL_REM,
    notes=waterfall_notes,
)
BALANCE = Drawing(balance_table, balance_sentence, balance_shape)
