"""The shapes of charts: what is drawn of chart data, before a renderer draws it.

Plotly draws a shape on pages, matplotlib the same one on paper.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tracker.totals.chart_data.marks import ChartMark
from tracker.totals.chart_data.scales import spread, within
from tracker.totals.chart_data.table import AnyOpening, Member
from tracker.totals.formatter import Formatter
from tracker.totals.query import Query
from tracker.words import say

CENTS = 100
MOST_NAMES = 6
"""The number of lines that have their names at their ends."""
NAME_HEIGHT = 0.075
"""The height of a name as a part of that of the lines."""


class Unit(NamedTuple):
    """The unit of a chart's values: its words for the axis, and whether values are US cents."""

    label: str
    is_money: bool = True

    @property
    def scale(self) -> int:
        """The number by which a value is divided to be drawn."""
        return CENTS if self.is_money else 1

    def exact(self, value: int, formatter: Formatter) -> str:
        """Write a value in full."""
        return formatter.exact(value) if self.is_money else formatter.whole(value)

    def tick(self, value: int, formatter: Formatter) -> str:
        """Write a value as briefly as an axis needs."""
        return formatter.tick(value) if self.is_money else formatter.whole(value)


def us_dollars() -> Unit:
    """Return the unit of money."""
    return Unit(say("US dollars"))


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """Values by category, with their mark; `member` is the code that they are of, if any.

    `opens` leads to the rows behind the whole series; a value is the part of its category.
    """

    name: str
    values: tuple[int, ...]
    mark: ChartMark
    member: Member | None = None
    opens: AnyOpening | None = None

    def without(self, places: Container[int]) -> "ChartSeries":
        """Return the series as it is drawn where the values of some categories are hidden."""
        values = (0 if place in places else value for place, value in enumerate(self.values))
        return replace(self, values=tuple(values))


class Levels(NamedTuple):
    """Values to compare bars with, of which no bar consists: a line across each, None for none."""

    name: str
    values: tuple[int | None, ...]
    mark: ChartMark


@dataclass(frozen=True, slots=True)
class BarShape:
    """Lying bars, one below the other, their series end to end.

    The last `apart` categories stand by themselves, below a gap: others together, and what is not
    specified. Such a bar is drawn only where it is not longer than every bar above it. `is_cut`
    tells that more categories are in the table.
    """

    categories: tuple[Member, ...]
    series: tuple[ChartSeries, ...]
    unit: Unit
    apart: int = 0
    is_cut: bool = False
    levels: Levels | None = None

    @property
    def wholes(self) -> tuple[int, ...]:
        """The total of each category."""
        return tuple(map(sum, zip(*(one.values for one in self.series), strict=True)))

    @property
    def hidden(self) -> frozenset[int]:
        """The positions of the categories apart that would reach further than all others."""
        levels = self.levels.values if self.levels else (None,) * len(self.categories)
        lengths = [
            max(abs(whole), level or 0) for whole, level in zip(self.wholes, levels, strict=True)
        ]
        first = len(lengths) - self.apart
        longest = max(lengths[:first], default=0)
        if not longest:
            return frozenset()
        return frozenset(place for place in range(first, len(lengths)) if lengths[place] > longest)

    @property
    def hides(self) -> bool:
        """Whether a bar is hidden."""
        return bool(self.hidden)

    @property
    def drawn(self) -> tuple[ChartSeries, ...]:
        """The series as they are drawn, zero where a bar is hidden."""
        hidden = self.hidden
        return tuple(one.without(hidden) for one in self.series)

    @property
    def extremes(self) -> tuple[int, int]:
        """The lowest and the highest end of any bar, or level."""
        low, high = stacked_extremes(self.drawn)
        return low, max(high, *(level for level in self.shown_levels if level is not None), 0)

    @property
    def shown_levels(self) -> tuple[int | None, ...]:
        """The level of each category; none where its bar is hidden."""
        if self.levels is None:
            return (None,) * len(self.categories)
        hidden = self.hidden
        return tuple(
            None if place in hidden else level for place, level in enumerate(self.levels.values)
        )

    @property
    def ends(self) -> tuple[int, ...]:
        """The end of each bar or its level, whichever is further; 0 for one below zero."""
        hidden = self.hidden
        return tuple(
            0 if place in hidden else max(whole, level or 0, 0)
            for place, (whole, level) in enumerate(zip(self.wholes, self.shown_levels, strict=True))
        )

    def end_texts(self, formatter: Formatter) -> list[str]:
        """Return what stands at the end of each bar: its whole, and of which level that is."""
        tick = self.unit.tick
        levels = self.levels.values if self.levels else (None,) * len(self.categories)
        return [
            tick(whole, formatter)
            if level is None
            else say(
                "%(amount)s of %(whole)s",
                amount=tick(whole, formatter),
                whole=tick(level, formatter),
            )
            for whole, level in zip(self.wholes, levels, strict=True)
        ]

    @property
    def needs_key(self) -> bool:
        """Whether bars are divided, so that a series is not told by the name of its bar."""
        pieces = zip(*(one.values for one in self.series), strict=True)
        return len(self.series) > 1 and (
            any(one.member for one in self.series) or any(sum(map(bool, own)) > 1 for own in pieces)
        )

    @property
    def positions(self) -> tuple[float, ...]:
        """The position of each category from the top, with the gap."""
        first = len(self.categories) - self.apart
        gap = 0.5 if 0 < first < len(self.categories) else 0.0
        return tuple(
            place + (gap if place >= first else 0.0) for place in range(len(self.categories))
        )


@dataclass(frozen=True, slots=True)
class ColumnShape:
    """Standing columns, one for each category in their order, which is that of time.

    Series stand on each other where `stacked`, else side by side. `unfinished` is the code of a
    category whose time is not over.
    """

    categories: tuple[Member, ...]
    series: tuple[ChartSeries, ...]
    unit: Unit
    stacked: bool = False
    unfinished: str = ""

    @property
    def extremes(self) -> tuple[int, int]:
        """The lowest and the highest end of any column."""
        return stacked_extremes(self.series) if self.stacked else own_extremes(self.series)


@dataclass(frozen=True, slots=True)
class LineShape:
    """Lines over categories in their order, each with its name at its end while they are few."""

    categories: tuple[Member, ...]
    series: tuple[ChartSeries, ...]
    unit: Unit
    unfinished: str = ""

    @property
    def extremes(self) -> tuple[int, int]:
        """The lowest and the highest point of any line."""
        return own_extremes(self.series)

    @property
    def names_at_ends(self) -> bool:
        """Whether lines have their names at their ends; many have a key."""
        return len(self.series) <= MOST_NAMES and bool(self.categories)

    @property
    def name_heights(self) -> tuple[float, ...]:
        """The value at which each name stands: that of its line's end, apart from the others."""
        low, high = self.extremes
        ends = [one.values[-1] for one in self.series]
        distance = (high - low or 1) * NAME_HEIGHT
        return within(spread(ends, distance), distance, low, high)


class StepBar(NamedTuple):
    """A step of a waterfall: a change that begins at the sum before it, or a result from zero."""

    category: Member
    before: int
    minor: int
    mark: ChartMark
    opens: AnyOpening | None = None

    @property
    def series(self) -> ChartSeries:
        """The step as a series of its one value."""
        return ChartSeries(self.category.label, (self.minor,), self.mark, opens=self.opens)

    @property
    def ends(self) -> tuple[int, int]:
        """The lower and the higher end of its bar."""
        after = self.before + self.minor
        return min(self.before, after), max(self.before, after)


@dataclass(frozen=True, slots=True)
class WaterfallShape:
    """Lying bars one below the other, each from where the one above ended."""

    steps: tuple[StepBar, ...]
    unit: Unit

    @property
    def extremes(self) -> tuple[int, int]:
        """The lowest and the highest end of any bar."""
        ends = [end for step in self.steps for end in step.ends]
        return min([0, *ends]), max([0, *ends])


@dataclass(frozen=True, slots=True)
class PanelShape:
    """Small multiples: a panel for each series, all with the same categories on one scale.

    The bars of a panel lie, or are columns over time where they are `standing`. `apart` has the
    positions of panels that stand by themselves, `categories_apart` those of lying bars: others
    together, and what is not specified. Such a bar is drawn only where it is not longer than every
    other bar; of standing columns, all or none of a panel. From the panel `second` on is a second
    group of panels, in rows of its own; 0 for none.
    """

    categories: tuple[Member, ...]
    series: tuple[ChartSeries, ...]
    unit: Unit
    standing: bool = False
    apart: frozenset[int] = frozenset()
    categories_apart: frozenset[int] = frozenset()
    second: int = 0
    unfinished: str = ""
    is_cut: bool = False

    @property
    def longest(self) -> int:
        """The length of the longest bar that is of a code."""
        return max(
            (
                abs(value)
                for number, one in enumerate(self.series)
                for place, value in enumerate(one.values)
                if number not in self.apart and place not in self.categories_apart
            ),
            default=0,
        )

    @property
    def hidden(self) -> tuple[frozenset[int], ...]:
        """For each panel, the positions of the bars that would be longer than all of a code."""
        longest = self.longest
        return tuple(self._hidden(number, longest) for number in range(len(self.series)))

    def _hidden(self, number: int, longest: int) -> frozenset[int]:
        """Return the hidden bars of a panel."""
        values = self.series[number].values
        long = frozenset(place for place, value in enumerate(values) if abs(value) > longest)
        if not longest or not long:
            return frozenset()
        return frozenset(range(len(values))) if self.standing else long

    @property
    def hides(self) -> bool:
        """Whether a bar is hidden."""
        return any(self.hidden)

    @property
    def drawn(self) -> tuple[ChartSeries, ...]:
        """The series as they are drawn, zero where a bar is hidden."""
        pairs = zip(self.series, self.hidden, strict=True)
        return tuple(one.without(hidden) for one, hidden in pairs)

    @property
    def extremes(self) -> tuple[int, int]:
        """The lowest and the highest end of any bar."""
        return own_extremes(self.drawn)

    @property
    def groups(self) -> tuple[int, ...]:
        """The number of panels of each group."""
        number = len(self.series)
        return (self.second, number - self.second) if self.second else (number,)

    def places(self, per_row: int) -> tuple[tuple[int, int], ...]:
        """Return the row and the column of each panel, so many in a row."""
        found: list[tuple[int, int]] = []
        first = 0
        for number in self.groups:
            found += [(first + one // per_row, one % per_row) for one in range(number)]
            first += -(-number // per_row)
        return tuple(found)

    @property
    def positions(self) -> tuple[float, ...]:
        """The position of each lying bar from the top; those apart are below a gap."""
        first = len(self.categories) - len(self.categories_apart)
        gap = 0.5 if 0 < first < len(self.categories) else 0.0
        return tuple(
            place + (gap if place in self.categories_apart else 0.0)
            for place in range(len(self.categories))
        )


Shape = BarShape | ColumnShape | LineShape | WaterfallShape | PanelShape


def shape_notes(shape: Shape | None) -> tuple[str, ...]:
    """Say that a figure shows the largest alone, and what has no bar in it."""
    if not isinstance(shape, BarShape | PanelShape):
        return ()
    notes = []
    if shape.is_cut:
        notes.append(say("The figure shows the largest; the table has all."))
    if shape.hides:
        notes.append(
            say(
                "Others together, and what is not specified, have no bar where it would be the "
                "longest of all."
            )
        )
    return tuple(notes)


def stacked_extremes(series: Sequence[ChartSeries]) -> tuple[int, int]:
    """Return the lowest and the highest end of series on top of each other; zero is between."""
    rows = list(zip(*(one.values for one in series), strict=True))
    below = [sum(value for value in row if value < 0) for row in rows]
    above = [sum(value for value in row if value > 0) for row in rows]
    return min(below, default=0), max(above, default=0)


def own_extremes(series: Sequence[ChartSeries]) -> tuple[int, int]:
    """Return the lowest and the highest value of any series; zero is between."""
    values = [value for one in series for value in one.values]
    return min([0, *values]), max([0, *values])


def unfinished_year(query: Query) -> str:
    """Return the last year that a query counts where it does not count the whole of it, else ""."""
    end = query.last_day()
    return "" if (end.month, end.day) == (12, 31) else str(end.year)


def so_far(label: str) -> str:
    """Return the label of a category whose time is not over, in two lines."""
    return "\n".join((label, say("so far")))
