"""The days on which an account inside the fund is below zero, computed from the entries.

The book refuses such days. They are there where they were on record before it did, and where a
profile or an operator who takes a ledger over let them in for a reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Date, Select, String, func, select, type_coerce
from sqlmodel import Session, col

from tracker.assistance.tables.activities import Activity
from tracker.fund.ledger.accounts import OUTSIDE, AccountKind
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.tables.contributions import Contribution

ON_RECORD = "on record before days below zero were refused"
"""The reason of accounts that were below zero when migration 0015 found them."""


@dataclass(frozen=True, slots=True)
class DaysBelowZero:
    """Following days on which an account is below zero.

    `until` is the first day on which it is not any more, None where it stays. `lowest_minor` is
    the lowest of its balances, in US cents; `let_in` the reason, empty where there is none.
    """

    account_id: int
    kind: str
    contribution: str
    activity: str
    first_on: date
    until: date | None
    lowest_minor: int
    let_in: str

    @property
    def account_kind(self) -> AccountKind:
        """The kind of the account."""
        return AccountKind(self.kind)

    def within(self, first: date, last: date) -> bool:
        """Tell whether one of the days lies in a period."""
        return self.first_on <= last and (self.until is None or self.until > first)


def days_below_zero(session: Session) -> list[DaysBelowZero]:
    """Return the days below zero of the accounts that had a reason to be; reads these alone."""
    return _joined(session.execute(_select_days(let_in_alone=True)))


def all_days_below_zero(connection: Connection) -> list[DaysBelowZero]:
    """Return the days below zero of all accounts, for the verification; reads every line."""
    return _joined(connection.execute(_select_days(let_in_alone=False)))


def _select_days(*, let_in_alone: bool) -> Select[Any]:
    """Select the days with a change after which an account is below zero, in order."""
    number, on = col(LedgerLine.account_id), col(LedgerEntry.effective_on)
    kind = type_coerce(col(LedgerAccount.kind), String)
    minor = func.sum(col(LedgerLine.minor)).label("minor")
    columns: list[Any] = [number.label("number"), on.label("day"), minor]
    changes = (
        select(*columns)
        .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
        .join(LedgerAccount, col(LedgerAccount.id) == number)
        .where(kind.not_in([one.value for one in OUTSIDE]))
        .group_by(number, on)
    )
    if let_in_alone:
        changes = changes.where(col(LedgerAccount.let_in) != "")
    days = changes.subquery()
    account, day = days.c.number, days.c.day
    balance = func.sum(days.c.minor).over(partition_by=account, order_by=day)
    until = func.lead(day, type_=Date()).over(partition_by=account, order_by=day)
    balances = select(account, day, balance.label("balance"), until.label("until")).subquery()
    return (
        select(
            balances.c.number,
            kind,
            col(Contribution.reference),
            func.coalesce(col(Activity.code), ""),
            balances.c.day,
            balances.c.until,
            balances.c.balance,
            col(LedgerAccount.let_in),
        )
        .join(LedgerAccount, col(LedgerAccount.id) == balances.c.number)
        .join(Contribution, col(Contribution.id) == col(LedgerAccount.contribution_id))
        .outerjoin(Activity, col(Activity.id) == col(LedgerAccount.activity_id))
        .where(balances.c.balance < 0)
        .order_by(col(Contribution.reference), balances.c.number, balances.c.day)
    )


def _joined(rows: Iterable[Any]) -> list[DaysBelowZero]:
    """Join what follows without a day between."""
    found: list[DaysBelowZero] = []
    for number, kind, contribution, activity, day, until, balance, let_in in rows:
        one = DaysBelowZero(number, kind, contribution, activity, day, until, int(balance), let_in)
        before = found[-1] if found else None
        if before and before.account_id == number and before.until == day:
            lowest = min(before.lowest_minor, one.lowest_minor)
            found[-1] = replace(before, until=until, lowest_minor=lowest)
        else:
            found.append(one)
    return found
