"""What a page is asked with: a filter, the totals that answer it, and the way to other pages."""

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote, urlencode

from dashboards.dimensions import Dimension
from dashboards.filters import CODES, Filter
from dashboards.totals.labels import label_of
from dashboards.totals.totals import Scope, TotalsFrame, totals
from dashboards.writing import Writer
from tracker.fund.ledger.measures import Measure

PAGES = {
    Dimension.DONOR: "donors",
    Dimension.REGION: "regions",
    Dimension.COUNTRY: "regions",
    Dimension.PROTOCOL: "protocols",
}
"""The pages that are about one code of a dimension."""


class Row(NamedTuple):
    """A code of a dimension with its label and its US cents."""

    code: str
    label: str
    minor: int


class Cross(NamedTuple):
    """Totals by two dimensions: codes and labels of rows and columns, and US cents."""

    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    minor: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: `path` is the page's own, `subject` the dimension that it is about."""

    scope: Scope
    filter: Filter
    writer: Writer
    version: int
    path: str
    subject: Dimension | None = None

    def totals(self, measure: Measure, *by: Dimension) -> TotalsFrame:
        """Return totals under the filter."""
        return totals(self.scope, measure, by)

    def total(self, measure: Measure) -> int:
        """Return the total of a measure in US cents."""
        return self.totals(measure).total_minor

    def rows(self, measure: Measure, by: Dimension) -> list[Row]:
        """Return the totals by one dimension, in their order."""
        frame = self.totals(measure, by).frame
        columns = (frame[name].tolist() for name in (by.value, f"{by}_label", "minor"))
        return [Row(*row) for row in zip(*columns, strict=True)]

    def cross(self, measure: Measure, by: Dimension, across: Dimension) -> Cross:
        """Return the totals by two dimensions as rows and columns."""
        frame = self.totals(measure, by, across).frame
        rows = dict(zip(frame[by.value], frame[f"{by}_label"], strict=True))
        names = dict(zip(frame[across.value], frame[f"{across}_label"], strict=True))
        order = [row.code for row in self.rows(measure, across)]
        places = {code: place for place, code in enumerate([*order, *(names.keys() - set(order))])}
        table = {code: [0] * len(places) for code in rows}
        keys = (frame[name].tolist() for name in (by.value, across.value, "minor"))
        for row, column, minor in zip(*keys, strict=True):
            table[row][places[column]] = minor
        return Cross(
            tuple(rows.items()),
            tuple((code, names.get(code, code)) for code in places),
            tuple(tuple(cents) for cents in table.values()),
        )

    def label(self, dimension: Dimension, code: str) -> str:
        """Return what a code is called."""
        return label_of(dimension, code, self.scope.catalogue.titles, self.scope.locale)

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
            pairs = [pair for pair in self.filter.pairs() if pair[0] != name]
            return _address(f"/dashboards/{PAGES[dimension]}/{quote(code)}", pairs)
        if dimension in CODES.values():
            name = next(name for name, own in CODES.items() if own is dimension)
            pairs = [pair for pair in self.kept() if pair[0] != name]
            return _address(self.path, [*pairs, (name, code)])
        return ""

    def file(self, page: str, chart: str) -> str:
        """Return the address of the file behind a chart."""
        return _address(f"/dashboards/figures/{page}/{chart}.csv", [*self.filter.pairs()])

    def kept(self) -> list[tuple[str, str]]:
        """Return what the query string of this page says beside what its path says."""
        name = next((name for name, own in CODES.items() if own is self.subject), None)
        return [pair for pair in self.filter.pairs() if pair[0] != name]


def _address(path: str, pairs: list[tuple[str, str]]) -> str:
    """Join a path and a query string."""
    return f"{path}?{urlencode(pairs)}" if pairs else path
