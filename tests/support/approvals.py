"""A second person for tests, who looks at requests and approves them."""

from sqlmodel import Session, col, select

from tracker.db import transaction
from tracker.fund.approvals import decisions
from tracker.fund.approvals.rehearsal import rehearse
from tracker.fund.ledger.stored_instructions import from_json
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import ApprovalRequest

SECOND = "second@example.org"


def shown_now(session: Session, number: int) -> str:
    """Return the digest that the page of a request shows now; empty for none."""
    request = session.get(ApprovalRequest, number)
    if request is None or request.state is not ApprovalRequestState.WAITING:
        return ""
    return rehearse(session, number, from_json(request.orders)).digest


def approve(session: Session, number: int, actor: str, reason: str = "") -> int:
    """Look at a request and approve what is shown, inside transaction()."""
    shown = shown_now(session, number)
    return decisions.approve(session, number, actor, reason, shown=shown)


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
