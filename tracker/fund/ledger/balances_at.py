"""Balances of accounts as at a day, as an expression of SQL: what lies ahead does not count."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import col

from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine


def balance_at(
    account: type[LedgerAccount], on: date, *, original: bool = False
) -> ColumnElement[int]:
    """Return the balance of an account as at a day, in US cents or in the original currency.

    Lines are read for those accounts alone whose last line lies ahead.
    """
    balance: Any = col(account.original_minor if original else account.balance_minor)
    minor: Any = col(LedgerLine.original_minor if original else LedgerLine.minor)
    ahead = (
        select(func.coalesce(func.sum(minor), 0))
        .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
        .where(col(LedgerLine.account_id) == col(account.id), col(LedgerEntry.effective_on) > on)
        .correlate(account)
        .scalar_subquery()
    )
    found: ColumnElement[int] = balance - case((col(account.last_on) > on, ahead), else_=0)
    return found
