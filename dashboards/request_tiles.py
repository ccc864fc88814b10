"""Tiles of requests of States: all of them, and those of each outcome."""

from dashboards.question import Addresses
from dashboards.tiles import Tile, TileMaker
from tracker.assistance.request_assistance import RequestOutcome
from tracker.people.permissions import CurrentUser, may_see_unpublished
from tracker.totals.chart_data.request_words import outcome_name, requests_unit
from tracker.totals.chart_data.requested import OPENS
from tracker.totals.formatter import Formatter
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.record_opening import RecordOpening
from tracker.totals.request_figures import RequestBy, read_requests
from tracker.words import say


def sees_all_requests(user: CurrentUser, _query: Query) -> bool:
    """Tell whether a user is shown requests that their States have not consented to publish."""
    return may_see_unpublished(user)


def requests_in_all(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile:
    """Count the requests, and the States that they are from."""
    found = read_requests(source)
    note = say(
        "from %(number)s States", number=formatter.whole(len({one.need.state for one in found}))
    )
    return _tile(requests_unit(), len(found), note, (OPENS, addresses), formatter)


def requests_by_outcome(outcome: RequestOutcome) -> TileMaker:
    """Count the requests of one outcome."""

    def make(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile:
        number = sum(one.outcome is outcome for one in read_requests(source))
        opens = OPENS.at(RequestBy.OUTCOME, outcome)
        return _tile(outcome_name(outcome), number, "", (opens, addresses), formatter)

    return make


def _tile(
    name: str,
    number: int,
    note: str,
    opened: tuple[RecordOpening, Addresses],
    formatter: Formatter,
) -> Tile:
    """Return a tile with a count that opens the requests."""
    opens, addresses = opened
    return Tile(
        name,
        formatter.whole(number),
        note=note,
        href=addresses.rows(opens) if number else "",
        value=number,
        is_money=False,
    )
