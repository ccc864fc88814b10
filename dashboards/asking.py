"""What a page is asked with: a filter, the totals that answer it, and the way to other pages."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from dashboards.writing import Writer
from tracker.totals.dimensions import Dimension
from tracker.totals.query import Query
from tracker.totals.query_string import CODES, pairs_of
from tracker.totals.reader import TotalsReader

PAGES = {
    Dimension.DONOR: "donors",
    Dimension.REGION: "regions",
    Dimension.COUNTRY: "regions",
    Dimension.PROTOCOL: "protocols",
}
"""The pages that are about one code of a dimension."""


@dataclass(frozen=True)
class Ask(TotalsReader):
    """One question: `path` is the page's own, `subject` the dimension that it is about."""

    filter: Query
    writer: Writer
    version: int
    path: str
    subject: Dimension | None = None

    def href(self, dimension: Dimension, code: str) -> str:
        """Return where a code leads: its own page, or this page with that code chosen."""
        if not code or self.filter.of(dimension) == (code,):
            return ""
        if dimension is Dimension.YEAR:
            pairs = [pair for pair in self.kept() if pair[0] not in ("from", "to")]
            span = [("from", f"{code}-01-01"), ("to", f"{code}-12-31")]
            return _address(self.path, [*span, *pairs])
        if dimension in PAGES:
            name = next(name for name, own in CODES.items() if own is dimension)
            pairs = [pair for pair in pairs_of(self.filter) if pair[0] != name]
            return _address(f"/dashboards/{PAGES[dimension]}/{quote(code)}", pairs)
        if dimension in CODES.values():
            name = next(name for name, own in CODES.items() if own is dimension)
            pairs = [pair for pair in self.kept() if pair[0] != name]
            return _address(self.path, [*pairs, (name, code)])
        return ""

    def file(self, page: str, chart: str) -> str:
        """Return the address of the file behind a chart."""
        return _address(f"/dashboards/figures/{page}/{chart}.csv", [*pairs_of(self.filter)])

    def kept(self) -> list[tuple[str, str]]:
        """Return what the query string of this page says beside what its path says."""
        name = next((name for name, own in CODES.items() if own is self.subject), None)
        return [pair for pair in pairs_of(self.filter) if pair[0] != name]


def _address(path: str, pairs: list[tuple[str, str]]) -> str:
    """Join a path and a query string."""
    return f"{path}?{urlencode(pairs)}" if pairs else path
