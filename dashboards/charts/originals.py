"""Lists of what a donor pledged and paid, each currency by itself."""

from flask_babel import lazy_gettext as _l

from dashboards.charts.chart import ChartSpec, Drawing, Lazy
from tracker.fund.ledger.measures import Measure
from tracker.http.formats import money
from tracker.money import Money
from tracker.totals.chart_data.originals import (
    OriginalsData,
    originals,
    originals_notes,
    originals_of_this_year,
    originals_sentence,
    originals_table,
)


def written(amount: Money) -> str:
    """Write an amount in full with its currency."""
    return f"{amount.currency}\N{NO-BREAK SPACE}{money(amount.minor, amount.currency)}"


UNIT: Lazy = _l("the currency of the contribution, and US dollars")
MEASURES = (Measure.PLEDGED, Measure.RECEIVED, Measure.REFUNDED)
DRAWING: Drawing[OriginalsData] = Drawing(
    originals_table, originals_sentence(written), notes=originals_notes
)
ORIGINALS = ChartSpec(
    "currencies", _l("Pledged, received and still owed, by currency"), originals, DRAWING,
    MEASURES, wide=True, unit=UNIT,
)  # fmt: skip
ORIGINALS_THIS_YEAR = ChartSpec(
    "currencies-year", _l("Pledged and received this year, by currency"), originals_of_this_year,
    DRAWING, MEASURES, wide=True, unit=UNIT,
)  # fmt: skip
