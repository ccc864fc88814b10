"""The addresses of the pages and answers that have the figures behind a paragraph or table."""

from dataclasses import dataclass
from urllib.parse import urlencode

from tracker.fund.ledger.measures import Measure
from tracker.totals.dimensions import Dimension
from tracker.totals.query import Query
from tracker.totals.query_string import to_query_string


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses with the days and both dates of a query."""

    query: Query

    def page(self, name: str) -> str:
        """Return the address of a page of the dashboards."""
        return f"/dashboards/{name}?{to_query_string(self.query)}"

    def answer(self, name: str, **parameters: str) -> str:
        """Return the address of an answer of the API."""
        own = [*parameters.items()]
        asked = "&".join(part for part in (urlencode(own), to_query_string(self.query)) if part)
        return f"/api/v1/{name}?{asked}"

    def totals(self, measure: Measure, by: Dimension) -> str:
        """Return the address of the totals of a measure by a dimension."""
        return self.answer("totals", measure=measure, by=by)

    def paragraph(self, number: int) -> str:
        """Return the address of what was done on an operative paragraph."""
        return f"{self.page('commission')}#paragraph-{number}"

    def requests(self) -> str:
        """Return the address of the requests of States."""
        return f"/requests?{to_query_string(self.query)}"
