"""The desk at which history is taken over: its entries count as recorded when they were.

Only what takes over the history of an account may open it (the contracts of pyproject.toml name
who); for forms, sheets and programs an entry is recorded at the moment at which it is posted.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from tracker.fund.ledger.book import Book
from tracker.fund.preparation.desk import Desk, parts_of_desk


@dataclass(slots=True)
class HistoryDesk(Desk):
    """A desk whose drafts are recorded at moments that have passed, none before the one before."""

    def record_at(self, moment: datetime) -> None:
        """Let the drafts that are prepared from now on count as recorded at a moment."""
        self._recorded_at = moment


def history_desk(session: Session, book: Book) -> HistoryDesk:
    """Open a desk for taking over history, on a book that is open for writing."""
    return HistoryDesk(*parts_of_desk(session, book))
