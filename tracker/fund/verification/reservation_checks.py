"""Checks of the reservations of waiting requests: amounts and references."""

from sqlalchemy import and_, func, select
from sqlalchemy.engine import Connection
from sqlmodel import col

from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerHold
from tracker.fund.ledger.verification import Verification
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import ApprovalRequest, ReservedReference
from tracker.fund.verification.text_columns import as_text


def check_references(connection: Connection, found: Verification) -> None:
    """Compare the reserved references with the instructions of waiting requests."""
    orders = select(
        col(ApprovalRequest.id), as_text(col(ApprovalRequest.state)), col(ApprovalRequest.orders)
    ).where(as_text(col(ApprovalRequest.state)) == ApprovalRequestState.WAITING.value)
    waiting = {number: references_of(kept) for number, _, kept in connection.execute(orders)}
    reserved: dict[int, set[str]] = {}
    for number, reference in connection.execute(
        select(col(ReservedReference.request_id), col(ReservedReference.reference))
    ):
        reserved.setdefault(number, set()).add(reference)
    for number in sorted(reserved.keys() - waiting.keys()):
        found.add(f"request {number}", "it does not wait, and references are reserved for it")
    for number, references in waiting.items():
        if set(references) != reserved.get(number, set()):
            found.add(f"request {number}", "its orders have other references than are reserved")
    posted = select(col(ReservedReference.request_id), col(LedgerEntry.reference)).join(
        LedgerEntry, col(LedgerEntry.reference) == col(ReservedReference.reference)
    )
    for number, reference in connection.execute(posted):
        found.add(f"request {number}", f"it waits for {reference}, which is in the ledger")


def check_holds(connection: Connection, found: Verification) -> None:
    """Check that only waiting requests hold money, and of no account more than its balance."""
    state = as_text(col(ApprovalRequest.state))
    idle = (
        select(col(LedgerHold.request_id))
        .outerjoin(ApprovalRequest, col(ApprovalRequest.id) == col(LedgerHold.request_id))
        .where(func.coalesce(state, "") != ApprovalRequestState.WAITING.value)
        .distinct()
        .order_by(col(LedgerHold.request_id))
    )
    for (number,) in connection.execute(idle):
        found.add(f"request {number}", "it does not wait, and money is reserved for it")
    kind = as_text(col(LedgerHold.kind))
    held = (
        select(
            kind.label("kind"),
            col(LedgerHold.contribution_id),
            func.coalesce(col(LedgerHold.activity_id), 0).label("activity_id"),
            func.sum(col(LedgerHold.minor)).label("minor"),
        )
        .group_by(kind, col(LedgerHold.contribution_id), col(LedgerHold.activity_id))
        .subquery()
    )
    beyond = (
        select(col(LedgerAccount.id), held.c.kind, held.c.minor, col(LedgerAccount.balance_minor))
        .select_from(held)
        .outerjoin(
            LedgerAccount,
            and_(
                as_text(col(LedgerAccount.kind)) == held.c.kind,
                col(LedgerAccount.contribution_id) == held.c.contribution_id,
                func.coalesce(col(LedgerAccount.activity_id), 0) == held.c.activity_id,
            ),
        )
        .where(held.c.minor > func.coalesce(col(LedgerAccount.balance_minor), 0))
    )
    for number, of_kind, minor, balance in connection.execute(beyond):
        found.add(
            f"account {number} ({of_kind})",
            f"{minor} is reserved by what waits, {balance or 0} is there",
        )


def references_of(orders: object) -> list[str]:
    """Return the references of stored instructions; none where they cannot be read."""
    if not isinstance(orders, list):
        return []
    headings = [order.get("heading") for order in orders if isinstance(order, dict)]
    return [str(each.get("reference")) for each in headings if isinstance(each, dict)]
