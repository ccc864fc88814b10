"""The head of the ledger: the numbers of its last rows, and the digest of its last entry."""

from sqlmodel import Session, select

from tracker.fund.ledger.tables import LedgerHead


def read_head(session: Session) -> LedgerHead:
    """Read the head from the database, past the session's cache."""
    return session.exec(select(LedgerHead), execution_options={"populate_existing": True}).one()


def last_entry(session: Session) -> int:
    """Return the number of the last entry."""
    return read_head(session).last_entry_id
