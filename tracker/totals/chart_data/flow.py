"""A measure from one dimension through a second to a third: stops, and the money between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.table import Cell, ChartColumn, ChartTable, Member, amount, summed
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name
from tracker.totals.reader import Cross, TotalsReader
from tracker.words import say

MOST = 10
OTHERS = "*"

Stops = tuple[Dimension, Dimension, Dimension]


class Stop(NamedTuple):
    """A stop of the money: its column (0 the first), its code and its label.

    The code OTHERS stands for all small codes of a column together.
    """

    column: int
    code: str
    label: str


class Link(NamedTuple):
    """Money between two stops, by their positions, in US cents above zero."""

    source: int
    target: int
    minor: int


class Path(NamedTuple):
    """Money from a code of the first dimension to one of the second: codes with labels, cents."""

    source: tuple[str, str]
    target: tuple[str, str]
    minor: int


@dataclass(frozen=True, slots=True)
class FlowTotals:
    """A flow in US cents: stops and links that are drawn, and every path to the second column."""

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


def flow_totals(reader: TotalsReader, measure: Measure, dimensions: Stops) -> FlowTotals:
    """Return a flow; the small codes of each column are one stop."""
    drawn = [_drawn(reader, measure, dimension) for dimension in dimensions]
    stops = tuple(
        Stop(column, code, say("all others") if code == OTHERS else reader.label(dimension, code))
        for column, (dimension, codes) in enumerate(zip(dimensions, drawn, strict=True))
        for code in codes
    )
    crosses = [
        reader.cross(measure, dimensions[column], dimensions[column + 1]) for column in (0, 1)
    ]
    links = tuple(link for column in (0, 1) for link in _links(crosses[column], drawn, column))
    return FlowTotals(measure, dimensions, stops, links, _paths(crosses[0]), reader.total(measure))


def _drawn(reader: TotalsReader, measure: Measure, dimension: Dimension) -> list[str]:
    """Return the codes that have a stop of their own, and OTHERS where there are more."""
    codes = [row.code for row in reader.rows(measure, dimension) if row.minor > 0]
    return codes if len(codes) <= MOST else [*codes[: MOST - 1], OTHERS]


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


def _paths(cross: Cross) -> tuple[Path, ...]:
    """Return every path of the first two columns, in the order of the second's codes."""
    return tuple(
        Path(cross.rows[row], column, cross.minor[row][place])
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
    """Return each path, those of one target together."""
    source, target, _last = data.dimensions
    columns = (
        ChartColumn(dimension_name(target), target.value),
        ChartColumn(dimension_name(source), source.value),
        amount(measure_name(data.measure), data.measure.value),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (Member(target, *path.target), Member(source, *path.source), path.minor)
        for path in data.paths
    )
    return ChartTable(columns, rows, summed(columns, rows))


def flow_sentence(data: FlowTotals, formatter: Formatter) -> str:
    """Name the total and the largest path."""
    widest = max(data.paths, key=lambda path: path.minor)
    return say(
        "%(measure)s: %(total)s. The widest way is from %(source)s through %(through)s: "
        "%(amount)s.",
        measure=measure_name(data.measure),
        total=formatter.short(data.total),
        source=widest.source[1],
        through=widest.target[1],
        amount=formatter.short(widest.minor),
    )
