"""The specification of a page: its address, its texts, its parts."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from dashboards.blocks import BlockSpec
from dashboards.charts.chart import ChartSpec, Lazy
from dashboards.filter_bar import FilterOffers
from dashboards.tiles import TileMaker
from tracker.reference.sessions import BodySession
from tracker.totals.dimensions import CHOSEN_BY, Dimension
from tracker.totals.page_source import OpenTo, nobody
from tracker.totals.query import Query

UsualQuery = Callable[[Query, Sequence[BodySession]], Query]
QueryBefore = Callable[[Query, Sequence[BodySession]], Query | None]


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page: tiles, and charts and blocks in the order of the reader's questions.

    `subjects` are the dimensions of the codes in its address. Users whom `shows_more` admits are
    shown more than the public: their page is read for them and never cached; everybody else gets
    the page that is read once for the public. A page that `needs_money` says on an account without
    any that there is none, and shows its parts that need none and `tiles_without_money`.
    `chosen_by` are the dimensions that narrow the page. `usual` puts days into a query that has
    none; `before` returns the query of the period that the page shows beside another by itself, so
    that nothing else can be compared on it. One with a `has_finder` begins with the field that
    finds a country, donor, instrument or activity.
    """

    name: str
    path: str
    title: Lazy
    lead: Lazy
    tiles: tuple[TileMaker, ...]
    parts: tuple[ChartSpec[Any] | BlockSpec, ...]
    subjects: tuple[Dimension, ...] = ()
    parent: str = ""
    shows_more: OpenTo = nobody
    needs_money: bool = True
    chosen_by: Collection[Dimension] = CHOSEN_BY
    usual: UsualQuery | None = None
    before: QueryBefore | None = None
    has_finder: bool = False
    tiles_without_money: tuple[TileMaker, ...] = ()

    @property
    def charts(self) -> tuple[ChartSpec[Any], ...]:
        """The parts that are charts."""
        return tuple(part for part in self.parts if isinstance(part, ChartSpec))

    @property
    def left_out(self) -> frozenset[Dimension]:
        """The dimensions of a query that do not narrow the page."""
        return frozenset(CHOSEN_BY) - frozenset(self.chosen_by)

    @property
    def offers(self) -> FilterOffers:
        """What the filter of the page offers."""
        return FilterOffers(
            self.left_out, compares=self.before is None, all_years=self.usual is None
        )
