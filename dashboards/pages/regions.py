"""The pages of places: all regions, and one region or State."""

from dataclasses import replace

from flask_babel import lazy_gettext as _l

from dashboards import place_blocks as blocks
from dashboards import tiles
from dashboards.blocks import BlockSpec
from dashboards.charts.adherence import PERIOD, STATES_LIST
from dashboards.charts.by_year import divided
from dashboards.charts.people import PEOPLE_BY_FUNCTION
from dashboards.charts.place_page import (
    ACTIVITIES,
    PLACES_LIST,
    STATE,
    TOOLS_THERE,
    of_region,
)
from dashboards.charts.places import world_map
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
from dashboards.tiles import amount
from tracker.fund.ledger.measures import Measure
from tracker.totals.dimensions import Dimension

REGIONS_PAGE = PageSpec(
    "regions",
    "/dashboards/regions",
    _l("Regions"),
    _l("Where assistance is given"),
    (
        tied,
        amount(Measure.ALLOCATED),
        with_activities,
        amount(Measure.SPENT, of=Measure.ALLOCATED),
        tiles.countries,
    ),
    (
        world_map("map", _l("Where the money was spent"), Measure.SPENT),
        COUNTRIES,
        PLACES_LIST,
        REGIONS,
        divided(
            "region-years", _l("Spent by region, by year"), Measure.SPENT, Dimension.REGION
        ),
        LEFT,
        BALANCE,
    ),
    has_finder=True,
)  # fmt: skip

REGION = PageSpec(
    "region",
    "/dashboards/regions/<code>",
    "",
    _l("What was done here, and who paid"),
    (
        amount(Measure.ALLOCATED),
        amount(Measure.SPENT, of=Measure.ALLOCATED),
        with_activities,
        tied,
        tiles.countries,
    ),
    (
        ACTIVITIES,
        ranked("donors", _l("Spent by donor"), Measure.SPENT, Dimension.DONOR),
        PROTOCOL_YEARS,
        ALLOCATED_SPENT,
        BlockSpec("membership", blocks.membership, needs_money=False),
        STATE,
        replace(PERIOD, fits=of_region),
        replace(COUNTRIES, fits=of_region),
        replace(PLACES_LIST, fits=of_region),
        replace(STATES_LIST, fits=of_region, wide=True),
        BlockSpec("needs", blocks.needs, needs_money=False),
        PEOPLE_BY_FUNCTION,
        TOOLS_THERE,
        LEFT,
        BALANCE,
    ),
    (Dimension.REGION, Dimension.COUNTRY),
    "regions",
    shows_more=blocks.sees_all_needs,
)
