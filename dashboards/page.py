"""A page of the dashboards, drawn: its tiles, charts and tables under one query."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboards.blocks import Block, BlockLink, BlockSpec, BlockTable
from dashboards.charts.chart import Chart, ChartSpec, draw
from dashboards.compared import ShownTile, Sides, on_one_scale, shown_tiles, sides_of
from dashboards.filter_bar import FilterBar, filter_bar
from dashboards.filter_words import in_dates, in_words
from dashboards.formatter import FORMATTER
from dashboards.pages.page_spec import PageSpec
from dashboards.question import Question
from dashboards.tables import columns_of, rows_of, sums_of
from dashboards.take_figure import FileLink, TakeFigure, block_files, take_chart
from dashboards.tiles import Tile
from tracker.http.page_tables import TableColumn
from tracker.words import say

LONG_PAGE = 10
"""The number of parts from which on a page lists them at its head."""
MOST_OPEN = 2
"""The number of tables that a block shows unfolded."""
FIRST_ROWS = 25
"""The number of rows of a chart's table on its page, where an address of its own has all, and from
which on a block's table is folded."""


@dataclass(frozen=True, slots=True)
class ShownTable:
    """The first rows of a table; `number` is how many there are in all.

    A chart's table has an address of its own, a block's a caption and all its rows.
    """

    columns: Sequence[TableColumn]
    rows: Sequence[tuple[object, ...]]
    sums: Sequence[object] | None
    number: int
    href: str = ""
    caption: str = ""
    empty: str = ""
    rest: BlockLink | None = None
    files: tuple[FileLink, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all rows are shown."""
        return len(self.rows) == self.number


@dataclass(frozen=True, slots=True)
class Card:
    """A part of a page as it is shown: a chart with its table, or a block with its tables.

    `side` is the side of a comparison that it shows, `take` what a reader takes from a chart.
    """

    name: str
    wide: bool
    tables: tuple[ShownTable, ...]
    chart: Chart | None = None
    block: Block | None = None
    side: str = ""
    take: TakeFigure | None = None

    def folds(self, place: int) -> bool:
        """Return whether a table is folded: a long one, and of many all but the first."""
        table = self.tables[place]
        many = len(self.tables) > MOST_OPEN and place > 0
        return bool(table.rows) and (many or len(table.rows) > FIRST_ROWS)

    @property
    def heading(self) -> str:
        """What it is called, whatever is found."""
        return self.chart.title if self.chart else self.block.heading if self.block else ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page ready to be written.

    `empty` tells that the account has no money where the page needs some; the charts
    `without_rows` all say that nothing on record meets the filter.
    """

    spec: PageSpec
    title: str
    lead: str
    empty: bool
    tiles: tuple[ShownTile, ...]
    cards: tuple[Card, ...]
    without_rows: tuple[Card, ...]
    sides: Sides | None
    filter: FilterBar
    version: int
    as_at: str

    @property
    def contents(self) -> tuple[Card, ...]:
        """The cards of a long page, for the list at its head; none of a short one."""
        return self.cards if len(self.cards) >= LONG_PAGE and self.sides is None else ()


def draw_page(spec: PageSpec, question: Question) -> Page:
    """Read the totals of a page and draw it."""
    reader, asked = question.reader, question.asked
    about = asked.query.of(asked.subject) if asked.subject else ()
    empty = spec.needs_money and reader.is_empty
    words = in_words(reader, asked.query, spec.left_out)
    other = question.other
    sides = None if other is None else sides_of(question, other)
    spec = _without_money(spec) if empty else spec
    cards, without_rows = _without_repeating(_shown_cards(spec, question, sides), sides)
    return Page(
        spec=spec,
        title=reader.label(asked.subject, about[0]) if asked.subject else str(spec.title),
        lead=say("%(what)s: %(filter)s", what=str(spec.lead), filter=words),
        empty=empty,
        tiles=_shown_tiles(spec, question, sides),
        cards=cards,
        without_rows=without_rows,
        sides=sides,
        filter=filter_bar(question, question.reader.sessions, spec.offers),
        version=question.data_version,
        as_at=in_dates(asked.query, reader.locale),
    )


def _without_money(spec: PageSpec) -> PageSpec:
    """Return a page with what it says on an account without money."""
    parts = tuple(part for part in spec.parts if not part.needs_money)
    return replace(spec, tiles=spec.tiles_without_money, parts=parts)


def _without_repeating(
    cards: Sequence[Card], sides: Sides | None
) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
    """Return the cards of a page, and apart those that would repeat that there is nothing."""
    if sides is not None:
        return tuple(cards), ()
    empty = tuple(card for card in cards if card.chart is not None and card.chart.says_nothing)
    if len(empty) == 1:
        return _arranged(cards), ()
    names = {card.name for card in empty}
    return _arranged([card for card in cards if card.name not in names]), empty


def _shown_tiles(spec: PageSpec, question: Question, sides: Sides | None) -> tuple[ShownTile, ...]:
    """Make the tiles of a page that have something to say, with those of the other side."""
    tiles = _tiles(spec, question)
    if question.other is None or sides is None:
        return tuple(ShownTile(tile) for tile in tiles if tile is not None)
    return shown_tiles(tiles, _tiles(spec, question.other), sides)


def _tiles(spec: PageSpec, question: Question) -> list[Tile | None]:
    """Make the tiles of a page; None for one that has nothing to say."""
    return [make(question.source, question.addresses, FORMATTER) for make in spec.tiles]


def _shown_cards(spec: PageSpec, question: Question, sides: Sides | None) -> Sequence[Card]:
    """Read the cards of a page; those of a comparison stand beside each other, on one scale."""
    cards = _cards(spec, question)
    if question.other is None or sides is None:
        return cards
    others = {card.name: card for card in _cards(spec, question.other)}
    shown: list[Card] = []
    for card in cards:
        beside = others.get(card.name)
        if beside is None:
            shown.append(replace(card, side=sides.one, wide=True))
            continue
        if card.chart and beside.chart:
            on_one_scale(card.chart.figure, beside.chart.figure)
        shown.append(replace(card, side=sides.one))
        shown.append(_renamed(beside, sides.other))
    return shown


def _renamed(card: Card, side: str) -> Card:
    """Return a card of the other side, under a name of its own."""
    name = f"{card.name}-compared"
    chart = card.chart and replace(card.chart, name=name)
    return replace(card, name=name, chart=chart, side=side)


def _cards(spec: PageSpec, question: Question) -> list[Card]:
    """Read the charts and blocks of a page that its reader may see."""
    user, query = question.source.user, question.asked.query
    seen = (part for part in spec.parts if part.open_to(user, query))
    cards = (
        _block_card(spec, part, question)
        if isinstance(part, BlockSpec)
        else chart_card(spec, part, question)
        for part in seen
        if isinstance(part, BlockSpec) or part.fits(query)
    )
    return _without_equal_findings([card for card in cards if card is not None])


def _without_equal_findings(cards: list[Card]) -> list[Card]:
    """Return cards of which no two have the same heading: a later one is called by its name."""
    seen: set[str] = set()
    shown = []
    for card in cards:
        if card.chart is not None and card.chart.finding in seen:
            shown.append(replace(card, chart=replace(card.chart, finding="")))
            continue
        if card.chart is not None and card.chart.finding:
            seen.add(card.chart.finding)
        shown.append(card)
    return shown


def chart_card(spec: PageSpec, one: ChartSpec[Any], question: Question) -> Card:
    """Return the card of a chart: drawn, with the first rows of its table."""
    chart = draw(one, question.source, question.addresses, FORMATTER)
    table = ShownTable(
        columns_of(chart.table),
        rows_of(chart.table, question.addresses, 0, FIRST_ROWS),
        sums_of(chart.table, question.addresses),
        len(chart.table.rows),
        question.addresses.table(spec.name, chart.name),
        chart.title,
    )
    take = None if chart.empty else take_chart(question, spec, one, chart)
    return Card(one.name, chart.wide, (table,), chart=chart, take=take)


def _block_card(spec: PageSpec, one: BlockSpec, question: Question) -> Card | None:
    """Read a block; None where it has nothing to say."""
    block = one.read(question.source, question.addresses, FORMATTER)
    if block is None:
        return None
    page = question.addresses
    tables = tuple(
        replace(_block_table(table, question), files=block_files(page, spec.name, one.name, table))
        for table in block.tables
    )
    return Card(one.name, block.wide, tables, block=block)


def _block_table(one: BlockTable, question: Question) -> ShownTable:
    """Return a table of a block, with all its rows."""
    table = one.table
    return ShownTable(
        columns_of(table),
        rows_of(table, question.addresses),
        sums_of(table, question.addresses),
        len(table.rows),
        caption=one.caption,
        empty=one.empty,
        rest=one.rest,
    )


def _arranged(cards: Sequence[Card]) -> tuple[Card, ...]:
    """Give the whole width to a card that would have nothing beside it."""
    placed: list[Card] = []
    for card in cards:
        if card.wide and placed and not placed[-1].wide and _open_rows(placed):
            placed[-1] = replace(placed[-1], wide=True)
        placed.append(card)
    if _open_rows(placed):
        placed[-1] = replace(placed[-1], wide=True)
    return tuple(placed)


def _open_rows(placed: Sequence[Card]) -> bool:
    """Return whether the last row has room for one more card."""
    return sum(not card.wide for card in placed) % 2 == 1
