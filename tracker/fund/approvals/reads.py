"""What waits and what was decided, for those who prepare and those who approve."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session, col, select

from tracker.fund.approval_models import ApprovalRequest
from tracker.fund.approvals.kept_orders import from_json
from tracker.fund.states import RequestState


def waiting_days(session: Session) -> Iterator[tuple[int, date]]:
    """Yield for each order that waits the number of its request and the day it counts for."""
    statement = select(ApprovalRequest).where(ApprovalRequest.state == RequestState.WAITING)
    for request in session.exec(statement.order_by(col(ApprovalRequest.id))):
        for order in from_json(request.orders):
            yield request.id or 0, order.heading.effective_on
