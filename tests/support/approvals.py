"""A second person for tests, who approves requests."""

from sqlmodel import Session, col, select

from tracker.db import transaction
from tracker.fund.approvals.decisions import approve
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import ApprovalRequest

SECOND = "second@example.org"


def approve_all(session: Session) -> int:
    """Approve every waiting request, the oldest first; return their number."""
    session.rollback()
    waiting = session.exec(
        select(ApprovalRequest.id)
        .where(ApprovalRequest.state == ApprovalRequestState.WAITING)
        .order_by(col(ApprovalRequest.id))
    ).all()
    for number in waiting:
        with transaction(session):
            approve(session, number or 0, SECOND)
    return len(waiting)
