"""Tiles of people: participations, and people without double counting."""

from dashboards.question import Addresses
from dashboards.tiles import Tile
from tracker.people.permissions import CurrentUser, may_see_small_counts
from tracker.totals.chart_data.people import OPENS, OPENS_ONCE
from tracker.totals.formatter import Formatter
from tracker.totals.page_source import PageSource
from tracker.totals.people_figures import read_people
from tracker.totals.query import Query
from tracker.words import say


def sees_small_counts(user: CurrentUser, _query: Query) -> bool:
    """Tell whether a page with counts of people shows a user more than the public."""
    return may_see_small_counts(user)


def participations(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile:
    """Count everybody, as often as they were counted."""
    total = read_people(source).all.total
    short = say("fewer than 5") if total is None else formatter.whole(total)
    note = say("people as often as they were counted")
    return Tile(
        say("Participations"), short, note=note, href=addresses.rows(OPENS) if total else ""
    )


def without_double_counting(
    source: PageSource, addresses: Addresses, formatter: Formatter
) -> Tile | None:
    """Count the people without double counting; no tile where that cannot be said."""
    distinct = read_people(source).all.distinct
    if distinct is None:
        return None
    return Tile(
        say("People"),
        formatter.whole(distinct),
        note=say("without double counting"),
        href=addresses.rows(OPENS_ONCE) if distinct else "",
    )
