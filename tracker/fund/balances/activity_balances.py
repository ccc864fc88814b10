"""The balances of a contribution at this moment, for those who are about to post."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.assistance.tables.activities import Activity
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.balances_at import balance_at
from tracker.fund.ledger.tables import LedgerAccount, LedgerHold
from tracker.periods import today

HELD = (AccountKind.ALLOCATED, AccountKind.COMMITTED)


class ActivityBalances(NamedTuple):
    """The balances of an activity, in US cents: of one contribution, and of all together.

    `waiting_minor` is the part of the contribution's own that waiting requests reserve.
    """

    code: str
    title: str
    allocated_minor: int
    committed_minor: int
    all_allocated_minor: int
    all_committed_minor: int
    waiting_minor: int = 0


def activity_balances(session: Session, contribution_id: int) -> tuple[ActivityBalances, ...]:
    """Return the balances of each activity with an allocation from a contribution."""
    funded = select(col(LedgerAccount.activity_id)).where(
        col(LedgerAccount.contribution_id) == contribution_id,
        col(LedgerAccount.activity_id).is_not(None),
    )
    own = col(LedgerAccount.contribution_id) == contribution_id
    statement = (
        select(
            col(Activity.code),
            col(Activity.title),
            col(LedgerAccount.kind),
            own,
            func.sum(balance_at(LedgerAccount, today())),
        )
        .join(Activity, col(Activity.id) == col(LedgerAccount.activity_id))
        .where(col(LedgerAccount.activity_id).in_(funded), col(LedgerAccount.kind).in_(HELD))
        .group_by(col(Activity.code), col(Activity.title), col(LedgerAccount.kind), own)
        .order_by(col(Activity.code))
    )
    held: dict[tuple[str, str], dict[tuple[AccountKind, bool], int]] = {}
    for code, title, kind, is_own, minor in session.execute(statement):
        held.setdefault((code, title), {})[kind, bool(is_own)] = int(minor)
    waiting = _waiting(session, contribution_id)
    return tuple(
        ActivityBalances._make(
            (
                code,
                title,
                *(sums.get((kind, True), 0) for kind in HELD),
                *(sums.get((kind, True), 0) + sums.get((kind, False), 0) for kind in HELD),
                waiting.get(code, 0),
            )
        )
        for (code, title), sums in held.items()
    )


def _waiting(session: Session, contribution_id: int) -> dict[str, int]:
    """Return the amounts that waiting requests reserve of a contribution, by activity."""
    statement = (
        select(col(Activity.code), func.sum(col(LedgerHold.minor)))
        .join(LedgerHold, col(LedgerHold.activity_id) == col(Activity.id))
        .where(col(LedgerHold.contribution_id) == contribution_id, col(LedgerHold.kind).in_(HELD))
        .group_by(col(Activity.code))
    )
    return {code: int(minor) for code, minor in session.execute(statement)}
