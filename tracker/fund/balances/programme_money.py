"""The money of a programme's activities, in US cents."""

from collections import defaultdict

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.assistance.tables.activities import Activity
from tracker.fund.balances.uses import Amounts, total_of
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.tables import LedgerAccount

SPENDING = {
    AccountKind.ALLOCATED: (1, 0, 0, 0),
    AccountKind.COMMITTED: (1, 1, 0, 0),
    AccountKind.SPENT: (1, 0, 1, 0),
    AccountKind.SUPPORT_CHARGED: (0, 0, 0, 1),
}
"""The sign of a balance in allocated, committed and open, spent, and support cost."""


def money_of_programme(session: Session, programme_id: int) -> dict[str, Amounts]:
    """Return the money of each funded activity of a programme, by the activity's code.

    `committed_minor` is committed and not yet spent.
    """
    statement = (
        select(col(Activity.code), col(LedgerAccount.kind), func.sum(LedgerAccount.balance_minor))
        .join(LedgerAccount, col(LedgerAccount.activity_id) == col(Activity.id))
        .where(col(Activity.programme_id) == programme_id)
        .group_by(col(Activity.code), col(LedgerAccount.kind))
    )
    found: defaultdict[str, Amounts] = defaultdict(Amounts)
    for code, kind, minor in session.execute(statement):
        signs = SPENDING.get(kind)
        if signs:
            added = Amounts(*(sign * int(minor) for sign in signs))
            found[code] = total_of([found[code], added])
    return dict(found)
