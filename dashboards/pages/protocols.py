"""The pages of instruments: the Convention and its Protocols, and one of them."""

from flask_babel import lazy_gettext as _l

from dashboards import adherence_tiles, tiles
from dashboards.charts.adherence import NEW_PARTIES, STATES_LIST
from dashboards.charts.adherence import OVER_TIME as PARTIES_OVER_TIME
from dashboards.charts.people import PEOPLE_BY_REGION
from dashboards.charts.ranked import ranked
from dashboards.money_tiles import tied, with_activities
from dashboards.pages.page_spec import PageSpec
from dashboards.pages.shared_charts import (
    ALLOCATED_SPENT,
    BALANCE,
    COUNTRIES,
    LEFT,
    PROTOCOL_YEARS,
    REGIONS,
)
from dashboards.tiles import amount, on_instrument
from tracker.fund.ledger.measures import Measure
from tracker.reference.instruments import Instrument
from tracker.totals.dimensions import Dimension

PROTOCOLS = PageSpec(
    "protocols",
    "/dashboards/protocols",
    _l("The Convention and its Protocols"),
    _l("What each instrument is served with"),
    tuple(on_instrument(instrument) for instrument in Instrument),
    (
        PROTOCOL_YEARS,
        REGIONS,
        ranked(
            "donors", _l("Spent by donor and instrument"), Measure.SPENT, Dimension.DONOR,
            Dimension.PROTOCOL,
        ),
        ranked(
            "programmes", _l("Spent by programme and instrument"), Measure.SPENT,
            Dimension.PROGRAMME, Dimension.PROTOCOL,
        ),
        LEFT,
        BALANCE,
    ),
)  # fmt: skip

PROTOCOL = PageSpec(
    "protocol",
    "/dashboards/protocols/<code>",
    "",
    _l("Assistance for this instrument"),
    (
        tied,
        amount(Measure.ALLOCATED),
        with_activities,
        amount(Measure.SPENT, of=Measure.ALLOCATED),
        tiles.countries,
        adherence_tiles.parties_to_subject,
    ),
    (
        ALLOCATED_SPENT,
        LEFT,
        BALANCE,
        ranked("donors", _l("Spent by donor"), Measure.SPENT, Dimension.DONOR),
        COUNTRIES,
        ranked("tools", _l("Spent by tool"), Measure.SPENT, Dimension.TOOL),
        PEOPLE_BY_REGION,
        PARTIES_OVER_TIME,
        NEW_PARTIES,
        STATES_LIST.over_all(),
    ),
    (Dimension.PROTOCOL,),
    "protocols",
    tiles_without_money=(adherence_tiles.parties_to_subject,),
)  # fmt: skip
