"""Why accounts may be below zero on some days, as the trail tells it."""

from sqlalchemy import String, select, type_coerce
from sqlalchemy.engine import Connection
from sqlmodel import col

from tracker.fund.ledger.days_below_zero import ON_RECORD
from tracker.fund.ledger.tables import LedgerAccount
from tracker.people.actors import UPGRADE
from tracker.people.subjects import Subject
from tracker.people.tables import AuditRecord
from tracker.people.trail_chain import last_clearing
from tracker.people.trail_writer import NewRecord
from tracker.periods import utc_now

LET_IN = "let_in"
"""The action in the trail by which days below zero of an account were let in."""


def records_of_before(connection: Connection) -> list[NewRecord]:
    """Return the records that accounts were below zero before such days were refused."""
    number, kind = col(LedgerAccount.id), type_coerce(col(LedgerAccount.kind), String)
    found = select(number, kind).where(col(LedgerAccount.let_in) == ON_RECORD).order_by(number)
    at = utc_now()
    return [
        NewRecord(
            at,
            UPGRADE,
            LET_IN,
            Subject.LEDGER_ACCOUNT.value,
            str(account),
            ON_RECORD,
            new={"kind": of_kind},
        )
        for account, of_kind in connection.execute(found)
    ]


def reasons_in_trail(connection: Connection) -> dict[str, str]:
    """Return the newest reason of each account that was let in, by the account's number."""
    cleared = last_clearing(connection)  # which removed all accounts
    told = (
        select(col(AuditRecord.subject_reference), col(AuditRecord.why))
        .where(
            col(AuditRecord.subject_kind) == Subject.LEDGER_ACCOUNT.value,
            col(AuditRecord.action) == LET_IN,
            col(AuditRecord.id) > (cleared[0] if cleared else 0),
        )
        .order_by(col(AuditRecord.id))
    )
    return dict(connection.execute(told).all())
