"""The list of asks for an allocation, one ask, and those of an activity or of a contribution."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, String, func, or_, type_coerce
from sqlalchemy import select as select_columns
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from tracker.assistance.tables.activities import Activity
from tracker.errors import NotFound
from tracker.fund.asks.allocation_costs import AllocationLine
from tracker.fund.asks.asking import GIVEN_BACK, lines_of
from tracker.fund.states import AllocationAskState, ApprovalRequestState
from tracker.fund.tables.approvals import LARGEST_NUMBER, ApprovalRequest
from tracker.fund.tables.asks import AllocationAsk, AllocationAskLine
from tracker.fund.tables.contributions import Contribution
from tracker.listing import ListQuery, Slice, Source, fetch
from tracker.people.actors import name_today, names
from tracker.people.audit import TrailItem, trail_of
from tracker.people.subjects import Subject
from tracker.people.tables import ActorName
from tracker.reference.code_filters import among_records
from tracker.words import say

OLDEST_FIRST = "asked_at"
MOST_OF_ACTIVITY = 20
# Made once: it is asked for the menu of every page.
COUNT_ASKED = select(func.count(col(AllocationAsk.id))).where(
    AllocationAsk.state == AllocationAskState.ASKED
)


class AskItem(NamedTuple):
    """An ask in a list; amounts in US cents without support cost.

    `request` is the number of the approval request that was made of it, 0 for none.
    """

    number: int
    state: AllocationAskState
    version: int
    activity: str
    activity_title: str
    purpose: str
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str
    request: int
    request_state: ApprovalRequestState | None
    lines: int
    minor: int

    @property
    def is_open(self) -> bool:
        """Tell whether a finance officer can decide about it: asked, or its request given back."""
        given_back = self.request_state in GIVEN_BACK
        return self.state is AllocationAskState.ASKED or (
            self.state is AllocationAskState.TAKEN_UP and given_back
        )


class AskFacts(NamedTuple):
    """An ask with its lines and its trail."""

    item: AskItem
    lines: tuple[AllocationLine, ...]
    trail: tuple[TrailItem, ...]


def list_asks(session: Session, query: ListQuery) -> Slice[AskItem]:
    """Return a page of asks."""
    ask = AllocationAsk
    source = Source(
        statement=_statement(),
        make=_item,
        tie=col(ask.id),
        searched=[col(Activity.code)],
        folded=[col(Activity.folded)],
        filters={
            "state": lambda codes: type_coerce(col(ask.state), String).in_(codes),
            "activity": among_records(col(Activity.code), col(Activity.code_key)),
            "contribution": _of_contributions,
            "asked_by": lambda written: or_(*(names(col(ask.asked_by), one) for one in written)),
        },
        orders={
            "asked_at": col(ask.asked_at),
            "number": col(ask.id),
            "activity": col(Activity.code),
            "asked_by": name_today(col(ask.asked_by)),
            "state": col(ask.state),
        },
    )
    return fetch(session, source, query)


def read_ask(session: Session, number: int) -> AskFacts:
    """Return one ask. Raises NotFound."""
    known = 0 < number <= LARGEST_NUMBER
    statement = _statement().where(col(AllocationAsk.id) == (number if known else 0))
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NotFound(say("there is no ask %(number)s", number=number))
    trail = trail_of(session, Subject.ALLOCATION_ASK, [str(number)])
    return AskFacts(_item(*row), lines_of(session, number), trail)


def asks_of_activity(session: Session, activity_id: int) -> tuple[AskItem, ...]:
    """Return the asks for an activity, the newest first."""
    return _some(session, col(AllocationAsk.activity_id) == activity_id, MOST_OF_ACTIVITY)


def returned_asks(session: Session, asker: str) -> tuple[AskItem, ...]:
    """Return the asks of a person that were returned, the newest first."""
    returned = col(AllocationAsk.state) == AllocationAskState.RETURNED
    return _some(session, returned & names(col(AllocationAsk.asked_by), asker), None)


def count_asked(session: Session, asker: str = "") -> int:
    """Count the asks that wait for a finance officer, all of them or those of one person."""
    if not asker:
        return session.exec(COUNT_ASKED).one()
    return session.exec(COUNT_ASKED.where(names(col(AllocationAsk.asked_by), asker))).one()


def asked_of(session: Session, references: Collection[str], besides: int = 0) -> dict[str, int]:
    """Return what waiting asks would take of contributions, in US cents, but for one ask."""
    statement = (
        select_columns(col(Contribution.reference), func.sum(col(AllocationAskLine.minor)))
        .join(Contribution, col(Contribution.id) == col(AllocationAskLine.contribution_id))
        .join(AllocationAsk, col(AllocationAsk.id) == col(AllocationAskLine.ask_id))
        .where(
            col(AllocationAsk.state) == AllocationAskState.ASKED,
            col(Contribution.reference).in_(references),
            col(AllocationAsk.id) != besides,
        )
        .group_by(col(Contribution.reference))
    )
    return {reference: int(minor) for reference, minor in session.execute(statement)}


def askers(session: Session) -> tuple[str, ...]:
    """Return who has ever asked, by their handles."""
    handle = func.coalesce(col(ActorName.handle), col(AllocationAsk.asked_by))
    older = col(ActorName.text) == col(AllocationAsk.asked_by)
    statement = select_columns(handle).outerjoin_from(AllocationAsk, ActorName, older)
    return tuple(session.execute(statement.distinct().order_by(handle)).scalars())


def _some(
    session: Session, condition: ColumnElement[bool], most: int | None
) -> tuple[AskItem, ...]:
    """Return the asks that meet a condition, the newest first."""
    statement = _statement().where(condition).order_by(col(AllocationAsk.id).desc()).limit(most)
    return tuple(_item(*row) for row in session.execute(statement))


def _of_contributions(written: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that an ask has a line of one of the contributions."""
    named = among_records(col(Contribution.reference), col(Contribution.code_key))
    having = (
        select_columns(col(AllocationAskLine.ask_id))
        .join(Contribution, col(Contribution.id) == col(AllocationAskLine.contribution_id))
        .where(named(written))
    )
    return col(AllocationAsk.id).in_(having)


def _statement() -> Select[Any]:
    """Select the columns of `_item`."""
    ask, line = AllocationAsk, AllocationAskLine
    of_it = col(line.ask_id) == col(ask.id)
    columns: list[Any] = [
        col(ask.id), col(ask.state), col(ask.version), col(Activity.code), col(Activity.title),
        col(ask.purpose), col(ask.asked_by), col(ask.asked_at), col(ask.decided_by),
        col(ask.decided_at), col(ask.reason), col(ask.request_id), col(ApprovalRequest.state),
        select_columns(func.count()).where(of_it).scalar_subquery(),
        select_columns(func.coalesce(func.sum(col(line.minor)), 0)).where(of_it).scalar_subquery(),
    ]  # fmt: skip
    return (
        select_columns(*columns)
        .select_from(ask)
        .join(Activity, col(Activity.id) == col(ask.activity_id))
        .outerjoin(ApprovalRequest, col(ApprovalRequest.id) == col(ask.request_id))
    )


def _item(*row: Any) -> AskItem:  # noqa: ANN401 - columns of many types
    """Make an ask of its row."""
    item = AskItem(*row)
    return item._replace(request=item.request or 0, minor=int(item.minor))
