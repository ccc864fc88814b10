"""Posting of a waiting request: its reservations end, and its entries are written as shown."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import delete
from sqlmodel import Session, col, select

from tracker.errors import TrackerError
from tracker.fund.approvals.shown_lines import digest_of, expect_shown
from tracker.fund.approvals.submission import post_instructions
from tracker.fund.ledger.entries import NewEntry
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.stored_instructions import from_json
from tracker.fund.ledger.tables import LedgerHold
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import ApprovalRequest, ReservedReference
from tracker.people.actors import handle_of


class ProposedEntries(NamedTuple):
    """The entries that an approval would post, in the order of approvals, or its refusal."""

    number: int
    refusal: str
    entries: tuple[NewEntry, ...]

    @property
    def digest(self) -> str:
        """The digest of the lines; empty where they are refused."""
        return "" if self.refusal else digest_of(self.entries)

    @property
    def lines_total(self) -> int:
        """The number of the lines."""
        return sum(len(entry.lines) for entry in self.entries)


def release(session: Session, number: int) -> None:
    """Delete the holds and reserved references of a request."""
    for table in (LedgerHold, ReservedReference):
        session.execute(delete(table).where(col(table.request_id) == number))


def post_request(
    session: Session, request: ApprovalRequest, approver: str, shown: str | None = None
) -> tuple[NewEntry, ...]:
    """Post the entries of a request, and return them.

    Raises ShownChanged when their lines are not those with the digest `shown`, and the errors of
    the ledger's rules.
    """
    release(session, request.id or 0)
    with open_book(session, handle_of(session, request.prepared_by), approver=approver) as book:
        post_instructions(session, book, from_json(request.orders))
        entries = tuple(pending.entry for pending in book.pending)
        if shown is not None:
            expect_shown(entries, shown)
    return entries


def propose_in_order(
    session: Session, numbers: Iterable[int], approver: str
) -> tuple[ProposedEntries, ...]:
    """Post waiting requests one after the other; the caller rolls the transaction back.

    Each is posted as the approvals before it leave the record; one that the rules refuse leaves
    nothing behind for those after it.
    """
    wanted = list(numbers)
    statement = select(ApprovalRequest).where(
        col(ApprovalRequest.id).in_(wanted), ApprovalRequest.state == ApprovalRequestState.WAITING
    )
    waiting = {request.id: request for request in session.exec(statement)}
    return tuple(
        _proposed(session, waiting[number], approver) for number in wanted if number in waiting
    )


def _proposed(session: Session, request: ApprovalRequest, approver: str) -> ProposedEntries:
    """Post one request in a savepoint, and return its entries or the refusal."""
    number = request.id or 0
    try:
        with session.begin_nested():
            entries = post_request(session, request, approver)
    except TrackerError as refusal:
        return ProposedEntries(number, str(refusal), ())
    return ProposedEntries(number, "", entries)
