"""A view with its dates fixed: what is recorded later does not change its figures."""

from dataclasses import replace
from datetime import datetime

from dashboards.question import Addresses, PageQuery, Question
from tracker.periods import KnownAt, Span, utc_now
from tracker.totals.query import Query


def fixed_query(query: Query, recorded_to: datetime | None) -> Query:
    """Return the same query with `as_at` and a moment of knowledge, and no session that may move.

    What is known now was recorded up to `recorded_to`; a day of knowledge that is over stays.
    """
    return replace(
        query.alone().within(Span(query.first, query.last)),
        as_at=query.counted_to(),
        known_at=_fixed(query.known_at, recorded_to or utc_now()),
    )


def fixed_addresses(question: Question) -> Addresses:
    """Return the addresses under the query of a question with its dates fixed."""
    asked = question.asked
    query = fixed_query(asked.query, question.provenance.recorded_to)
    return Addresses(PageQuery(query, asked.subject), question.addresses.path)


def _fixed(known: KnownAt | None, recorded_to: datetime) -> KnownAt:
    """Return a moment of knowledge that no later entry can be known at."""
    if known is None or known.moment > utc_now():
        return KnownAt.at(recorded_to)
    return known
