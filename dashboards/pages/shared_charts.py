"""The charts that stand on more than one page."""

from flask_babel import lazy_gettext as _l

from dashboards.charts.by_year import compared, divided
from dashboards.charts.flows import money_flow
from dashboards.charts.ranked import ranked
from dashboards.charts.waterfalls import balance, waterfall
from tracker.fund.ledger.measures import Measure
from tracker.totals.dimensions import Dimension

OVER_TIME = compared(
    "pledged-received",
    _l("Received against pledged, by year"),
    (Measure.PLEDGED, Measure.RECEIVED),
)
ALLOCATED_SPENT = compared(
    "allocated-spent", _l("Spent against allocated, by year"), (Measure.ALLOCATED, Measure.SPENT)
)
LEFT = waterfall("left", _l("From what was pledged to what is left"))
BALANCE = balance("balance", _l("What is in the account"))
BY_DONOR = ranked(
    "donors",
    _l("Received by donor and earmarking"),
    Measure.RECEIVED,
    Dimension.DONOR,
    Dimension.EARMARKING,
)
USE = money_flow(
    "use",
    _l("How the money was used: from donor through programme to instrument"),
    Measure.SPENT,
    (Dimension.DONOR, Dimension.PROGRAMME, Dimension.PROTOCOL),
)
REGIONS = ranked(
    "regions",
    _l("Spent by region and instrument"),
    Measure.SPENT,
    Dimension.REGION,
    Dimension.PROTOCOL,
)
COUNTRIES = ranked("countries", _l("Spent by country or area"), Measure.SPENT, Dimension.COUNTRY)
PROTOCOL_YEARS = divided(
    "protocol-years", _l("Spent by instrument, by year"), Measure.SPENT, Dimension.PROTOCOL
)
