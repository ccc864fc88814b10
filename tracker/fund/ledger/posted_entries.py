"""Reads entries of the ledger for their reversal."""

from sqlmodel import Session, col, select

from tracker.errors import Conflict, NotFound
from tracker.fund.ledger.accounts import AccountKey
from tracker.fund.ledger.entries import Line
from tracker.fund.ledger.entry_drafts import PostedEntry
from tracker.fund.ledger.measures import BY_CODE
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.words import say


def read_entry(session: Session, entry_id: int) -> PostedEntry:
    """Return an entry with its lines; raises NotFound, or Conflict when it was reversed before."""
    entry = session.get(LedgerEntry, entry_id)
    if entry is None:
        raise NotFound(say("there is no ledger entry %(number)s", number=entry_id))
    before = session.exec(
        select(LedgerEntry.reference).where(LedgerEntry.reverses_id == entry_id)
    ).first()
    if before is not None:
        raise Conflict(
            say("%(entry)s was reversed by %(before)s", entry=entry.reference, before=before)
        )
    rows = session.exec(
        select(LedgerLine, LedgerAccount)
        .join(LedgerAccount, col(LedgerAccount.id) == LedgerLine.account_id)
        .where(LedgerLine.entry_id == entry_id)
        .order_by(col(LedgerLine.id))
    )
    lines = tuple(
        Line(
            AccountKey(account.kind, account.contribution_id, account.activity_id),
            line.minor,
            None if line.measure is None else BY_CODE[line.measure],
            line.attributed,
            line.original_minor,
        )
        for line, account in rows
    )
    return PostedEntry(
        entry_id,
        entry.kind,
        entry.usd_minor,
        lines,
        entry.contribution_id,
        entry.activity_id,
        entry.effective_on,
    )
