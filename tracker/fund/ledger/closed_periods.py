"""The closed periods, in which only a correction with its reason may count."""

from datetime import date

from sqlalchemy import func
from sqlmodel import Session, select

from tracker.fund.tables.periods import ClosedPeriod


def closed_until(session: Session) -> date | None:
    """Return the last closed day; closed periods follow each other without a gap."""
    return session.exec(select(func.max(ClosedPeriod.last_on))).one()
