"""The waiting requests of one contribution."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from tracker.fund.ledger.tables import LedgerHold
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import ApprovalRequest


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
        select(col(LedgerHold.request_id), func.sum(col(LedgerHold.minor)).label("minor"))
        .where(col(LedgerHold.contribution_id) == contribution_id)
        .group_by(col(LedgerHold.request_id))
        .subquery()
    )
    request = ApprovalRequest
    statement = (
        select(
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
