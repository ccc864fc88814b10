"""The parts of waiting requests that were handed in before parts were fixed at hand-in.

`flask db upgrade` splits each once by the rule and marks it, so that its approver looks at it.
"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from tracker.errors import TrackerError
from tracker.fund.approvals.request_posting import release
from tracker.fund.approvals.shown_lines import digest_of
from tracker.fund.approvals.submission import NOBODY_YET, post_instructions, reserve
from tracker.fund.ledger.ledger_writer import make_book
from tracker.fund.ledger.posting_instructions import PostingInstruction, by_rule, with_parts
from tracker.fund.ledger.stored_instructions import as_json, from_json
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.people.actors import UPGRADE
from tracker.people.audit import Change, record
from tracker.people.subjects import Subject
from tracker.words import say


def split_waiting(session: Session) -> int:
    """Split waiting requests that have no parts yet, inside transaction(); return their number.

    One that the rules refuse stays as it is: it cannot be approved, and is returned.
    """
    waiting = select(ApprovalRequest).where(ApprovalRequest.state == ApprovalRequestState.WAITING)
    found = 0
    for request in session.exec(waiting.order_by(col(ApprovalRequest.id))).all():
        instructions = from_json(request.orders)
        if any(by_rule(each) and not each.parts for each in instructions):
            found += _split(session, request, instructions)
    return found


def _split(
    session: Session, request: ApprovalRequest, instructions: Sequence[PostingInstruction]
) -> bool:
    """Fix the parts of a request, and reserve anew what they take; tell whether that worked."""
    number = request.id or 0
    try:
        with session.begin_nested():
            release(session, number)
            book = make_book(session, NOBODY_YET)
            post_instructions(session, book, instructions)
            fixed = [
                with_parts(instruction, pending.entry)
                for instruction, pending in zip(instructions, book.pending, strict=True)
            ]
            reserve(session, number, fixed, book.pending)
    except TrackerError as error:
        why = say("the rules refuse it, so it was not split: %(why)s", why=str(error))
        record(session, UPGRADE, Change("leave", Subject.APPROVAL_REQUEST, str(number), why=why))
        return False
    request.orders, request.split_at_upgrade = as_json(fixed), True
    request.digest = digest_of(pending.entry for pending in book.pending)
    session.add(request)
    session.flush()
    why = say("the rule changed: an amount by the rule is split at hand-in, not at approval")
    facts = {"usd_minor": request.usd_minor}
    change = Change("split", Subject.APPROVAL_REQUEST, str(number), new=facts, why=why)
    record(session, UPGRADE, change)
    return True
