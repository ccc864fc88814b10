"""Returned and withdrawn requests, which their preparer can correct and submit again."""

from sqlmodel import Session, col, select

from tracker.errors import NotFound
from tracker.fund.approvals.stored_instructions import from_json
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.words import say

GIVEN_BACK = (ApprovalRequestState.RETURNED, ApprovalRequestState.WITHDRAWN)


def instruction_to_correct(
    session: Session, number: int, actor: str, kind: EntryKind
) -> PostingInstruction:
    """Return the one instruction of a request that its preparer may submit again.

    Raises NotFound for a request of several instructions, of another kind or of another person,
    for one that was neither returned nor withdrawn, and for one that was submitted again already.
    """
    request = session.get(ApprovalRequest, number)
    if request is not None and request.state in GIVEN_BACK and request.prepared_by == actor:
        instructions = from_json(request.orders)
        again = select(ApprovalRequest.id).where(col(ApprovalRequest.replaces_id) == number)
        if (
            len(instructions) == 1
            and instructions[0].kind is kind
            and session.exec(again).first() is None
        ):
            return instructions[0]
    raise NotFound(say("there is no request %(number)s that you can correct", number=number))
