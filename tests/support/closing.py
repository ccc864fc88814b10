"""Closings for tests, by two persons."""

from sqlmodel import Session

from tests.support.approvals import SECOND
from tracker.fund.closing import period_closing
from tracker.fund.closing.months import Month


def close_months(session: Session, through: Month, actor: str, note: str = "") -> int:
    """Close months that one person prepared and the second approves."""
    return period_closing.close_months(session, through, actor, note, approver=SECOND)


def close_year(session: Session, year: int, actor: str, note: str = "") -> int:
    """Close a year that one person prepared and the second approves."""
    return period_closing.close_year(session, year, actor, note, approver=SECOND)
