"""What can be taken of a contribution from a day on, for forms that show it."""

from datetime import date

from sqlmodel import Session

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.book_loader import DatabaseLoader
from tracker.periods import utc_now


def free_from(session: Session, contribution_id: int, on: date) -> int:
    """Return what is not allocated on a day and stays there, less what waits, in US cents."""
    book = Book(DatabaseLoader(session), now=utc_now())
    book.prepare([contribution_id])
    return book.free_from(AccountKind.UNALLOCATED, contribution_id, None, on)


def free_in_activity(
    session: Session, contribution_id: int, activity_id: int, kind: AccountKind, on: date
) -> int:
    """Return what an account of an activity holds on a day and later, less what waits."""
    book = Book(DatabaseLoader(session), now=utc_now())
    book.prepare([contribution_id], [activity_id])
    return book.free_from(kind, contribution_id, activity_id, on)
