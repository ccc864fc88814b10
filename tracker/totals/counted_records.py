"""The activities of a query as known, read once for a record, which are hidden, and the choice."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from tracker.assistance.activity_publication import withheld_at
from tracker.assistance.count_choice import CountChoice
from tracker.assistance.counted_activities import CountedActivity, read_counted
from tracker.fund.ledger.measures import Measure
from tracker.people.permissions import may_see_unpublished
from tracker.totals.dimensions import Dimension
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader

PAID_BY = (Dimension.DONOR, Dimension.EARMARKING)
"""Dimensions of contributions: what is counted is that of activities for which they were used."""
HELD = "held by totals"
"""Where a database session holds what was read in its request."""
Kept = TypeVar("Kept")
Chosen = TypeVar("Chosen", bound=CountChoice)


def kept_with_record(source: PageSource, name: str, read: Callable[[PageSource], Kept]) -> Kept:
    """Return what a function reads of a moment for a user, under a name.

    It is read once as long as the record does not change; what is read must not change either. A
    reader whose transaction began before the last change reads it once in its request.
    """
    key = (name, moment_of_knowledge(source.query), may_see_unpublished(source.user))
    held = source.reader.scope.held
    in_request: dict[Any, Any] = source.session.info.setdefault(HELD, {})
    found: Kept | None = in_request.get(key) or held.cache.get(held.version, key)
    if found is None:
        found = read(source)
        held.cache.put(held.version, key, found)
    in_request[key] = found
    return found


def counted_activities(source: PageSource) -> tuple[CountedActivity, ...]:
    """Return all activities with what is counted of them, hidden ones among them, by code."""
    return kept_with_record(
        source,
        "activities counted",
        lambda of: read_counted(of.session, moment_of_knowledge(of.query)),
    )


def hidden_activities(source: PageSource) -> frozenset[str]:
    """Return the codes of the activities that are not published, where the user sees none."""
    if may_see_unpublished(source.user):
        return frozenset()
    return kept_with_record(
        source,
        "activities hidden",
        lambda of: withheld_at(of.session, moment_of_knowledge(of.query)),
    )


def paid_activities(source: PageSource) -> frozenset[str] | None:
    """Return the activities that got money of the contributions chosen; None where none are."""
    if not any(source.query.of(dimension) for dimension in PAID_BY):
        return None
    reader = TotalsReader(source.reader.scope._replace(sees_unpublished=True))
    return frozenset(
        row.code
        for measure in (Measure.ALLOCATED, Measure.SPENT)
        for row in reader.rows(measure, Dimension.ACTIVITY)
        if row.code and row.minor
    )


def choice_of(source: PageSource, query: Query, kind: type[Chosen]) -> Chosen:
    """Return the choice of what is counted under a query; the money is that of the source."""
    return kind(
        last=query.last_day(),
        first=query.first,
        known_on=None if query.known_at is None else query.known_at.day,
        places=query.places(),
        protocols=frozenset(query.of(Dimension.PROTOCOL)),
        programmes=frozenset(query.of(Dimension.PROGRAMME)),
        paragraphs=frozenset(map(int, query.of(Dimension.PARAGRAPH))),
        tools=frozenset(query.of(Dimension.TOOL)),
        activities=source.once(paid_activities),
    )


def moment_of_knowledge(query: Query) -> datetime | None:
    """Return the moment as known at which a query reads; None for now."""
    return None if query.known_at is None else query.known_at.moment
