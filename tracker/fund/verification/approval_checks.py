"""Checks of dual control: second persons, decisions, and the entries of approved requests."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.engine import Connection
from sqlmodel import col

from tracker.errors import TrackerError
from tracker.fund.ledger.entries import NEEDS_SECOND_PERSON
from tracker.fund.ledger.stored_instructions import from_json
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.ledger.verification import Verification
from tracker.fund.states import RECORD_CHANGES, ApprovalRequestState
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.verification.posted_requests import differences, read_posted
from tracker.fund.verification.reservation_checks import references_of
from tracker.fund.verification.text_columns import as_text
from tracker.people.actors import read_directory

DECIDED_BY_ANOTHER = (ApprovalRequestState.APPROVED.value, ApprovalRequestState.RETURNED.value)


def check_approvers(connection: Connection, found: Verification) -> None:
    """Check that entries under dual control, and corrections, name a second person.

    Entries before the first with a second person may be older than approvals are.
    """
    directory = read_directory(connection)
    pairs = select(col(LedgerEntry.recorded_by), col(LedgerEntry.approved_by)).distinct()
    alone_in_two_names = [
        and_(col(LedgerEntry.recorded_by) == one, col(LedgerEntry.approved_by) == other)
        for one, other in connection.execute(pairs)
        if directory.handle(one) == directory.handle(other)
    ]
    first = select(func.min(col(LedgerEntry.id))).where(col(LedgerEntry.approved_by) != "")
    kinds = sorted(kind.value for kind in NEEDS_SECOND_PERSON)
    alone = select(col(LedgerEntry.id), as_text(col(LedgerEntry.kind))).where(
        or_(
            and_(
                col(LedgerEntry.approved_by) == "",
                as_text(col(LedgerEntry.kind)).in_(kinds),
                col(LedgerEntry.id) > first.scalar_subquery(),
            ),
            and_(col(LedgerEntry.approved_by) == "", col(LedgerEntry.correction) != ""),
            *alone_in_two_names,
        )
    )
    for number, kind in connection.execute(alone.order_by(col(LedgerEntry.id))):
        found.add(f"entry {number}", f"it takes two persons ({kind}), and names no second one")


class _Request(NamedTuple):
    """A request as stored."""

    number: int
    state: str
    orders: Any
    prepared_by: str
    decided_by: str
    first: int | None
    last: int | None
    kind: str


def check_decided(connection: Connection, found: Verification) -> None:
    """Check that another person decided, and that approved requests have all their entries."""
    statement = select(
        col(ApprovalRequest.id),
        as_text(col(ApprovalRequest.state)),
        col(ApprovalRequest.orders),
        col(ApprovalRequest.prepared_by),
        col(ApprovalRequest.decided_by),
        col(ApprovalRequest.first_entry_id),
        col(ApprovalRequest.last_entry_id),
        col(ApprovalRequest.kind),
    ).order_by(col(ApprovalRequest.id))
    handle = read_directory(connection).handle
    for row in map(_Request._make, connection.execute(statement).all()):
        request = row._replace(
            prepared_by=handle(row.prepared_by), decided_by=handle(row.decided_by)
        )
        where = f"request {request.number}"
        if request.state in DECIDED_BY_ANOTHER and request.decided_by in {"", request.prepared_by}:
            found.add(where, "no second person decided it")
        posts = request.kind not in RECORD_CHANGES
        if posts and request.state == ApprovalRequestState.APPROVED.value:
            _check_posted(connection, found, request, handle)
        elif request.first or request.last:
            found.add(where, "it names entries and was not approved")


def _check_posted(
    connection: Connection,
    found: Verification,
    request: _Request,
    handle: Callable[[str], str],
) -> None:
    """Compare an approved request with its entries: what was approved, preparer, approver."""
    where = f"request {request.number}"
    if request.first is None or request.last is None:
        found.add(where, "it was approved and names no entries")
        return
    posted = read_posted(connection, request.first, request.last)
    if [row.reference for row in posted.rows] != references_of(request.orders):
        found.add(where, "its entries are not those that were approved")
        return
    try:
        instructions = from_json(request.orders)
    except (ValueError, TypeError, TrackerError):
        found.add(where, "the instructions that were approved cannot be read")
        return
    for row, instruction in zip(posted.rows, instructions, strict=True):
        for name in differences(instruction, row, posted):
            found.add(where, f"entry {row.id} has another {name} than was approved")
    for row in posted.rows:
        second = {"", request.decided_by}
        if handle(row.recorded_by) != request.prepared_by or handle(row.approved_by) not in second:
            found.add(where, f"entry {row.id} names other persons than the request")
