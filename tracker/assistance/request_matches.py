"""Requests of States and activities that could answer them, proposed from either side.

Proposed is what names the same State and shares an article, or a theme of operative paragraph 3.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.sql.elements import SQLColumnExpression
from sqlmodel import Session, col

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.assistance_requests import articles_of
from tracker.assistance.states import RequestStatus
from tracker.assistance.tables.activities import (
    Activity,
    ActivityArticle,
    ActivityBeneficiary,
    ActivityTheme,
    Programme,
)
from tracker.assistance.tables.requests import ActivityAssistanceRequest, AssistanceRequest
from tracker.assistance.unpublished import shown_activities
from tracker.reference.codes import ActivityStatus, Theme
from tracker.reference.instruments import Instrument
from tracker.reference.themes import proposed_themes

MOST = 20
"""The most that are proposed."""
OPEN = (RequestStatus.RECEIVED, RequestStatus.ASSESSED, RequestStatus.PLANNED)
"""The states of requests that are still to be answered."""


class MatchedActivity(NamedTuple):
    """An activity that answers a request, or could."""

    code: str
    title: str
    status: ActivityStatus
    start: date | None
    programme: str


class MatchedRequest(NamedTuple):
    """A request that an activity could answer."""

    code: str
    state: str
    instrument: Instrument
    articles: str
    status: RequestStatus
    received_on: date


def linked_activities(
    session: Session, code: str, *, unpublished: bool
) -> tuple[MatchedActivity, ...]:
    """Return the activities that answer a request, by code."""
    link = ActivityAssistanceRequest
    statement = (
        select(*_columns())
        .join(link, col(link.activity_id) == col(Activity.id))
        .join(AssistanceRequest, col(AssistanceRequest.id) == col(link.request_id))
        .where(col(AssistanceRequest.code) == code, shown_activities(unpublished=unpublished))
        .order_by(col(Activity.code))
    )
    return tuple(MatchedActivity(*row) for row in session.execute(statement))


def proposed_activities(
    session: Session, request: AssistanceRequest
) -> tuple[MatchedActivity, ...]:
    """Return activities that could answer a request and are not linked to it, the latest first.

    What was cancelled, or over before the request arrived, is not among them.
    """
    named = articles_of(request.instrument, request.articles)
    themes = proposed_themes(named)
    if not named and not themes:
        return ()
    number = col(Activity.id)
    of_state = select(col(ActivityBeneficiary.activity_id)).where(
        col(ActivityBeneficiary.place) == request.state
    )
    linked = select(col(ActivityAssistanceRequest.activity_id)).where(
        col(ActivityAssistanceRequest.request_id) == request.id
    )
    end = col(Activity.actual_end)
    statement = (
        select(*_columns())
        .where(
            number.in_(of_state),
            number.not_in(linked),
            or_(number.in_(_with_articles(named)), number.in_(_with_themes(themes))),
            col(Activity.status) != ActivityStatus.CANCELLED,
            or_(end.is_(None), end >= request.received_on),
        )
        .order_by(_start().desc().nulls_last(), col(Activity.code))
        .limit(MOST)
    )
    return tuple(MatchedActivity(*row) for row in session.execute(statement))


def proposed_requests(session: Session, activity: ActivityDraft) -> tuple[MatchedRequest, ...]:
    """Return open requests that an activity could answer and does not name, the oldest first."""
    states = {share.code for share in activity.beneficiaries}
    if not states or activity.status is ActivityStatus.CANCELLED:
        return ()
    request = AssistanceRequest
    rows = session.scalars(
        select(request)
        .where(col(request.state).in_(states), col(request.status).in_(OPEN))
        .order_by(col(request.received_on), col(request.code))
    )
    themes = set(activity.themes or proposed_themes(activity.articles))
    found = (
        MatchedRequest(
            one.code, one.state, one.instrument, one.articles, one.status, one.received_on
        )
        for one in rows
        if one.code not in activity.requests and _shares(one, activity.articles, themes)
    )
    return tuple(found)[:MOST]


def _shares(
    request: AssistanceRequest,
    named: Iterable[tuple[Instrument, str]],
    themes: Collection[Theme],
) -> bool:
    """Tell whether a request has an article, or a theme, of these."""
    own = articles_of(request.instrument, request.articles)
    return bool(set(own) & set(named)) or bool(set(proposed_themes(own)) & set(themes))


def _with_articles(named: Iterable[tuple[Instrument, str]]) -> Select[int]:
    """Return the numbers of activities that help to implement one of the articles."""
    article = ActivityArticle
    return select(col(article.activity_id)).where(
        or_(
            *(
                (col(article.instrument) == instrument) & (col(article.article) == number)
                for instrument, number in named
            )
        )
    )


def _with_themes(themes: Iterable[Theme]) -> Select[int]:
    """Return the numbers of activities of one of the themes."""
    theme = ActivityTheme
    return select(col(theme.activity_id)).where(col(theme.theme).in_(list(themes)))


def _columns() -> tuple[SQLColumnExpression[Any], ...]:
    """Return the columns of a matched activity."""
    own = select(col(Programme.code)).where(col(Programme.id) == col(Activity.programme_id))
    return (
        col(Activity.code),
        col(Activity.title),
        col(Activity.status),
        _start(),
        own.scalar_subquery(),
    )


def _start() -> SQLColumnExpression[Any]:
    """Return the day on which an activity began, or is planned to."""
    return func.coalesce(col(Activity.actual_start), col(Activity.planned_start))
