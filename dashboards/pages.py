"""The pages as data: their subjects, their tiles, and their charts in the order of questions.

One more chart is one more line here.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from dashboards import tiles
from dashboards.charts.by_year import compared, divided
from dashboards.charts.chart import ChartSpec, Lazy
from dashboards.charts.flows import money_flow
from dashboards.charts.places import world_map
from dashboards.charts.ranked import ranked
from dashboards.charts.stages import stages
from dashboards.tiles import TileMaker, amount, on_instrument
from tracker.errors import NotFound
from tracker.fund.ledger.measures import Measure
from tracker.reference.instruments import Instrument
from tracker.totals.dimensions import Dimension
from tracker.words import say


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page: tiles and charts. `subjects` are the dimensions of the codes in its address."""

    name: str
    path: str
    title: Lazy
    lead: Lazy
    tiles: tuple[TileMaker, ...]
    charts: tuple[ChartSpec[Any], ...]
    subjects: tuple[Dimension, ...] = ()
    parent: str = ""


OVER_TIME = compared(
    "pledged-received",
    _l("Received against pledged, by year"),
    (Measure.PLEDGED, Measure.RECEIVED),
)
ALLOCATED_SPENT = compared(
    "allocated-spent", _l("Spent against allocated, by year"), (Measure.ALLOCATED, Measure.SPENT)
)
LEFT = stages("left", _l("Received, used and available"))
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

SPECS: tuple[PageSpec, ...] = (
    PageSpec(
        "overview",
        "/",
        _l("Voluntary contributions and what came of them"),
        _l("What was pledged, received, allocated and spent"),
        (
            amount(Measure.PLEDGED),
            amount(Measure.RECEIVED, of=Measure.PLEDGED),
            amount(Measure.ALLOCATED, of=Measure.RECEIVED),
            amount(Measure.SPENT, of=Measure.RECEIVED),
            amount(Measure.AVAILABLE, of=Measure.RECEIVED),
        ),
        (OVER_TIME, LEFT, BY_DONOR.over_all(), USE),
    ),
    PageSpec(
        "donors",
        "/dashboards/donors",
        _l("Donors"),
        _l("Who gives, how much and how tightly tied"),
        (
            amount(Measure.PLEDGED),
            amount(Measure.RECEIVED, of=Measure.PLEDGED),
            tiles.donors,
            tiles.unearmarked,
        ),
        (
            BY_DONOR.over_all(),
            divided(
                "types", _l("Received by type of donor, by year"), Measure.RECEIVED,
                Dimension.DONOR_TYPE,
            ),
            OVER_TIME,
        ),
    ),
    PageSpec(
        "donor",
        "/dashboards/donors/<code>",
        "",
        _l("What was given and how it was used"),
        (
            amount(Measure.PLEDGED),
            amount(Measure.RECEIVED, of=Measure.PLEDGED),
            amount(Measure.ALLOCATED, of=Measure.RECEIVED),
            amount(Measure.SPENT, of=Measure.RECEIVED),
            amount(Measure.AVAILABLE, of=Measure.RECEIVED),
        ),
        (
            OVER_TIME,
            LEFT,
            money_flow(
                "use", _l("How the money was used: from programme through instrument to region"),
                Measure.SPENT, (Dimension.PROGRAMME, Dimension.PROTOCOL, Dimension.REGION),
            ),
            divided(
                "attribution", _l("Allocated by name or by the rule, by year"), Measure.ALLOCATED,
                Dimension.ATTRIBUTION,
            ),
        ),
        (Dimension.DONOR,),
        "donors",
    ),
    PageSpec(
        "regions",
        "/dashboards/regions",
        _l("Regions"),
        _l("Where assistance is given"),
        (
            amount(Measure.ALLOCATED),
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
        ),
    ),
    PageSpec(
        "region",
        "/dashboards/regions/<code>",
        "",
        _l("Assistance given here"),
        (
            amount(Measure.ALLOCATED),
            amount(Measure.COMMITTED, of=Measure.ALLOCATED),
            amount(Measure.SPENT, of=Measure.ALLOCATED),
            tiles.countries,
        ),
        (
            ALLOCATED_SPENT,
            PROTOCOL_YEARS,
            COUNTRIES,
            ranked("donors", _l("Spent by donor"), Measure.SPENT, Dimension.DONOR),
        ),
        (Dimension.REGION, Dimension.COUNTRY),
        "regions",
    ),
    PageSpec(
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
        ),
    ),
    PageSpec(
        "protocol",
        "/dashboards/protocols/<code>",
        "",
        _l("Assistance for this instrument"),
        (
            amount(Measure.ALLOCATED),
            amount(Measure.COMMITTED, of=Measure.ALLOCATED),
            amount(Measure.SPENT, of=Measure.ALLOCATED),
            tiles.countries,
        ),
        (
            ALLOCATED_SPENT,
            ranked("donors", _l("Spent by donor"), Measure.SPENT, Dimension.DONOR),
            COUNTRIES,
            ranked("tools", _l("Spent by tool"), Measure.SPENT, Dimension.TOOL),
        ),
        (Dimension.PROTOCOL,),
        "protocols",
    ),
)  # fmt: skip
PAGES = {spec.name: spec for spec in SPECS}


def chart_of(page: str, chart: str) -> tuple[PageSpec, ChartSpec[Any]]:
    """Return a page and one of its charts by their names; raises NotFound."""
    spec = PAGES.get(page)
    if spec is None:
        raise NotFound(say("There is no such page."))
    for one in spec.charts:
        if one.name == chart:
            return spec, one
    raise NotFound(say("This page has no such chart."))
