"""The published activities whose budget is not wholly allocated, as everybody may see them."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.assistance.activity_pace import OPEN
from tracker.assistance.states import PublicationState
from tracker.assistance.tables.activities import Activity, Programme
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.balances_at import balance_at
from tracker.fund.ledger.tables import LedgerAccount
from tracker.periods import today

GIVEN = (AccountKind.ALLOCATED, AccountKind.COMMITTED, AccountKind.SPENT)


class UnfundedActivity(NamedTuple):
    """An activity that is planned or going on, its budget and what it was given, in US cents."""

    code: str
    title: str
    programme: str
    programme_title: str
    budget_minor: int
    allocated_minor: int

    @property
    def lacking_minor(self) -> int:
        """The part of the budget that is not allocated."""
        return self.budget_minor - self.allocated_minor


def unfunded_activities(session: Session) -> tuple[UnfundedActivity, ...]:
    """Return the activities that lack money today, those that lack most first."""
    allocated = (
        select(
            col(LedgerAccount.activity_id).label("activity"),
            func.sum(balance_at(LedgerAccount, today())).label("minor"),
        )
        .where(col(LedgerAccount.kind).in_(GIVEN))
        .group_by(col(LedgerAccount.activity_id))
        .subquery()
    )
    given = func.coalesce(allocated.c.minor, 0)
    rows = session.execute(
        select(
            col(Activity.code),
            col(Activity.title),
            col(Programme.code),
            col(Programme.title),
            col(Activity.budget_minor),
            given,
        )
        .join(Programme, col(Programme.id) == col(Activity.programme_id))
        .outerjoin(allocated, allocated.c.activity == col(Activity.id))
        .where(
            col(Activity.status).in_(sorted(OPEN)),
            col(Activity.publication) == PublicationState.PUBLISHED,
            col(Activity.budget_minor) > given,
        )
        .order_by((col(Activity.budget_minor) - given).desc(), col(Activity.code))
    )
    return tuple(
        UnfundedActivity(code, title, programme, programme_title, int(budget or 0), int(minor))
        for code, title, programme, programme_title, budget, minor in rows
    )
