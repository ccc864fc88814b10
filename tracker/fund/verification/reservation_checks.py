"""Checks of the reservations of waiting requests: amounts and references."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from sqlmodel import col

from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerHold, LedgerLine
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
    """Check that only waiting requests hold money, and on no day more than an account has."""
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
    for key, reserved in _reserved(connection).items():
        account, there = _on_account(connection, key)
        for day in sorted({*reserved, *there}):
            held = sum(minor for on, minor in reserved.items() if on <= day)
            balance = sum(minor for on, minor in there.items() if on <= day)
            if held > max(balance, 0):
                found.add(
                    f"account {account} ({key.kind})",
                    f"{held} is reserved by what waits on {day}, {balance} is there",
                )
                break


class _Key(NamedTuple):
    """The key of an account as stored, with the text of its kind."""

    kind: str
    contribution_id: int
    activity_id: int | None


def _reserved(connection: Connection) -> dict[_Key, dict[date, int]]:
    """Read what is reserved of each account from a day on."""
    kind, on = as_text(col(LedgerHold.kind)), col(LedgerHold.effective_on)
    key = (kind, col(LedgerHold.contribution_id), col(LedgerHold.activity_id))
    statement = select(*key, on, func.sum(col(LedgerHold.minor))).group_by(*key, on)
    found: dict[_Key, dict[date, int]] = {}
    for code, contribution, activity, day, minor in connection.execute(statement):
        found.setdefault(_Key(code, contribution, activity), {})[day] = int(minor)
    return found


def _on_account(connection: Connection, key: _Key) -> tuple[int | None, dict[date, int]]:
    """Return the number of an account, None where there is none, and what it changed by day."""
    number = connection.execute(
        select(col(LedgerAccount.id)).where(
            as_text(col(LedgerAccount.kind)) == key.kind,
            col(LedgerAccount.contribution_id) == key.contribution_id,
            col(LedgerAccount.activity_id).is_not_distinct_from(key.activity_id),
        )
    ).scalar()
    changes = (
        select(col(LedgerEntry.effective_on), func.sum(col(LedgerLine.minor)))
        .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
        .where(col(LedgerLine.account_id) == number)
        .group_by(col(LedgerEntry.effective_on))
    )
    return number, {day: int(minor) for day, minor in connection.execute(changes)}


def references_of(orders: object) -> list[str]:
    """Return the references of stored instructions; none where they cannot be read."""
    if not isinstance(orders, list):
        return []
    headings = [order.get("heading") for order in orders if isinstance(order, dict)]
    return [str(each.get("reference")) for each in headings if isinstance(each, dict)]
