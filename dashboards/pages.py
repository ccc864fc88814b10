"""The pages as data: what each is about, its tiles, and its charts in the order of questions.

One more chart is one more line here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import lazy_gettext as _l

from dashboards import tiles
from dashboards.asking import Ask
from dashboards.charts.chart import Chart, Maker
from dashboards.charts.flows import Flow
from dashboards.charts.over_time import DividedByYear, MeasuresByYear
from dashboards.charts.places import WorldMap
from dashboards.charts.ranked import Ranked, WhatIsLeft
from dashboards.filter_words import Choice, Dates, choices, dates_of, in_dates, in_words
from dashboards.tiles import Tile, TileMaker, amount, on_instrument
from tracker.errors import NotFound
from tracker.fund.ledger.measures import Measure
from tracker.reference.instruments import Instrument
from tracker.totals.dimensions import Dimension
from tracker.words import say

Lazy = Any  # a text that is translated when it is shown


@dataclass(frozen=True, slots=True)
class PageSpec:
    """What a page shows. `subjects` are the dimensions of which its address names one code."""

    name: str
    path: str
    title: Lazy
    lead: Lazy
    tiles: tuple[TileMaker, ...]
    charts: tuple[Maker, ...]
    subjects: tuple[Dimension, ...] = ()
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page ready to be written."""

    spec: PageSpec
    title: str
    lead: str
    empty: bool
    tiles: tuple[Tile, ...]
    charts: tuple[Chart, ...]
    files: dict[str, str]
    choices: tuple[Choice, ...]
    dates: Dates
    action: str
    filtered: bool
    version: int
    as_at: str


OVER_TIME = MeasuresByYear(
    "pledged-received",
    _l("Received against pledged, by year"),
    (Measure.PLEDGED, Measure.RECEIVED),
)
ALLOCATED_SPENT = MeasuresByYear(
    "allocated-spent", _l("Spent against allocated, by year"), (Measure.ALLOCATED, Measure.SPENT)
)
LEFT = WhatIsLeft("left", _l("Received, used and available"))
BY_DONOR = Ranked(
    "donors",
    _l("Received by donor and earmarking"),
    Measure.RECEIVED,
    Dimension.DONOR,
    Dimension.EARMARKING,
)
USE = Flow(
    "use",
    _l("How the money was used: from donor through programme to instrument"),
    Measure.SPENT,
    (Dimension.DONOR, Dimension.PROGRAMME, Dimension.PROTOCOL),
)
REGIONS = Ranked(
    "regions",
    _l("Spent by region and instrument"),
    Measure.SPENT,
    Dimension.REGION,
    Dimension.PROTOCOL,
)
COUNTRIES = Ranked("countries", _l("Spent by country or area"), Measure.SPENT, Dimension.COUNTRY)
PROTOCOL_YEARS = DividedByYear(
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
        (OVER_TIME, LEFT, replace(BY_DONOR, wide=True), USE),
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
            replace(BY_DONOR, wide=True),
            DividedByYear(
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
            Flow(
                "use", _l("How the money was used: from programme through instrument to region"),
                Measure.SPENT, (Dimension.PROGRAMME, Dimension.PROTOCOL, Dimension.REGION),
            ),
            DividedByYear(
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
            WorldMap("map", _l("Where the money was spent"), Measure.SPENT),
            COUNTRIES,
            REGIONS,
            DividedByYear(
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
            Ranked("donors", _l("Spent by donor"), Measure.SPENT, Dimension.DONOR),
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
            Ranked(
                "donors", _l("Spent by donor and instrument"), Measure.SPENT, Dimension.DONOR,
                Dimension.PROTOCOL,
            ),
            Ranked(
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
            Ranked("donors", _l("Spent by donor"), Measure.SPENT, Dimension.DONOR),
            COUNTRIES,
            Ranked("tools", _l("Spent by tool"), Measure.SPENT, Dimension.TOOL),
        ),
        (Dimension.PROTOCOL,),
        "protocols",
    ),
)  # fmt: skip
PAGES = {spec.name: spec for spec in SPECS}


def draw_page(spec: PageSpec, ask: Ask) -> Page:
    """Ask for everything that a page shows."""
    about = ask.filter.of(ask.subject) if ask.subject else ()
    title = ask.label(ask.subject, about[0]) if ask.subject and about else str(spec.title)
    empty = ask.is_empty
    return Page(
        spec=spec,
        title=title,
        lead=say("%(what)s: %(filter)s", what=str(spec.lead), filter=in_words(ask)),
        empty=empty,
        tiles=() if empty else tuple(make(ask) for make in spec.tiles),
        charts=() if empty else arranged([chart.draw(ask) for chart in spec.charts]),
        files={chart.name: ask.file(spec.name, chart.name) for chart in spec.charts},
        choices=choices(ask),
        dates=dates_of(ask),
        action=ask.path,
        filtered=bool(ask.kept()),
        version=ask.version,
        as_at=in_dates(ask),
    )


def arranged(charts: Sequence[Chart]) -> tuple[Chart, ...]:
    """Give the whole width to a chart that would have nothing beside it."""
    placed: list[Chart] = []
    for chart in charts:
        if chart.wide and placed and not placed[-1].wide and _open_rows(placed):
            placed[-1] = replace(placed[-1], wide=True)
        placed.append(chart)
    if _open_rows(placed):
        placed[-1] = replace(placed[-1], wide=True)
    return tuple(placed)


def _open_rows(placed: Sequence[Chart]) -> bool:
    """Tell whether the last row has room for one more chart."""
    return sum(not chart.wide for chart in placed) % 2 == 1


def draw_chart(spec: PageSpec, name: str, ask: Ask) -> Chart:
    """Ask for one chart of a page; raises NotFound."""
    for chart in spec.charts:
        if chart.name == name:
            return chart.draw(ask)
    raise NotFound(say("This page has no such chart."))
