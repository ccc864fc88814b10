"""Checks of days below zero: each was let in, and the trail tells why."""

from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlmodel import col

from tracker.fund.ledger.days_below_zero import all_days_below_zero
from tracker.fund.ledger.days_let_in import reasons_in_trail
from tracker.fund.ledger.tables import LedgerAccount
from tracker.fund.ledger.verification import Verification
from tracker.fund.verification.text_columns import as_text


def check_days(connection: Connection, found: Verification) -> None:
    """Check that no account inside the fund is below zero on a day that was not let in."""
    for days in all_days_below_zero(connection):
        if not days.let_in:
            found.add(
                f"account {days.account_id} ({days.kind})",
                f"it is below zero from {days.first_on} on, at {days.lowest_minor} at the lowest, "
                "and nobody let that in",
            )


def check_let_in(connection: Connection, found: Verification) -> None:
    """Check that each account has the reason for days below zero that the trail tells last."""
    told = reasons_in_trail(connection)
    accounts = select(
        col(LedgerAccount.id), as_text(col(LedgerAccount.kind)), col(LedgerAccount.let_in)
    ).order_by(col(LedgerAccount.id))
    for number, kind, let_in in connection.execute(accounts):
        why = told.pop(str(number), "")
        if let_in and not why:
            found.add(
                f"account {number} ({kind})", "the trail tells nothing of why it may be below zero"
            )
        elif let_in != why:
            found.add(
                f"account {number} ({kind})",
                "it has another reason to be below zero than the trail",
            )
