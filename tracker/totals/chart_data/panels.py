"""Small multiples of grouped parts: lying bars, and panels over time in place of columns."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from tracker.totals.chart_data.grouping import COLUMNS, Grouped
from tracker.totals.chart_data.marks import UNSPECIFIED, ChartMark, mark_of
from tracker.totals.chart_data.shapes import ChartSeries, ColumnShape, PanelShape, Unit
from tracker.totals.chart_data.table import AnyOpening, Member
from tracker.totals.dimensions import Dimension

MOST_PARTS = COLUMNS.most
"""The number of codes that are told apart in one column."""
SMALL = 0.05
"""The part of all, up to which codes too many for a column are drawn as one."""
HAVE_MARKS = frozenset({Dimension.PROTOCOL, Dimension.ATTRIBUTION})
"""The dimensions whose codes have the same marks in every figure."""


def panels(
    rows: Grouped, groups: Sequence[Grouped], unit: Unit, whole: AnyOpening, mark: ChartMark
) -> PanelShape:
    """Return a panel of lying bars, those of `rows`, for each part of one or two groups."""
    parts = list(chain.from_iterable(group.parts for group in groups))
    apart = [part in group.apart for group in groups for part in group.parts]
    series = (
        ChartSeries(member.label, values, _mark(member) or mark, member, member.within(whole))
        for member, values in parts
    )
    first = len(rows.named)
    return PanelShape(
        rows.members,
        tuple(series),
        unit,
        apart=frozenset(place for place, one in enumerate(apart) if one),
        categories_apart=frozenset(range(first, len(rows.members))),
        second=len(groups[0].parts) if len(groups) > 1 else 0,
        is_cut=any(one.is_cut for one in (rows, *groups)),
    )


def _mark(member: Member) -> ChartMark | None:
    """Return the mark that a code has in panels too; None for the mark of all others."""
    if not member.code:
        return UNSPECIFIED
    return mark_of(member.dimension, member.code, 0) if member.dimension in HAVE_MARKS else None


def is_readable(columns: ColumnShape, apart: int) -> bool:
    """Return whether the parts of stacked columns can be told apart.

    Of few codes, the last `apart` series beside them: others together are a small part of all, and
    neither they nor what is not specified are the largest part of a column.
    """
    first = len(columns.series) - apart
    named, beside = columns.series[:first], columns.series[first:]
    others = sum(_size(one) for one in beside if one.member and one.member.beside)
    is_small = others <= SMALL * sum(map(_size, columns.series))
    return 0 < len(named) <= MOST_PARTS and is_small and not _exceeds(named, beside)


def panels_over_time(
    columns: ColumnShape, apart: int, mark: ChartMark | None = None, *, is_cut: bool = False
) -> PanelShape | None:
    """Return a panel for each series of columns; None without a code.

    The last `apart` series stand by themselves. Panels have the `mark`, or that of the series.
    """
    first = len(columns.series) - apart
    named, beside = columns.series[:first], columns.series[first:]
    if not named:
        return None
    marked = tuple(
        replace(one, mark=(one.member and _mark(one.member)) or mark or one.mark) for one in named
    )
    return PanelShape(
        columns.categories,
        (*marked, *beside),
        columns.unit,
        standing=True,
        apart=frozenset(range(first, len(columns.series))),
        unfinished=columns.unfinished,
        is_cut=is_cut,
    )


def _size(one: ChartSeries) -> int:
    """Return the sum of a series, what is below zero too."""
    return sum(map(abs, one.values))


def _exceeds(named: Sequence[ChartSeries], beside: Sequence[ChartSeries]) -> bool:
    """Return whether a series that stands by itself is the largest part of a column."""
    tops = [max(map(abs, values)) for values in zip(*(one.values for one in named), strict=True)]
    return any(
        abs(value) > top for one in beside for value, top in zip(one.values, tops, strict=True)
    )
