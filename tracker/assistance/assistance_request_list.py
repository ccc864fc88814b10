"""The list of the requests of States."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, and_, false, func, or_, select, true, type_coerce
from sqlalchemy.sql.elements import ColumnElement, SQLColumnExpression
from sqlmodel import Session, col

from tracker.assistance.states import Priority, RequestSource, RequestStatus
from tracker.assistance.tables.activities import Activity
from tracker.assistance.tables.requests import ActivityAssistanceRequest, AssistanceRequest
from tracker.assistance.unpublished import shown_activities
from tracker.listing import ListQuery, Slice, Source, by_day, fetch
from tracker.reference.code_filters import among_capitals
from tracker.reference.instruments import Instrument
from tracker.reference.name_search import places_named_like

NEWEST_FIRST = "-received_on"
YES, NO = "yes", "no"
"""What the filter by assistance takes."""


@dataclass(frozen=True, slots=True)
class AssistanceRequestItem:
    """A request in a list: its estimated cost in US cents, its activities that the reader sees."""

    code: str
    state: str
    source: RequestSource
    status: RequestStatus
    priority: Priority
    instrument: Instrument
    articles: str
    received_on: date
    estimated_cost_minor: int | None
    activities: int


def list_assistance_requests(
    session: Session,
    query: ListQuery,
    *,
    unpublished: bool,
    assisted: Collection[str] = frozenset(),
) -> Slice[AssistanceRequestItem]:
    """Return a page of requests: all for staff, for others those with their States' consent.

    Words are searched in codes and names of States, for staff in what is asked for too. Costs and
    activities that are not published are for staff alone.
    `assisted` are the codes of the requests that activities answer, for the filter by that.
    """
    return fetch(session, _source(assisted, unpublished=unpublished), query)


def _source(assisted: Collection[str], *, unpublished: bool) -> Source[AssistanceRequestItem]:
    """Describe the list's source: statement, search, filters, orders, sum."""
    request = AssistanceRequest
    linked = (
        select(func.count())
        .select_from(ActivityAssistanceRequest)
        .join(Activity, col(Activity.id) == col(ActivityAssistanceRequest.activity_id))
        .where(
            col(ActivityAssistanceRequest.request_id) == col(request.id),
            shown_activities(unpublished=unpublished),
        )
        .correlate(request)
        .scalar_subquery()
    )
    cost = col(request.estimated_cost_minor)
    shown = true() if unpublished else col(request.consent_to_publish).is_(True)
    statement = select(
        col(request.code), col(request.state), col(request.source), col(request.status),
        col(request.priority), col(request.instrument), col(request.articles),
        col(request.received_on), cost, linked,
    ).where(shown)  # fmt: skip
    return Source(
        statement=statement,
        make=AssistanceRequestItem,
        tie=col(request.id),
        searched=[col(request.code), *([col(request.summary)] if unpublished else [])],
        finders=[lambda word: col(request.state).in_(sorted(places_named_like(word)))],
        filters={
            "status": _among(col(request.status)),
            "source": _among(col(request.source)),
            "priority": _among(col(request.priority)),
            "protocol": _among(col(request.instrument)),
            "country": among_capitals(col(request.state)),
            "article": _names_article,
            "assisted": lambda codes: _is_assisted(assisted, codes),
            "from": lambda days: by_day(days, col(request.received_on).__ge__),
            "to": lambda days: by_day(days, col(request.received_on).__le__),
        },
        orders={
            "code": col(request.code),
            "state": col(request.state),
            "status": col(request.status),
            "priority": col(request.priority),
            "received_on": col(request.received_on),
            "cost": cost,
        },
        sums={"cost": cost} if unpublished else {},
    )


def _is_assisted(assisted: Collection[str], codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that a request is one of those assisted, or none of them."""
    answered = col(AssistanceRequest.code).in_(sorted(assisted))
    answers = {YES: answered, NO: ~answered}
    return or_(false(), *(answers[code] for code in codes if code in answers))


def _names_article(codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that a request names one of the articles, as "UNTOC 16"."""
    request = AssistanceRequest
    listed = "," + func.replace(func.replace(col(request.articles), ";", ","), " ", ",") + ","
    asked = (code.partition(" ") for code in codes)
    same = (
        and_(
            type_coerce(col(request.instrument), String) == instrument.upper(),
            listed.contains(f",{article.strip()},", autoescape=True),
        )
        for instrument, _, article in asked
    )
    return or_(false(), *same)


def _among(
    column: SQLColumnExpression[str],
) -> Callable[[tuple[str, ...]], ColumnElement[bool]]:
    """Return the filter of a column of codes."""
    return lambda codes: type_coerce(column, String).in_(codes)
