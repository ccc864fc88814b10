"""The page of adherence: who is a party to which instrument, since when, and who was assisted."""

from flask_babel import lazy_gettext as _l

from dashboards import adherence_tiles
from dashboards.charts.adherence import (
    BY_REGION,
    BY_STATE,
    KNOWN_LATE,
    NEVER,
    NEW_PARTIES,
    NOT_YET,
    OVER_TIME,
    PERIOD,
)
from dashboards.pages.page_spec import PageSpec
from tracker.reference.instruments import Instrument
from tracker.totals.chart_data.adherence_scope import APPLIES

ADHERENCE = PageSpec(
    "adherence",
    "/dashboards/adherence",
    _l("Adherence"),
    _l("Parties to the Convention and its Protocols"),
    tuple(adherence_tiles.parties_to(instrument) for instrument in Instrument),
    (OVER_TIME, PERIOD, BY_STATE, BY_REGION, NEW_PARTIES, KNOWN_LATE, NOT_YET, NEVER),
    needs_money=False,
    chosen_by=APPLIES,
)
