"""The register of all pages, and of their charts by name."""

from typing import Any

from dashboards.blocks import BlockSpec
from dashboards.charts.chart import ChartSpec
from dashboards.pages.adherence import ADHERENCE
from dashboards.pages.commission import COMMISSION
from dashboards.pages.delivery import DELIVERY
from dashboards.pages.donors import DONOR, DONORS
from dashboards.pages.overview import OVERVIEW
from dashboards.pages.page_spec import PageSpec
from dashboards.pages.people import PEOPLE_PAGE
from dashboards.pages.protocols import PROTOCOL, PROTOCOLS
from dashboards.pages.regions import REGION, REGIONS_PAGE
from dashboards.pages.requests import REQUESTS
from dashboards.pages.tools import TOOLS
from tracker.errors import NotFound
from tracker.words import say

SPECS: tuple[PageSpec, ...] = (
    OVERVIEW,
    DONORS,
    DONOR,
    REGIONS_PAGE,
    REGION,
    PROTOCOLS,
    PROTOCOL,
    DELIVERY,
    PEOPLE_PAGE,
    TOOLS,
    REQUESTS,
    ADHERENCE,
    COMMISSION,
)
PAGES = {spec.name: spec for spec in SPECS}


def block_of(page: str, block: str) -> tuple[PageSpec, BlockSpec]:
    """Return a page and one of its blocks by their names; raises NotFound."""
    spec = PAGES.get(page)
    for one in spec.parts if spec else ():
        if spec and isinstance(one, BlockSpec) and one.name == block:
            return spec, one
    raise NotFound(say("There is no such page."))


def chart_of(page: str, chart: str) -> tuple[PageSpec, ChartSpec[Any]]:
    """Return a page and one of its charts by their names; raises NotFound."""
    spec = PAGES.get(page)
    if spec is None:
        raise NotFound(say("There is no such page."))
    for one in spec.charts:
        if one.name == chart:
            return spec, one
    raise NotFound(say("This page has no such chart."))
