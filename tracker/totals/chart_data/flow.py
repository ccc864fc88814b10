"""A measure from one dimension through a second to a third: stops, and the money between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.table import Cell, ChartColumn, ChartTable, Member, amount
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.measure_words import name as measure_name
from tracker.totals.opening import Opening
from tracker.totals.reader import Cross, TotalsReader
from tracker.words import say

MOST = 8
"""The number of stops of a column."""
FEWEST_LINKS, MOST_LINKS = 4, 48
"""The number of bands that a flow has at least, and of those that can still be told apart."""
OTHERS = "*"

Stops = tuple[Dimension, Dimension, Dimension]


class Stop(NamedTuple):
    """A stop of the money: its column (0 the first), its code and its label.

    The code OTHERS stands for all small codes of a column together. `minor` is all of its money in
    US cents, also what does not flow on.
    """

    column: int
    code: str
    label: str
    minor: int


class Link(NamedTuple):
    """Money between two stops, by their positions, in US cents above zero."""

    source: int
    target: int
    minor: int


class Path(NamedTuple):
    """Money from a code of one dimension to one of the next: codes with labels, US cents.

    `column` is that of the source: 0 for the first half of the way, 1 for the second.
    """

    column: int
    source: tuple[str, str]
    target: tuple[str, str]
    minor: int


@dataclass(frozen=True, slots=True)
class FlowTotals:
    """A flow in US cents: stops and links that are drawn, and every path of both halves."""

    measure: Measure
    dimensions: Stops
    stops: tuple[Stop, ...]
    links: tuple[Link, ...]
    paths: tuple[Path, ...]
    total: int

    @property
    def is_empty(self) -> bool:
        """Whether no money flows."""
        return not self.paths

    def member(self, place: int) -> Member:
        """Return a stop as a code of its dimension; others together are none."""
        stop = self.stops[place]
        dimension = self.dimensions[stop.column]
        if stop.code != OTHERS:
            return Member(dimension, stop.code, stop.label)
        codes = (one.code for one in self.stops if one.column == stop.column)
        return Member(dimension, "", stop.label, tuple(code for code in codes if code != OTHERS))

    def opening(self, *places: int) -> Opening:
        """Return the opening of a stop, or of the money between two."""
        opening = Opening(self.measure)
        for place in places:
            opening = self.member(place).within(opening)
        return opening

    @property
    def is_readable(self) -> bool:
        """Whether the flow has bands to be told apart, and few enough for that."""
        return FEWEST_LINKS <= len(self.links) <= MOST_LINKS


def flow_totals(reader: TotalsReader, measure: Measure, dimensions: Stops) -> FlowTotals:
    """Return a flow; the small codes of each column are one stop."""
    drawn = [_drawn(reader, measure, dimension) for dimension in dimensions]
    stops = tuple(
        stop
        for column, (dimension, codes) in enumerate(zip(dimensions, drawn, strict=True))
        for stop in _stops(reader, measure, dimension, column, codes)
    )
    crosses = [
        reader.cross(measure, dimensions[column], dimensions[column + 1]) for column in (0, 1)
    ]
    links = tuple(link for column in (0, 1) for link in _links(crosses[column], drawn, column))
    paths = tuple(path for column in (0, 1) for path in _paths(crosses[column], column))
    return FlowTotals(measure, dimensions, stops, links, paths, reader.total(measure))


def _stops(
    reader: TotalsReader, measure: Measure, dimension: Dimension, column: int, codes: list[str]
) -> Iterator[Stop]:
    """Yield the stops of a column with all of their money."""
    amounts = reader.amounts(measure, dimension)
    for code in codes:
        if code == OTHERS:
            rest = sum(minor for other, minor in amounts.items() if other not in codes)
            yield Stop(column, code, say("all others"), rest)
        else:
            yield Stop(column, code, reader.label(dimension, code), amounts[code])


def _drawn(reader: TotalsReader, measure: Measure, dimension: Dimension) -> list[str]:
    """Return the codes that have a stop of their own, and OTHERS where there are more."""
    codes = [row.code for row in reader.rows(measure, dimension) if row.minor > 0]
    named, unspecified = [code for code in codes if code], [code for code in codes if not code]
    if len(codes) > MOST:
        named = [*named[: MOST - 1 - len(unspecified)], OTHERS]
    return [*named, *unspecified]


def _links(cross: Cross, drawn: Sequence[list[str]], column: int) -> list[Link]:
    """Return the money between two neighbouring columns; only what is above zero flows."""
    source, target = drawn[column], drawn[column + 1]
    first = sum(len(codes) for codes in drawn[:column])
    amounts: dict[tuple[int, int], int] = {}
    for (code, _label), own in zip(cross.rows, cross.minor, strict=True):
        for (other, _name), minor in zip(cross.columns, own, strict=True):
            key = (_place(source, code), _place(target, other))
            amounts[key] = amounts.get(key, 0) + minor
    return [
        Link(first + start, first + len(source) + end, minor)
        for (start, end), minor in sorted(amounts.items())
        if minor > 0 and start >= 0 and end >= 0
    ]


def _paths(cross: Cross, first: int) -> tuple[Path, ...]:
    """Return every path between two columns, in the order of the second's codes."""
    return tuple(
        Path(first, cross.rows[row], column, cross.minor[row][place])
        for place, column in enumerate(cross.columns)
        for row in range(len(cross.rows))
        if cross.minor[row][place]
    )


def _place(codes: Sequence[str], code: str) -> int:
    """Return the position of a code in the figure, -1 for none."""
    if code in codes:
        return codes.index(code)
    return codes.index(OTHERS) if OTHERS in codes else -1


def flow_table(data: FlowTotals) -> ChartTable:
    """Return each path of both halves, those of one target together.

    The halves are the same money twice, so that their sum would say nothing.
    """
    columns = (
        ChartColumn(say("To"), "to"),
        ChartColumn(say("From"), "from"),
        amount(measure_name(data.measure), data.measure.value, Opening(data.measure)),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Member(data.dimensions[path.column + 1], *path.target),
            Member(data.dimensions[path.column], *path.source),
            path.minor,
        )
        for path in data.paths
    )
    return ChartTable(columns, rows)


def flow_sentence(data: FlowTotals, formatter: Formatter) -> str:
    """Name the total and the largest path."""
    widest = max((path for path in data.paths if not path.column), key=lambda path: path.minor)
    return say(
        "%(measure)s: %(total)s. The widest way is from %(source)s through %(through)s: "
        "%(amount)s.",
        measure=measure_name(data.measure),
        total=formatter.short(data.total),
        source=widest.source[1],
        through=widest.target[1],
        amount=formatter.short(widest.minor),
    )
