"""The list of support cost by contribution, with its rate."""

from flask_babel import lazy_gettext as _l

from dashboards.charts.chart import ChartSpec, Drawing
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.support_rates import (
    SupportRates,
    rates_sentence,
    rates_table,
    support_rates,
)

SUPPORT_RATES: ChartSpec[SupportRates] = ChartSpec(
    "support-cost",
    _l("Support cost and its rate, by contribution"),
    support_rates,
    Drawing(rates_table, rates_sentence),
    (Measure.SUPPORT_COST,),
    wide=True,
)
