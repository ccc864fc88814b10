"""The list of approval requests, and the waiting ones of one contribution."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, String, func, or_, type_coerce
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from tracker.assistance.tables.activities import Activity
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.stored_instructions import from_json
from tracker.fund.ledger.tables import LedgerHold
from tracker.fund.states import RECORD_CHANGES, ApprovalRequestState, RecordChange
from tracker.fund.tables.approvals import ApprovalRequest, ApprovalRequestKind
from tracker.fund.tables.contributions import Contribution
from tracker.listing import ListQuery, Slice, Source, by_day, fetch
from tracker.people.actors import name_today, names, read_directory
from tracker.people.tables import ActorName
from tracker.periods import day_of, start_of_day
from tracker.reference.code_filters import among_records

ORDERS = ("prepared_at", "title", "amount", "contribution", "activity", "prepared_by", "state")
FILTERS = (
    "state", "kind", "preparer", "contribution", "activity", "prepared_from", "prepared_to",
)  # fmt: skip
OLDEST_FIRST = "prepared_at"
# Made once: it is asked for the menu of every page.
COUNT_WAITING = select(func.count(col(ApprovalRequest.id))).where(
    ApprovalRequest.state == ApprovalRequestState.WAITING
)
_LATER = aliased(ApprovalRequest)


@dataclass(frozen=True, slots=True)
class ApprovalRequestItem:
    """A request in a list; `usd_minor` is the sum of its instructions in US cents.

    `kind` is that of the first instruction, or of the change of the record; `contribution` and
    `activity` are empty where the instructions have no common one. `replaces` and `replaced_by`
    are numbers of requests, 0 for none. `split_at_upgrade` marks a request whose parts by the rule
    are younger than its hand-in.
    `prepared_by` and `decided_by` are as they were written: handles, or older names.
    """

    number: int
    state: ApprovalRequestState
    title: str
    kind: EntryKind | RecordChange
    orders: int
    usd_minor: int
    contribution: str
    activity: str
    prepared_by: str
    prepared_at: datetime
    note: str
    decided_by: str
    decided_at: datetime | None
    reason: str
    replaces: int
    replaced_by: int
    split_at_upgrade: bool

    @property
    def is_change(self) -> bool:
        """Tell whether it is a change of the record, and no entry."""
        return isinstance(self.kind, RecordChange)

    def days(self, today: date) -> int:
        """Return the days that the request has waited, or waited until its decision."""
        until = day_of(self.decided_at) if self.decided_at else today
        return max(0, (until - day_of(self.prepared_at)).days)


class WaitingSum(NamedTuple):
    """The number of waiting requests, their sum in US cents, and the moment of the oldest."""

    requests: int
    usd_minor: int
    oldest_at: datetime | None


def waiting_days(session: Session) -> Iterator[tuple[int, date]]:
    """Yield for each waiting instruction the number of its request and its effective date."""
    statement = select(ApprovalRequest).where(ApprovalRequest.state == ApprovalRequestState.WAITING)
    for request in session.exec(statement.order_by(col(ApprovalRequest.id))):
        for instruction in from_json(request.orders):
            yield request.id or 0, instruction.heading.effective_on


def waiting_for_activity(session: Session, activity_id: int) -> tuple[int, ...]:
    """Return the numbers of the waiting requests that bring an activity new money or use it.

    What pays or releases what was committed or allocated before is none of them.
    """
    statement = select(ApprovalRequest).where(ApprovalRequest.state == ApprovalRequestState.WAITING)
    return tuple(
        request.id or 0
        for request in session.exec(statement.order_by(col(ApprovalRequest.id)))
        if any(_is_new_use(one, activity_id) for one in from_json(request.orders))
    )


def _is_new_use(instruction: PostingInstruction, activity_id: int) -> bool:
    """Tell whether an instruction is one that a cancelled activity does not take."""
    if instruction.activity_id != activity_id:
        return False
    spends = instruction.kind is EntryKind.EXPENDITURE and not instruction.against_commitment
    return spends or instruction.kind in (EntryKind.ALLOCATION, EntryKind.COMMITMENT)


def count_waiting(session: Session) -> int:
    """Count the waiting requests; asked on every page of approvers."""
    return session.exec(COUNT_WAITING).one()


def waiting(session: Session, preparer: str = "") -> WaitingSum:
    """Sum up the waiting requests, all of them or those of one preparer."""
    statement = select_columns(
        func.count(col(ApprovalRequest.id)),
        func.coalesce(func.sum(col(ApprovalRequest.usd_minor)), 0),
        func.min(col(ApprovalRequest.prepared_at)),
    ).where(col(ApprovalRequest.state) == ApprovalRequestState.WAITING)
    if preparer:
        statement = statement.where(names(col(ApprovalRequest.prepared_by), preparer))
    requests, total, oldest = session.execute(statement).one()
    return WaitingSum(requests, int(total), oldest)


def list_requests(session: Session, query: ListQuery) -> Slice[ApprovalRequestItem]:
    """Return a page of requests, without their instructions."""
    return fetch(session, _source(session), query)


def returned_to(session: Session, preparer: str) -> tuple[ApprovalRequestItem, ...]:
    """Return the returned requests of a preparer that have no replacement, the newest first."""
    statement = _statement().where(
        col(ApprovalRequest.state) == ApprovalRequestState.RETURNED,
        names(col(ApprovalRequest.prepared_by), preparer),
        col(_LATER.id).is_(None),
    )
    newest = statement.order_by(col(ApprovalRequest.decided_at).desc())
    return tuple(_item(*row) for row in session.execute(newest))


def waiting_of(session: Session, preparer: str) -> tuple[ApprovalRequestItem, ...]:
    """Return the waiting requests of a preparer, the oldest first."""
    statement = _statement().where(
        col(ApprovalRequest.state) == ApprovalRequestState.WAITING,
        names(col(ApprovalRequest.prepared_by), preparer),
    )
    oldest = statement.order_by(col(ApprovalRequest.id))
    return tuple(_item(*row) for row in session.execute(oldest))


def items_of(session: Session, numbers: tuple[int, ...]) -> tuple[ApprovalRequestItem, ...]:
    """Return the requests with these numbers, in the order of submission."""
    statement = _statement().where(col(ApprovalRequest.id).in_(numbers))
    return tuple(
        _item(*row) for row in session.execute(statement.order_by(col(ApprovalRequest.id)))
    )


def preparers(session: Session) -> tuple[str, ...]:
    """Return the preparers of all requests, by their handles."""
    handle = func.coalesce(col(ActorName.handle), col(ApprovalRequest.prepared_by))
    older = col(ActorName.text) == col(ApprovalRequest.prepared_by)
    statement = select_columns(handle).outerjoin_from(ApprovalRequest, ActorName, older)
    return tuple(session.execute(statement.distinct().order_by(handle)).scalars())


def _source(session: Session) -> Source[ApprovalRequestItem]:
    """Describe the list's source: statement, search, filters, orders."""
    request, prepared = ApprovalRequest, col(ApprovalRequest.prepared_at)
    return Source(
        statement=_statement(),
        make=_item,
        tie=col(request.id),
        searched=[col(Contribution.reference), col(Activity.code)],
        folded=[col(request.folded)],
        filters={
            "state": lambda codes: type_coerce(col(request.state), String).in_(codes),
            "kind": _of_kind,
            "preparer": lambda written: _of_preparers(session, written),
            "contribution": among_records(col(Contribution.reference), col(Contribution.code_key)),
            "activity": among_records(col(Activity.code), col(Activity.code_key)),
            "prepared_from": lambda days: by_day(days, lambda day: prepared >= start_of_day(day)),
            "prepared_to": lambda days: by_day(
                days, lambda day: prepared < start_of_day(day + timedelta(days=1))
            ),
        },
        orders={
            "prepared_at": col(request.prepared_at),
            "title": col(request.folded),
            "amount": col(request.usd_minor),
            "contribution": col(Contribution.reference),
            "activity": col(Activity.code),
            "prepared_by": name_today(col(request.prepared_by)),
            "state": col(request.state),
        },
    )


def _of_preparers(session: Session, written: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that a request was prepared by one of those who are named."""
    directory = read_directory(session)
    texts = frozenset().union(*(directory.named(one) for one in written))
    return col(ApprovalRequest.prepared_by).in_(sorted(texts))


def _of_kind(kinds: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that an instruction of the request has one of the kinds."""
    having = select(ApprovalRequestKind.request_id).where(col(ApprovalRequestKind.kind).in_(kinds))
    return col(ApprovalRequest.id).in_(having)


def _statement() -> Select[Any]:
    """Select the columns of `_item`, without the instructions."""
    request = ApprovalRequest
    instructions: Any = col(request.orders)
    columns: list[Any] = [
        col(request.id), col(request.state), col(request.title),
        col(request.kind), func.json_array_length(instructions),
        col(request.usd_minor), col(Contribution.reference), col(Activity.code),
        col(request.prepared_by), col(request.prepared_at), col(request.note),
        col(request.decided_by), col(request.decided_at), col(request.reason),
        col(request.replaces_id), col(_LATER.id),
        col(request.split_at_upgrade),
    ]  # fmt: skip
    return (
        select_columns(*columns)
        .select_from(request)
        .outerjoin(Contribution, col(Contribution.id) == col(request.contribution_id))
        .outerjoin(Activity, col(Activity.id) == col(request.activity_id))
        .outerjoin(_LATER, col(_LATER.replaces_id) == col(request.id))
    )


def _item(*row: Any) -> ApprovalRequestItem:  # noqa: ANN401 - columns of many types
    """Make a request of its row."""
    values = dict(zip(ApprovalRequestItem.__dataclass_fields__, row, strict=True))
    of_record = values["kind"] in RECORD_CHANGES
    values["kind"] = RecordChange(values["kind"]) if of_record else EntryKind(values["kind"])
    for name in ("contribution", "activity"):
        values[name] = values[name] or ""
    for name in ("replaces", "replaced_by"):
        values[name] = values[name] or 0
    return ApprovalRequestItem(**values)


class ContributionRequest(NamedTuple):
    """A waiting request, and the amount that it reserves of the contribution, in US cents."""

    number: int
    title: str
    prepared_by: str
    prepared_at: datetime
    reserved_minor: int


def requests_of_contribution(
    session: Session, contribution_id: int
) -> tuple[ContributionRequest, ...]:
    """Return the waiting requests that name a contribution or reserve its money, oldest first."""
    held = (
        select_columns(col(LedgerHold.request_id), func.sum(col(LedgerHold.minor)).label("minor"))
        .where(col(LedgerHold.contribution_id) == contribution_id)
        .group_by(col(LedgerHold.request_id))
        .subquery()
    )
    request = ApprovalRequest
    statement = (
        select_columns(
            col(request.id),
            col(request.title),
            col(request.prepared_by),
            col(request.prepared_at),
            func.coalesce(held.c.minor, 0),
        )
        .outerjoin(held, held.c.request_id == col(request.id))
        .where(
            col(request.state) == ApprovalRequestState.WAITING,
            or_(col(request.contribution_id) == contribution_id, held.c.request_id.is_not(None)),
        )
        .order_by(col(request.id))
    )
    return tuple(
        ContributionRequest(number or 0, title, by, at, int(minor))
        for number, title, by, at, minor in session.execute(statement)
    )
