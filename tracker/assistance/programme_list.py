"""The list of programmes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import String, func, select, type_coerce
from sqlmodel import Session, col

from tracker.assistance.states import ProgrammeKind
from tracker.assistance.tables.activities import Activity, Programme
from tracker.assistance.title_order import by_shown_title
from tracker.assistance.unpublished import shown_activities
from tracker.listing import ListQuery, Slice, Source, by_day, fetch
from tracker.reference.code_filters import among_capitals
from tracker.reference.name_search import places_named_like

FILTERS = ("kind", "place", "from", "to", "mine")
ORDERS = ("code", "title", "kind", "starts_on", "activities", "budget")


@dataclass(frozen=True, slots=True)
class ProgrammeItem:
    """A programme in a list; `budget_minor` adds up its activities' budgets in US cents."""

    code: str
    title: str
    kind: ProgrammeKind
    place: str
    starts_on: date | None
    ends_on: date | None
    activities: int
    budget_minor: int


def list_programmes(
    session: Session,
    query: ListQuery,
    *,
    unpublished: bool = False,
    own: Collection[str] = (),
) -> Slice[ProgrammeItem]:
    """Return a page of programmes; activities that are not published count for who may see them.

    `own` are the codes of the reader's programmes, for the filter `mine`.
    """
    return fetch(session, _source(own, unpublished=unpublished), query)


def programme_places(session: Session) -> tuple[str, ...]:
    """Return the codes of the States and regions of programmes, in their order."""
    places = select(col(Programme.place)).distinct().order_by(col(Programme.place))
    return tuple(code for code in session.execute(places).scalars() if code)


def _source(own: Collection[str], *, unpublished: bool) -> Source[ProgrammeItem]:
    """Describe the list's source: statement, search, filters, orders."""
    counted = (
        select(
            col(Activity.programme_id),
            func.count().label("activities"),
            func.sum(col(Activity.budget_minor)).label("budget"),
        )
        .where(shown_activities(unpublished=unpublished))
        .group_by(col(Activity.programme_id))
        .subquery()
    )
    activities = func.coalesce(counted.c.activities, 0)
    budget = func.coalesce(counted.c.budget, 0)
    return Source(
        statement=select(
            col(Programme.code), col(Programme.title), col(Programme.kind), col(Programme.place),
            col(Programme.starts_on), col(Programme.ends_on), activities, budget,
        )
        .select_from(Programme)
        .outerjoin(counted, counted.c.programme_id == col(Programme.id)),
        make=_item,
        tie=col(Programme.id),
        folded=[col(Programme.folded)],
        finders=[lambda word: col(Programme.place).in_(sorted(places_named_like(word)))],
        filters={
            "kind": lambda codes: type_coerce(col(Programme.kind), String).in_(codes),
            "place": among_capitals(col(Programme.place)),
            "from": lambda days: by_day(days, lambda day: _until().is_(None) | (_until() >= day)),
            "to": lambda days: by_day(days, col(Programme.starts_on).__le__),
            "mine": lambda _codes: col(Programme.code).in_(sorted(own)),
        },
        orders={
            "code": col(Programme.code),
            "title": by_shown_title(Programme.folded),
            "kind": col(Programme.kind),
            "starts_on": col(Programme.starts_on),
            "activities": activities,
            "budget": budget,
        },
        sums={"budget": budget},
    )  # fmt: skip


def _until() -> Any:  # noqa: ANN401 - a column
    """Return the last day of a programme."""
    return col(Programme.ends_on)


def _item(*row: Any) -> ProgrammeItem:  # noqa: ANN401 - columns of many types
    """Make a programme of its row; PostgreSQL sums whole numbers as decimals."""
    return ProgrammeItem(*row[:6], *(int(value) for value in row[6:]))
