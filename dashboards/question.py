"""The question of a page: its query, the totals that answer it, and the addresses under it."""

from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from tracker.assistance.unpublished import UNPUBLISHED
from tracker.http.provenance import Provenance
from tracker.http.record_addresses import code_in_address
from tracker.totals.chart_data.table import AnyOpening, ListingPage
from tracker.totals.comparisons import COMPARE
from tracker.totals.dimensions import Dimension
from tracker.totals.opening import BETWEEN
from tracker.totals.page_source import PageSource
from tracker.totals.query import PLACES, Query
from tracker.totals.query_string import CODES, SESSION, UNQUOTED, pairs_of
from tracker.totals.reader import TotalsReader

RECORDS = {
    Dimension.CONTRIBUTION: "contributions",
    Dimension.ACTIVITY: "activities",
    Dimension.TOOL: "tools",
}
"""The pages of the records that are the codes of a dimension."""
PAGES = {
    Dimension.DONOR: "donors",
    Dimension.REGION: "regions",
    Dimension.COUNTRY: "regions",
    Dimension.PROTOCOL: "protocols",
}
"""The pages that are about one code of a dimension."""

FACTS = "/metadata.json"
"""The end of the address of the facts of a figure or of rows."""

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PageQuery:
    """A query; `subject` is the dimension of which the page's path names one code.

    What the query is compared with belongs to the page alone: no address under it has it, but the
    page's own. A query of `usual_days` has those that the page shows where none were asked for.
    """

    query: Query
    subject: Dimension | None = None
    usual_days: bool = False

    def filter_pairs(self) -> list[tuple[str, str]]:
        """Return names and values of the query string, without those that the page implies."""
        implied = {self.subject, *(("from", "to") if self.usual_days else ())}
        return [pair for pair in pairs_of(self.query) if pair[0] not in implied]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses under the query of a page, whose own path is `path`; each is made once."""

    asked: PageQuery
    path: str
    _of: dict[tuple[Dimension, str], str] = field(default_factory=dict)

    def of(self, dimension: Dimension | None, code: str) -> str:
        """Return the address of a code: its own page, or this page with that code chosen."""
        if dimension is None or code in ("", UNPUBLISHED):
            return ""
        found = self._of.get((dimension, code))
        if found is None:
            found = self._of[dimension, code] = self._made(dimension, code)
        return found

    def file(self, page: str, chart: str, ending: str = ".csv") -> str:
        """Return the address of a file of a chart: its table, a picture, or `FACTS`."""
        return _address(f"/dashboards/figures/{page}/{chart}{ending}", self._pairs())

    def plotly(self, page: str, chart: str) -> str:
        """Return the address of a chart in Plotly's schema."""
        return _address(f"/api/v1/figures/{page}/{chart}.json", self._pairs())

    def embedded(self, page: str, chart: str, language: str) -> str:
        """Return the address of a chart that other sites may frame, in a language."""
        return _address(f"/embed/{page}/{chart}", [*self._pairs(), ("lang", language)])

    def table(self, page: str, chart: str, number: int = 1) -> str:
        """Return the address of a page of a chart's table."""
        pairs = self._pairs()
        if number > 1:
            pairs.append(("page", str(number)))
        return _address(f"/dashboards/tables/{page}/{chart}", pairs)

    def rows(self, opening: AnyOpening) -> str:
        """Return the address of the rows behind a figure."""
        return self._rows(opening, "")

    def under(self, query: Query, opens: AnyOpening | ListingPage) -> str:
        """Return the address of rows, or of a page that lists them, under another query."""
        other = Addresses(PageQuery(query.alone()), self.path)
        if not isinstance(opens, ListingPage):
            return other.rows(opens)
        anchor = f"#{opens.anchor}" if opens.anchor else ""
        return f"{_address(f'/dashboards/{opens.name}', other._pairs())}{anchor}"

    def rows_file(self, opening: AnyOpening, ending: str) -> str:
        """Return the address of the same rows as a file: ".csv", ".xlsx", or `FACTS`."""
        return self._rows(opening, ending)

    def _rows(self, opening: AnyOpening, ending: str) -> str:
        """Return an address of rows, of a page or a file."""
        kind = opening.kind(dimension for dimension, _codes in self.asked.query.codes)
        query = [*opening.pairs(), *self._pairs_of(opening)]
        return f"/dashboards/rows/{kind}{ending}?{urlencode(query, safe=BETWEEN)}"

    def without(self, *names: str) -> str:
        """Return the address of the page without what stands under some names."""
        pairs = [pair for pair in self.asked.filter_pairs() if pair[0] not in names]
        return _address(self.path, pairs)

    def without_code(self, dimension: Dimension, code: str) -> str:
        """Return the address of the page without one chosen code."""
        left_out = (dimension.value, code)
        return _address(self.path, [pair for pair in self.asked.filter_pairs() if pair != left_out])

    def page(self) -> str:
        """Return the address of the page itself."""
        return _address(self.path, self.asked.filter_pairs())

    def _made(self, dimension: Dimension, code: str) -> str:
        """Make the address of a code."""
        if self.asked.query.of(dimension) == (code,):
            return ""
        if dimension in RECORDS:
            return f"/{RECORDS[dimension]}/{quote(code_in_address(code))}"
        if dimension is Dimension.YEAR:
            pairs = [
                pair for pair in self._filter_pairs() if pair[0] not in (SESSION, "from", "to")
            ]
            span = [("from", f"{code}-01-01"), ("to", f"{code}-12-31")]
            return _address(self.path, [*span, *pairs])
        if dimension in PAGES:
            own = PLACES if dimension in PLACES and self.asked.subject in PLACES else (dimension,)
            pairs = [pair for pair in self._pairs() if pair[0] not in own]
            return _address(f"/dashboards/{PAGES[dimension]}/{quote(code_in_address(code))}", pairs)
        if dimension.value in CODES:
            pairs = [pair for pair in self._filter_pairs() if pair[0] != dimension.value]
            return _address(self.path, [*pairs, (dimension.value, code)])
        return ""

    def _filter_pairs(self) -> Pairs:
        """Return the query string of the page without what it is compared with."""
        return [pair for pair in self.asked.filter_pairs() if pair[0] != COMPARE]

    def _pairs_of(self, opening: AnyOpening) -> Pairs:
        """Return the whole query of an opening, that of other days where it has some."""
        if opening.days is not None:
            return list(pairs_of(self.asked.query.alone().within(opening.days)))
        return self._pairs()

    def _pairs(self) -> Pairs:
        """Return the whole query, the page's own code with it, and no comparison."""
        return list(pairs_of(self.asked.query.alone()))


def _address(path: str, pairs: Pairs) -> str:
    """Join a path and a query string."""
    return f"{path}?{urlencode(pairs, safe=UNQUOTED)}" if pairs else path


@dataclass(frozen=True, slots=True)
class Question:
    """The question behind a page; `data_version` and `provenance` are told beside it.

    `other` is the question that stands beside it in a comparison.
    """

    source: PageSource
    asked: PageQuery
    addresses: Addresses
    data_version: int
    other: "Question | None" = None
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def shows_more(self) -> bool:
        """Whether it shows its user more than the public, on either side of a comparison."""
        return self.source.user.signed_in or (self.other is not None and self.other.shows_more)

    @property
    def reader(self) -> TotalsReader:
        """The totals that answer."""
        return self.source.reader
