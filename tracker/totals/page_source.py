"""The source of the charts, tiles and blocks of a page or a document: all that they may read."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from tracker.people.permissions import ANYONE, CurrentUser
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader


@dataclass(frozen=True, slots=True)
class PageSource:
    """The totals, the database and the query that a page is read from, and for whom it is read.

    `user` is the public (`ANYONE`) unless the page shows this user more than the public: what
    everybody sees is read once for everybody. A part that not everybody may see asks a predicate of
    `tracker.people.permissions` about `user`.
    """

    reader: TotalsReader
    session: Session
    query: Query
    user: CurrentUser = ANYONE

    @property
    def locale(self) -> str:
        """The language of names."""
        return self.reader.locale


OpenTo = Callable[[CurrentUser, Query], bool]
"""A predicate: whether a user may see a part of a page under a query."""


def everybody(_user: CurrentUser, _query: Query) -> bool:
    """Open a part of a page to all readers."""
    return True


def nobody(_user: CurrentUser, _query: Query) -> bool:
    """Show no user more than the public."""
    return False
