"""Figures of closed periods: the lines of contributions and activities that count in them."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from tracker.fund.ledger.closed_periods import closed_until
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine


def closed_lines_of_contributions(session: Session, numbers: Iterable[int]) -> int:
    """Count the lines of contributions that are in a figure of a closed period."""
    return _closed_lines(session, col(LedgerAccount.contribution_id).in_(list(numbers)))


def closed_lines_of_activities(session: Session, numbers: Iterable[int]) -> int:
    """Count the lines of activities that are in a figure of a closed period."""
    return _closed_lines(session, col(LedgerAccount.activity_id).in_(list(numbers)))


def _closed_lines(session: Session, chosen: ColumnElement[bool]) -> int:
    """Count the lines of some accounts with a measure and a day in a closed period."""
    until = closed_until(session)
    if until is None:
        return 0
    statement = (
        select(func.count(col(LedgerLine.id)))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerLine.account_id))
        .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
        .where(
            chosen,
            col(LedgerLine.measure).is_not(None),
            col(LedgerEntry.effective_on) <= until,
        )
    )
    return session.exec(statement).one()
