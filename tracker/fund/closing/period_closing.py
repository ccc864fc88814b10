"""The closing of months and years by two persons, which never open again."""

from datetime import date

from sqlalchemy import Select, func, insert, select
from sqlmodel import Session, col

from tracker.errors import Conflict, NotAllowed
from tracker.fund.approvals.request_list import waiting_days
from tracker.fund.closing.months import MONTHS, Month, expect_year_closable, months_to_close
from tracker.fund.ledger.closed_periods import closed_until
from tracker.fund.ledger.ledger_head import last_entry
from tracker.fund.ledger.tables import LedgerEntry, LedgerLine
from tracker.fund.states import PeriodKind
from tracker.fund.tables.periods import ClosedPeriod, ClosingBalance
from tracker.people.actors import is_same
from tracker.people.audit import Change, lock_record, record
from tracker.people.subjects import Subject
from tracker.periods import today, utc_now
from tracker.words import say


def closable_through(session: Session, through: Month) -> list[Month]:
    """Return the months that closing up to one closes.

    Raises InvalidInput when the month is not over or is closed, Conflict when a request for these
    months waits.
    """
    first_entry: date | None = session.execute(select(func.min(LedgerEntry.effective_on))).scalar()
    months = months_to_close(through, closed_until(session), first_entry, today())
    waiting = [number for number, day in waiting_days(session) if day <= through.last]
    if waiting:
        raise Conflict(
            say(
                "request %(number)s counts for these months and waits for approval; "
                "have it decided first",
                number=min(waiting),
            ),
            "month",
        )
    return months


def close_months(
    session: Session, through: Month, actor: str, note: str = "", *, approver: str
) -> int:
    """Close all months up to a past one, inside transaction(); return their number.

    Raises NotAllowed when the approver is the actor, and the refusals of `closable_through`.
    """
    lock_record(session)
    _expect_two(session, actor, approver)
    months = closable_through(session, through)
    for month in months:
        _close(session, PeriodKind.MONTH, (month.first, month.last), (actor, approver), note)
    return len(months)


def expect_closable(session: Session, year: int) -> None:
    """Refuse a year of which the months, or the year before, are not closed, or a closed one."""
    years = {
        period.year
        for (period,) in session.execute(
            select(col(ClosedPeriod.first_on)).where(col(ClosedPeriod.kind) == PeriodKind.YEAR)
        )
    }
    expect_year_closable(year, closed_until(session), years)


def close_year(session: Session, year: int, actor: str, note: str = "", *, approver: str) -> int:
    """Close a year and save its closing balances; return the number of accounts.

    Raises NotAllowed when the approver is the actor, and the refusals of `expect_closable`.
    """
    lock_record(session)
    _expect_two(session, actor, approver)
    expect_closable(session, year)
    last = date(year, MONTHS, 31)
    days = date(year, 1, 1), last
    period = _close(session, PeriodKind.YEAR, days, (actor, approver), note)
    balances = [
        {"period_id": period, "account_id": account, "minor": minor, "original_minor": own}
        for account, minor, own in balances_at(session, last)
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


def balances_at(session: Session, last: date) -> list[tuple[int, int, int]]:
    """Return each account's sums as at a day: account, US cents, original minor units."""
    rows = session.execute(_balances_at(last, last_entry(session)))
    return [(account, int(minor), int(own)) for account, minor, own in rows]


def _expect_two(session: Session, actor: str, approver: str) -> None:
    """Refuse a closing by one person."""
    if not approver or is_same(session, actor, approver):
        raise NotAllowed(say("who prepared a closing cannot approve it"))


def _close(
    session: Session, kind: PeriodKind, days: tuple[date, date], persons: tuple[str, str], note: str
) -> int:
    """Save a closed period with its two persons: who prepared the closing, and who approved it."""
    first, last = days
    actor, approver = persons
    row = ClosedPeriod(
        kind=kind,
        first_on=first,
        last_on=last,
        closed_at=utc_now(),
        closed_by=actor,
        last_entry_id=last_entry(session),
        note=note,
        approved_by=approver,
    )
    session.add(row)
    session.flush()
    name = f"{first:%Y-%m}" if kind is PeriodKind.MONTH else f"{first:%Y}"
    facts = {"kind": kind.value, "approved_by": approver}
    record(session, actor, Change("close", Subject.PERIOD, name, new=facts, why=note))
    return row.id or 0
