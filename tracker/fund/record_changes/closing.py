"""The closing of months and of a year, as a change that takes two persons.

An approval is bound to the entries of the days to be closed, to their balances, and to the list of
what is open.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.errors import InvalidInput
from tracker.fund.approvals.change_kinds import ChangeShown, RecordChangeKind, TwoPersons
from tracker.fund.closing.months import MONTHS, Month
from tracker.fund.closing.period_closing import (
    balances_at,
    closable_through,
    close_months,
    close_year,
    expect_closable,
)
from tracker.fund.ledger.closed_periods import closed_until
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.record_changes.open_items import below_zero, open_items
from tracker.fund.states import RecordChange
from tracker.people.permissions import Permission
from tracker.words import say


@dataclass(frozen=True, slots=True)
class MonthsClosing:
    """The closing of all months up to one."""

    through: Month


@dataclass(frozen=True, slots=True)
class YearClosing:
    """The closing of a year."""

    year: int


def show_months(session: Session, closing: MonthsClosing) -> ChangeShown:
    """Return the months to close, with what the decision rests on."""
    months = closable_through(session, closing.through)
    until = closed_until(session)
    return ChangeShown(
        title=_title(months),
        before={"closed_until": until.isoformat() if until else None},
        after={"closed_until": months[-1].last.isoformat(), "months": len(months)},
        rests_on=_rests_on(session, months[-1].last),
        open_items=open_items(session, months[0].first, months[-1].last),
    )


def check_months(session: Session, closing: MonthsClosing, why: str) -> None:
    """Refuse months that cannot be closed, or with a day below zero and no reason."""
    months = closable_through(session, closing.through)
    _expect_reason(session, months[0].first, months[-1].last, why)


def apply_months(session: Session, closing: MonthsClosing, persons: TwoPersons) -> None:
    """Close the months."""
    close_months(
        session,
        closing.through,
        persons.prepared_by,
        persons.why,
        approver=persons.approved_by,
    )


def show_year(session: Session, closing: YearClosing) -> ChangeShown:
    """Return the year to close, with what the decision rests on."""
    last = date(closing.year, MONTHS, 31)
    rests_on = _rests_on(session, last)
    return ChangeShown(
        title=str(closing.year),
        before={"year_closed": False},
        after={"year_closed": True, "accounts": rests_on["accounts"]},
        rests_on=rests_on,
        open_items=open_items(session, date(closing.year, 1, 1), last),
    )


def check_year(session: Session, closing: YearClosing, why: str) -> None:
    """Refuse a year that cannot be closed, or with a day below zero and no reason."""
    expect_closable(session, closing.year)
    first, last = date(closing.year, 1, 1), date(closing.year, MONTHS, 31)
    _expect_reason(session, first, last, why)


def apply_year(session: Session, closing: YearClosing, persons: TwoPersons) -> None:
    """Close the year."""
    close_year(
        session, closing.year, persons.prepared_by, persons.why, approver=persons.approved_by
    )


def _title(months: list[Month]) -> str:
    """Name months by the first and the last."""
    first, last = f"{months[0].first:%Y-%m}", f"{months[-1].first:%Y-%m}"
    return first if len(months) == 1 else f"{first} / {last}"


def _rests_on(session: Session, last: date) -> dict[str, Any]:
    """Return the entries and the balances up to a day: counts, the last entry, digests."""
    entries, number = session.execute(
        select(func.count(col(LedgerEntry.id)), func.max(col(LedgerEntry.id))).where(
            col(LedgerEntry.effective_on) <= last
        )
    ).one()
    head = select(col(LedgerEntry.digest)).where(col(LedgerEntry.id) == number)
    digest = session.execute(head).scalar()
    balances = balances_at(session, last)
    return {
        "entries": entries,
        "last_entry": number or 0,
        "entry_digest": digest.hex() if digest else "",
        "accounts": len(balances),
        "balances_digest": hashlib.sha256(orjson.dumps(balances)).hexdigest(),
    }


def _expect_reason(session: Session, first: date, last: date, why: str) -> None:
    """Refuse to close days below zero without a reason."""
    below = list(below_zero(session, first, last))
    if below and not why.strip():
        raise InvalidInput(
            say("an account is below zero on %(day)s; say why it is closed so", day=below[0].day),
            "note",
        )


CLOSE_MONTHS = RecordChangeKind(
    RecordChange.CLOSE_MONTHS,
    Permission.CLOSE_PERIODS,
    TypeAdapter(MonthsClosing),
    show_months,
    check_months,
    apply_months,
    lambda _closing: ("months",),  # each closes from the first open one on
    needs_reason=False,
    field="month",
)
CLOSE_YEAR = RecordChangeKind(
    RecordChange.CLOSE_YEAR,
    Permission.CLOSE_PERIODS,
    TypeAdapter(YearClosing),
    show_year,
    check_year,
    apply_year,
    lambda closing: (str(closing.year),),
    needs_reason=False,
    field="year",
)
