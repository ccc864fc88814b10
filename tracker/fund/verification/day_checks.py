"""Checks of days below zero: each was let in, and the trail tells why."""

from sqlalchemy import String, cast, select
from sqlalchemy.engine import Connection
from sqlmodel import col

from tracker.fund.ledger.days_below_zero import ON_RECORD, all_days_below_zero
from tracker.fund.ledger.ledger_writer import LET_IN
from tracker.fund.ledger.tables import LedgerAccount
from tracker.fund.ledger.verification import Verification
from tracker.fund.verification.text_columns import as_text
from tracker.people.subjects import Subject
from tracker.people.tables import AuditRecord


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
    """Check that the trail tells of each reason for which days below zero were let in."""
    told = select(col(AuditRecord.id)).where(
        col(AuditRecord.subject_kind) == Subject.LEDGER_ACCOUNT.value,
        col(AuditRecord.action) == LET_IN,
        col(AuditRecord.subject_reference) == cast(col(LedgerAccount.id), String),
        col(AuditRecord.why) == col(LedgerAccount.let_in),
    )
    untold = (
        select(col(LedgerAccount.id), as_text(col(LedgerAccount.kind)))
        .where(col(LedgerAccount.let_in).not_in(("", ON_RECORD)), ~told.exists())
        .order_by(col(LedgerAccount.id))
    )
    for number, kind in connection.execute(untold):
        found.add(
            f"account {number} ({kind})", "the trail tells nothing of why it may be below zero"
        )
