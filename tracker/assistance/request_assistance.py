"""Requests of States beside the activities that answer them: by a link, or by State and article.

A request is assisted by an activity that has begun and is linked to it; or that names the State as
a beneficiary, helps to implement an article of the request, and went on when it was received or
later. Articles and links are those of today.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from enum import StrEnum
from itertools import product
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.assistance.assisted_states import NOT_BEGUN
from tracker.assistance.counted_activities import CountedActivity
from tracker.assistance.needs import Need
from tracker.assistance.states import RequestStatus
from tracker.assistance.tables.activities import ActivityArticle
from tracker.assistance.tables.requests import ActivityAssistanceRequest, AssistanceRequest
from tracker.periods import Span
from tracker.reference.codes import ActivityStatus
from tracker.reference.instruments import Instrument

Articles = frozenset[tuple[Instrument, str]]
StateArticle = tuple[str, Instrument, str]

DONE = frozenset({ActivityStatus.FINALISATION, ActivityStatus.CLOSED})
"""The states of an activity whose work is over."""


class RequestOutcome(StrEnum):
    """What became of a request, as far as activities show it."""

    ASSISTED = "assisted"  # an activity answers it
    WITHOUT = "without"  # no activity does so far
    DECLINED = "declined"  # it was declined, with a reason


class AnsweringActivity(NamedTuple):
    """What tells of an activity whether it answers requests."""

    code: str
    span: Span
    places: frozenset[str]
    articles: Articles
    requests: frozenset[str]


class AssistedNeed(NamedTuple):
    """A request with the activities linked to it, and others on its State and an article of it."""

    need: Need
    linked: tuple[str, ...]
    like: tuple[str, ...]

    @property
    def outcome(self) -> RequestOutcome:
        """What became of the request."""
        if self.linked or self.like:
            return RequestOutcome.ASSISTED
        if self.need.status is RequestStatus.DECLINED:
            return RequestOutcome.DECLINED
        return RequestOutcome.WITHOUT


def assisted_needs(
    needs: Iterable[Need], activities: Collection[AnsweringActivity]
) -> tuple[AssistedNeed, ...]:
    """Match requests to the activities that answer them."""
    asked = tuple(needs)
    by_request: dict[str, list[str]] = defaultdict(list)
    by_article: dict[StateArticle, list[AnsweringActivity]] = {
        (need.state, *article): [] for need in asked for article in need.articles
    }
    for one in activities:
        for code in one.requests:
            by_request[code].append(one.code)
        for place, article in product(one.places, one.articles):
            if (found := by_article.get((place, *article))) is not None:
                found.append(one)
    return tuple(
        _matched(
            need,
            by_request[need.code],
            (one for article in need.articles for one in by_article[(need.state, *article)]),
        )
        for need in asked
    )


def answering_activities(
    session: Session, activities: Iterable[CountedActivity]
) -> tuple[AnsweringActivity, ...]:
    """Return those of the activities that have begun, with their articles and requests."""
    articles: dict[int, set[tuple[Instrument, str]]] = defaultdict(set)
    rows = session.exec(
        select(ActivityArticle.activity_id, ActivityArticle.instrument, ActivityArticle.article)
    )
    for number, instrument, article in rows:
        articles[number].add((Instrument(instrument), article))
    requests: dict[int, set[str]] = defaultdict(set)
    links = session.exec(
        select(ActivityAssistanceRequest.activity_id, AssistanceRequest.code).join(
            AssistanceRequest, col(AssistanceRequest.id) == ActivityAssistanceRequest.request_id
        )
    )
    for number, code in links:
        requests[number].add(code)
    return tuple(
        AnsweringActivity(
            one.code,
            Span(one.start, one.end if one.status in DONE else one.actual_end),
            one.places,
            frozenset(articles[one.id]),
            frozenset(requests[one.id]),
        )
        for one in activities
        if one.status not in NOT_BEGUN
    )


def _matched(need: Need, linked: Iterable[str], there: Iterable[AnsweringActivity]) -> AssistedNeed:
    """Return a request with its activities, those linked to it and the others.

    `there` are those for its State on an article of it, once for each such article.
    """
    own = tuple(sorted(linked))
    like = {
        one.code
        for one in there
        if one.code not in own and (one.span.last is None or one.span.last >= need.received_on)
    }
    return AssistedNeed(need, own, tuple(sorted(like)))
