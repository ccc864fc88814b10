"""Checks of closed periods: order, gaps, corrections, closing balances."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.engine import Connection
from sqlmodel import col

from tracker.fund.ledger.tables import LedgerEntry, LedgerHead, LedgerLine
from tracker.fund.ledger.verification import Verification
from tracker.fund.states import PeriodKind
from tracker.fund.tables.periods import ClosedPeriod, ClosingBalance
from tracker.fund.verification.text_columns import as_text


class _Period(NamedTuple):
    """A closed period as stored."""

    number: int
    first: date
    last: date
    last_entry: int

    @property
    def where(self) -> str:
        """Return the name of the period in a fault."""
        return f"period {self.first} to {self.last}"


def check_order(connection: Connection, found: Verification) -> None:
    """Check that months, and years, are whole and follow each other without a gap."""
    for kind in PeriodKind:
        periods = _periods(connection, kind)
        for period in periods:
            if (period.first, period.last) != _bounds(kind, period.first):
                found.add(period.where, f"it is no whole {kind.value}")
        for before, after in pairwise(periods):
            if after.first != before.last + timedelta(days=1):
                found.add(after.where, f"it does not follow the {kind.value} closed before it")
            if after.last_entry < before.last_entry:
                found.add(after.where, "it was closed before the period before it")
    _check_entries_named(connection, found)


def check_months(connection: Connection, found: Verification) -> None:
    """Check that entries recorded after a closing are open or marked as corrections.

    Between two closings the days up to the last closed one are closed, and no others.
    """
    months = _periods(connection, PeriodKind.MONTH)
    starts = [_Period(0, date.min, date.min, 0), *months]
    ends: list[int | None] = [month.last_entry for month in months]
    for closed, until in zip(starts, [*ends, None], strict=True):
        if until is not None and until <= closed.last_entry:
            continue
        entries = select(col(LedgerEntry.id), col(LedgerEntry.correction)).where(
            col(LedgerEntry.id) > closed.last_entry,
            or_(
                and_(
                    col(LedgerEntry.effective_on) <= closed.last, col(LedgerEntry.correction) == ""
                ),
                and_(
                    col(LedgerEntry.effective_on) > closed.last, col(LedgerEntry.correction) != ""
                ),
            ),
        )
        if until is not None:
            entries = entries.where(col(LedgerEntry.id) <= until)
        for number, correction in connection.execute(entries.order_by(col(LedgerEntry.id))):
            found.add(
                f"entry {number}",
                "it is called a correction, and its day was open"
                if correction
                else "its day was closed, and it is no correction",
            )


def check_years(connection: Connection, found: Verification) -> None:
    """Check that a year was closed after its last month."""
    months = _periods(connection, PeriodKind.MONTH)
    closed = {month.last: month.last_entry for month in months}
    for year in _periods(connection, PeriodKind.YEAR):
        if year.last not in closed:
            found.add(year.where, "its last month is not closed")
        elif year.last_entry < closed[year.last]:
            found.add(year.where, "it was closed before its last month")


def check_balances(connection: Connection, found: Verification) -> None:
    """Check the closing balances of a year against the lines known then."""
    for year in _periods(connection, PeriodKind.YEAR):
        kept = {
            account: (int(minor), int(original))
            for account, minor, original in connection.execute(
                select(
                    col(ClosingBalance.account_id),
                    col(ClosingBalance.minor),
                    col(ClosingBalance.original_minor),
                ).where(col(ClosingBalance.period_id) == year.number)
            )
        }
        lines = _sums(connection, year)
        for account in sorted(kept.keys() | lines.keys()):
            if kept.get(account) != lines.get(account):
                found.add(
                    year.where,
                    f"account {account} closed with {_spelled(kept.get(account))}, "
                    f"the lines sum to {_spelled(lines.get(account))}",
                )


def _periods(connection: Connection, kind: PeriodKind) -> list[_Period]:
    """Read the closed periods of a kind in their order."""
    statement = (
        select(
            col(ClosedPeriod.id),
            col(ClosedPeriod.first_on),
            col(ClosedPeriod.last_on),
            col(ClosedPeriod.last_entry_id),
        )
        .where(as_text(col(ClosedPeriod.kind)) == kind.value)
        .order_by(col(ClosedPeriod.first_on))
    )
    return [
        _Period(number or 0, first, last, entry)
        for number, first, last, entry in connection.execute(statement)
    ]


def _bounds(kind: PeriodKind, first: date) -> tuple[date, date]:
    """Return the first and the last day of the month, or year, of a day."""
    if kind is PeriodKind.YEAR:
        return date(first.year, 1, 1), date(first.year, 12, 31)
    days = monthrange(first.year, first.month)[1]
    return first.replace(day=1), first.replace(day=days)


def _check_entries_named(connection: Connection, found: Verification) -> None:
    """Check that each period names an existing entry."""
    last = select(col(LedgerHead.last_entry_id)).scalar_subquery()
    statement = select(col(ClosedPeriod.first_on), col(ClosedPeriod.last_on)).where(
        col(ClosedPeriod.last_entry_id) > last
    )
    for first, until in connection.execute(statement):
        found.add(f"period {first} to {until}", "it names an entry that is not there")


def _sums(connection: Connection, year: _Period) -> dict[int, tuple[int, int]]:
    """Add up the lines by account as at the year's end, as known when it was closed."""
    statement = (
        select(
            col(LedgerLine.account_id),
            func.sum(col(LedgerLine.minor)),
            func.sum(func.coalesce(col(LedgerLine.original_minor), 0)),
        )
        .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
        .where(col(LedgerEntry.effective_on) <= year.last, col(LedgerEntry.id) <= year.last_entry)
        .group_by(col(LedgerLine.account_id))
    )
    return {
        account: (int(minor), int(original))
        for account, minor, original in connection.execute(statement)
    }


def _spelled(amounts: tuple[int, int] | None) -> str:
    """Spell the balances of an account."""
    return "nothing" if amounts is None else f"{amounts[0]} ({amounts[1]})"
