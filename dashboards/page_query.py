"""The query of a page: a query of totals, and the page's own dimension."""

from dataclasses import dataclass

from tracker.totals.dimensions import Dimension
from tracker.totals.query import Query
from tracker.totals.query_string import pairs_of


@dataclass(frozen=True, slots=True)
class PageQuery:
    """A query; `subject` is the dimension of which the page's path names one code."""

    query: Query
    subject: Dimension | None = None

    def filter_pairs(self) -> list[tuple[str, str]]:
        """Return names and values of the query string without the code in the page's path."""
        return [pair for pair in pairs_of(self.query) if pair[0] != self.subject]
