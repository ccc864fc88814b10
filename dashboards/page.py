"""A page of the dashboards, drawn: its tiles, charts and tables under one query."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboards.charts.chart import Chart, draw
from dashboards.filter_words import ChoiceField, FilterDates, choices, dates_of, in_dates, in_words
from dashboards.formatter import FORMATTER
from dashboards.pages import PageSpec
from dashboards.question import Question
from dashboards.tables import columns_of, rows_of
from dashboards.tiles import Tile
from tracker.http.page_tables import TableColumn
from tracker.words import say

FIRST_ROWS = 25
"""The number of rows of a chart's table on its page; an address of its own has all."""


@dataclass(frozen=True, slots=True)
class ShownTable:
    """The first rows of a chart's table; `number` is how many there are in all."""

    columns: Sequence[TableColumn]
    rows: Sequence[tuple[object, ...]]
    sums: Sequence[int | None] | None
    number: int
    href: str
    file: str

    @property
    def is_whole(self) -> bool:
        """Whether all rows are shown."""
        return len(self.rows) == self.number


@dataclass(frozen=True, slots=True)
class Page:
    """A page ready to be written; `tables` has the table of each chart by its name."""

    spec: PageSpec
    title: str
    lead: str
    empty: bool
    tiles: tuple[Tile, ...]
    charts: tuple[Chart, ...]
    tables: dict[str, ShownTable]
    choices: tuple[ChoiceField, ...]
    dates: FilterDates
    action: str
    filtered: bool
    version: int
    as_at: str


def draw_page(spec: PageSpec, question: Question) -> Page:
    """Read the totals of a page and draw it."""
    reader, asked = question.reader, question.asked
    about = asked.query.of(asked.subject) if asked.subject else ()
    empty = reader.is_empty
    charts = () if empty else _arranged(_charts(spec, question))
    words = in_words(reader, asked.query)
    return Page(
        spec=spec,
        title=reader.label(asked.subject, about[0]) if asked.subject else str(spec.title),
        lead=say("%(what)s: %(filter)s", what=str(spec.lead), filter=words),
        empty=empty,
        tiles=() if empty else _tiles(spec, question),
        charts=charts,
        tables={chart.name: _shown(spec, chart, question) for chart in charts},
        choices=choices(reader, asked),
        dates=dates_of(asked.query),
        action=question.addresses.path,
        filtered=bool(asked.filter_pairs()),
        version=question.version,
        as_at=in_dates(asked.query, reader.locale),
    )


def _tiles(spec: PageSpec, question: Question) -> tuple[Tile, ...]:
    """Make the tiles of a page."""
    return tuple(make(question.reader, question.addresses, FORMATTER) for make in spec.tiles)


def _charts(spec: PageSpec, question: Question) -> list[Chart]:
    """Draw the charts of a page."""
    return [draw(chart, question.reader, question.addresses, FORMATTER) for chart in spec.charts]


def _shown(spec: PageSpec, chart: Chart, question: Question) -> ShownTable:
    """Return the first rows of a chart's table and the addresses of the whole."""
    return ShownTable(
        columns_of(chart.table),
        rows_of(chart.table, question.addresses, 0, FIRST_ROWS),
        chart.table.sums,
        len(chart.table.rows),
        question.addresses.table(spec.name, chart.name),
        question.addresses.file(spec.name, chart.name),
    )


def _arranged(charts: Sequence[Chart]) -> tuple[Chart, ...]:
    """Give the whole width to a chart that would have nothing beside it."""
    placed: list[Chart] = []
    for chart in charts:
        if chart.wide and placed and not placed[-1].wide and _open_rows(placed):
            placed[-1] = replace(placed[-1], wide=True)
        placed.append(chart)
    if _open_rows(placed):
        placed[-1] = replace(placed[-1], wide=True)
    return tuple(placed)


def _open_rows(placed: Sequence[Chart]) -> bool:
    """Return whether the last row has room for one more chart."""
    return sum(not chart.wide for chart in placed) % 2 == 1
