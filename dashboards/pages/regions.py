"""The pages of places: all regions, and one region or State."""

from flask_babel import lazy_gettext as _l

from dashboards import tiles
from dashboards.charts.by_year import divided
from dashboards.charts.people import PEOPLE_BY_FUNCTION
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
        REGIONS,
        divided(
            "region-years", _l("Spent by region, by year"), Measure.SPENT, Dimension.REGION
        ),
        LEFT,
        BALANCE,
    ),
)  # fmt: skip

REGION = PageSpec(
    "region",
    "/dashboards/regions/<code>",
    "",
    _l("Assistance given here"),
    (
        tied,
        amount(Measure.ALLOCATED),
        with_activities,
        amount(Measure.SPENT, of=Measure.ALLOCATED),
        tiles.countries,
    ),
    (
        ALLOCATED_SPENT,
        LEFT,
        BALANCE,
        PROTOCOL_YEARS,
        COUNTRIES,
        ranked("donors", _l("Spent by donor"), Measure.SPENT, Dimension.DONOR),
        PEOPLE_BY_FUNCTION,
    ),
    (Dimension.REGION, Dimension.COUNTRY),
    "regions",
)  # fmt: skip
