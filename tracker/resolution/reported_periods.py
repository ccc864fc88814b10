"""The period that is reported on to the Commission, and the period before it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tracker.periods import Span
from tracker.reference.sessions import (
    BodySession,
    SessionBody,
    last_session,
    reported_span,
    span_since,
)
from tracker.totals.comparisons import query_before
from tracker.totals.query import Query

Sessions = Sequence[BodySession]


def usual_query(query: Query, sessions: Sessions) -> Query:
    """Return the query with the usual period where it has none of its own.

    It is the time since the last session of the Commission that is over, else the last two years.
    """
    if query.session or query.first or query.last:
        return query
    last = last_session(sessions, SessionBody.COMMISSION, query.counted_to())
    if last is not None:
        return query.within(span_since(last))
    year = query.counted_to().year
    return query.within(Span(date(year - 2, 1, 1), date(year - 1, 12, 31)))


def session_since(query: Query, sessions: Sessions) -> BodySession | None:
    """Return the session on whose last day the period of a query follows, without an end.

    None where there is no such session.
    """
    if query.session or query.last or query.first is None:
        return None
    since = (one for one in sessions if span_since(one).first == query.first)
    return next(since, None)


def reported_before(query: Query, sessions: Sessions) -> Query | None:
    """Return the same query over the period before; None where there is none.

    Before the time since a session comes what was reported on to that session, and before the days
    that are reported on to one those of the session before it, by whichever name they are asked
    for: a view with its dates fixed names no session.
    """
    since = session_since(query, sessions)
    if since is not None:
        return query.alone().within(reported_span(sessions, since))
    days = Span(query.first, query.last)
    of_days = (one for one in sessions if reported_span(sessions, one) == days)
    session = query.session or next((one.code for one in of_days), "")
    return query_before(replace(query, session=session), sessions)
