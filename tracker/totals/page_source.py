"""The source of the charts, tiles and blocks of a page or a document: all that they may read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlmodel import Session

from tracker.people.permissions import ANYONE, CurrentUser
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class PageSource:
    """The totals, the database and the query that a page is read from, and for whom it is read.

    `user` is the public (`ANYONE`) unless the page shows this user more than the public: what
    everybody sees is read once for everybody. A part that not everybody may see asks a predicate of
    `tracker.people.permissions` about `user`. `before` is the same source of the period before,
    where a page shows that too.
    """

    reader: TotalsReader
    session: Session
    query: Query
    user: CurrentUser = ANYONE
    before: "PageSource | None" = None
    _read: dict[Callable[["PageSource"], Any], Any] = field(
        default_factory=dict, compare=False, repr=False
    )

    def once(self, read: Callable[["PageSource"], Read]) -> Read:
        """Return what a function reads of this source; several parts of a page read it once."""
        if read not in self._read:
            self._read[read] = read(self)
        found: Read = self._read[read]
        return found

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
