"""The blocks of the page of a place: the regions and groups it belongs to, and its needs."""

from collections.abc import Iterable

from dashboards.blocks import Block, BlockLink, BlockTable
from dashboards.question import Addresses
from tracker.assistance.needs import Need
from tracker.assistance.request_words import request_source_name, request_status_name
from tracker.people.permissions import CurrentUser, may_see_unpublished
from tracker.reference.regions import area_name, children, groups_of, line_of, regions, states_in
from tracker.reference.states import ELIGIBLE, states
from tracker.totals.chart_data.adherence_scope import instrument_name
from tracker.totals.chart_data.table import (
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
    amount,
    summed,
)
from tracker.totals.dimensions import CHOSEN_BY, Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.request_figures import OF_REQUESTS, read_requests
from tracker.words import say


def sees_all_needs(user: CurrentUser, _query: Query) -> bool:
    """Admit those who may see requests that their States have not consented to publish."""
    return may_see_unpublished(user)


def membership(source: PageSource, addresses: Addresses, formatter: Formatter) -> Block | None:
    """Say to which regions and groups a place belongs, with a link to the page of each."""
    countries, areas = (source.query.of(one) for one in (Dimension.COUNTRY, Dimension.REGION))
    if len(countries) == 1 and countries[0] in states():
        (code,) = countries
        found, sentences = (*line_of(code), *groups_of(code)), _economy(code)
    elif len(areas) == 1:
        (code,) = areas
        found, sentences = _around(code), _size(code, formatter)
    else:
        return None
    links = tuple(
        BlockLink(area_name(one, source.locale), addresses.of(Dimension.REGION, one))
        for one in found
        if one != code
    )
    return Block(say("Regions and groups"), sentences, (), links)


def needs(source: PageSource, _addresses: Addresses, formatter: Formatter) -> Block:
    """List the requests of States for assistance: to the public those that they let be shown."""
    query, user = source.query, source.user
    asked = [one.need for one in read_requests(source)]
    heading = say("Needs: requests for assistance")
    sentence = say("Requests: %(number)s.", number=formatter.whole(len(asked)))
    notes = []
    if not sees_all_needs(user, query):
        notes.append(say("Shown are requests that the State has consented to publish."))
    if any(one not in OF_REQUESTS and query.of(one) for one in CHOSEN_BY):
        notes.append(say("Of the filter, days, places and instruments narrow requests alone."))
    table = BlockTable(heading, _needs_table(asked, source.locale), say("None is shown."))
    return Block(heading, (sentence,), (table,), notes=tuple(notes), wide=True)


def _economy(code: str) -> tuple[str, ...]:
    """Say whether a State is among those that the account assists."""
    if states()[code].economy in ELIGIBLE:
        return (say("A developing country or a country with an economy in transition."),)
    return ()


def _size(code: str, formatter: Formatter) -> tuple[str, ...]:
    """Count the States and areas of a region or group."""
    return (
        say("States and areas: %(number)s.", number=formatter.whole(len(states_in(code)))),
        say("Memberships are today's."),
    )


def _around(code: str) -> tuple[str, ...]:
    """Return the regions that hold a region, and those right below it."""
    above = line_of(code) if regions()[code].scheme == "m49" else ()
    return (*above, *children(code))


def _needs_table(found: Iterable[Need], locale: str) -> ChartTable:
    """Return a row for each request, the newest first."""
    columns = (
        ChartColumn(say("State or area"), "state"),
        ChartColumn(say("Request"), "request", ChartColumnKind.TEXT),
        ChartColumn(say("Received on"), "received_on", ChartColumnKind.DAY),
        ChartColumn(say("Convention or Protocol"), "protocol"),
        ChartColumn(say("Articles"), "articles", ChartColumnKind.TEXT),
        ChartColumn(say("Source"), "source", ChartColumnKind.TEXT),
        ChartColumn(say("Status"), "status", ChartColumnKind.TEXT),
        amount(say("Estimated cost"), "estimated_cost"),
    )
    newest_first = sorted(found, key=lambda need: (-need.received_on.toordinal(), need.code))
    rows = tuple(
        (
            Member(Dimension.COUNTRY, need.state, area_name(need.state, locale)),
            need.code,
            need.received_on,
            Member(
                Dimension.PROTOCOL, need.instrument.value, instrument_name(need.instrument, locale)
            ),
            ", ".join(number for _instrument, number in need.articles),
            request_source_name(need.source),
            request_status_name(need.status),
            need.estimated_cost_minor,
        )
        for need in newest_first
    )
    return ChartTable(columns, rows, summed(columns, rows))
