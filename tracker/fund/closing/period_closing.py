"""The closing of months and years, which never open again."""

from datetime import date

from sqlalchemy import Select, func, insert, select
from sqlmodel import Session, col

from tracker.errors import Conflict
from tracker.fund.approvals.request_list import waiting_days
from tracker.fund.closing.months import MONTHS, Month, expect_year_closable, months_to_close
from tracker.fund.ledger.closed_periods import closed_until
from tracker.fund.ledger.ledger_head import last_entry
from tracker.fund.ledger.tables import LedgerEntry, LedgerLine
from tracker.fund.states import PeriodKind
from tracker.fund.tables.periods import ClosedPeriod, ClosingBalance
from tracker.people.audit import Change, lock_record, record
from tracker.people.subjects import Subject
from tracker.periods import utc_now
from tracker.words import say


def close_months(session: Session, through: Month, actor: str, note: str = "") -> int:
    """Close all months up to a past one, inside transaction(); return their number.

    Raises InvalidInput when the month is not over or is closed, Conflict when a request for these
    months waits.
    """
    lock_record(session)
    first_entry: date | None = session.execute(select(func.min(LedgerEntry.effective_on))).scalar()
    until = closed_until(session)
    months = months_to_close(through, until, first_entry, utc_now().date())
    waiting = [number for number, day in waiting_days(session) if day <= through.last]
    if waiting:
        raise Conflict(
            say(
                "request %(number)s counts for these months and waits for approval; "
                "have it decided first",
                number=min(waiting),
            )
        )
    for month in months:
        _close(session, PeriodKind.MONTH, month.first, month.last, actor, note)
    return len(months)


def close_year(session: Session, year: int, actor: str, note: str = "") -> int:
    """Close a year and save its closing balances; return the number of accounts.

    Raises InvalidInput when its months, or the year before, are not closed.
    """
    lock_record(session)
    years = {
        period.year
        for (period,) in session.execute(
            select(col(ClosedPeriod.first_on)).where(col(ClosedPeriod.kind) == PeriodKind.YEAR)
        )
    }
    expect_year_closable(year, closed_until(session), years)
    last = date(year, MONTHS, 31)
    period = _close(session, PeriodKind.YEAR, date(year, 1, 1), last, actor, note)
    balances = [
        {
            "period_id": period,
            "account_id": account,
            "minor": int(minor),
            "original_minor": int(own),
        }
        for account, minor, own in session.execute(_balances_at(last, last_entry(session)))
    ]
    if balances:
        session.execute(insert(ClosingBalance), balances)
    return len(balances)


def _balances_at(last: date, last_entry_id: int) -> Select[int, int, int]:
    """Select each account's sums as at a day, as known at an entry."""
    return (
        select(
            col(LedgerLine.account_id),
            func.sum(col(LedgerLine.minor)),
            func.sum(func.coalesce(col(LedgerLine.original_minor), 0)),
        )
        .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
        .where(col(LedgerEntry.effective_on) <= last, col(LedgerEntry.id) <= last_entry_id)
        .group_by(col(LedgerLine.account_id))
        .order_by(col(LedgerLine.account_id))
    )


def _close(
    session: Session, kind: PeriodKind, first: date, last: date, actor: str, note: str
) -> int:
    """Save a closed period with its user."""
    row = ClosedPeriod(
        kind=kind,
        first_on=first,
        last_on=last,
        closed_at=utc_now(),
        closed_by=actor,
        last_entry_id=last_entry(session),
        note=note,
    )
    session.add(row)
    session.flush()
    name = f"{first:%Y-%m}" if kind is PeriodKind.MONTH else f"{first:%Y}"
    record(
        session, actor, Change("close", Subject.PERIOD, name, new={"kind": kind.value}, why=note)
    )
    return row.id or 0
