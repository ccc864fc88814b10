"""The activities of a query as known, read once in a request, and which of them are hidden."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from tracker.assistance.activity_publication import withheld_at
from tracker.assistance.counted_activities import CountedActivity, read_counted
from tracker.fund.ledger.measures import Measure
from tracker.people.permissions import may_see_unpublished
from tracker.totals.dimensions import Dimension
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader

PAID_BY = (Dimension.DONOR, Dimension.EARMARKING)
"""Dimensions of contributions: what is counted is that of activities for which they were used."""
Kept = TypeVar("Kept")


def kept_in_request(source: PageSource, name: str, read: Callable[[PageSource], Kept]) -> Kept:
    """Return what a function reads of a moment for a user, once in a request under a name."""
    key = (moment_of_knowledge(source.query), may_see_unpublished(source.user))
    held: dict[Any, Any] = source.session.info.setdefault(name, {})
    if key not in held:
        held.clear()
        held[key] = read(source)
    found: Kept = held[key]
    return found


def counted_activities(source: PageSource) -> tuple[CountedActivity, ...]:
    """Return all activities with what is counted of them, hidden ones among them, by code."""
    return kept_in_request(
        source,
        "activities counted",
        lambda of: read_counted(of.session, moment_of_knowledge(of.query)),
    )


def hidden_activities(source: PageSource) -> frozenset[str]:
    """Return the codes of the activities that are not published, where the user sees none."""
    if may_see_unpublished(source.user):
        return frozenset()
    return kept_in_request(
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


def moment_of_knowledge(query: Query) -> datetime | None:
    """Return the moment as known at which a query reads; None for now."""
    return None if query.known_at is None else query.known_at.moment
