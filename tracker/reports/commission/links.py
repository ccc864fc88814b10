"""The addresses of the pages and answers that have the figures behind a paragraph or table."""

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from tracker.fund.ledger.measures import Measure
from tracker.reports.content.texts import Amount, Count, Text
from tracker.totals.dimensions import Dimension
from tracker.totals.opening import BETWEEN, Opening
from tracker.totals.query import Query
from tracker.totals.query_string import to_query_string
from tracker.totals.record_opening import RecordOpening

AnyOpening = Opening | RecordOpening
"""An opening of money or of records."""


class Opened(NamedTuple):
    """A cell with the address of the rows behind it, "" for none."""

    text: Text | None
    address: str


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses with the days and both dates of a query."""

    query: Query
    before: Query | None = None

    def rows(self, opening: AnyOpening, *, before: bool = False) -> str:
        """Return the address of the rows behind a figure, of the period or of the one before."""
        query = (self.before if before else self.query) or self.query
        kind = opening.kind(dimension for dimension, _codes in query.codes)
        asked = [urlencode([*opening.pairs()], safe=BETWEEN), to_query_string(query)]
        return f"/dashboards/rows/{kind}?{'&'.join(part for part in asked if part)}"

    def money(
        self, minor: int, opening: Opening, code: str | None = None, *, before: bool = False
    ) -> Opened:
        """Return an amount with the rows behind it; without a code, or of zero, there are none."""
        address = self.rows(opening, before=before) if minor and code != "" else ""
        return Opened(Amount(minor), address)

    def number(self, number: int | None, opening: AnyOpening, code: str | None = None) -> Opened:
        """Return a number with the records behind it; without a code, or of zero, there are none.

        None is a number that is not shown.
        """
        shown = None if number is None else Count(number)
        return Opened(shown, self.rows(opening) if number and code != "" else "")

    def on_paragraph(self, number: int) -> "Links":
        """Return the links of what was done on an operative paragraph."""
        return Links(self.query.having(Dimension.PARAGRAPH, str(number)))

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
