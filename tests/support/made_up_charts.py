"""Shapes of charts with any names and any amounts, to draw."""

from hypothesis import strategies as st

from tracker.totals.chart_data.marks import INSTRUMENT_MARKS, MEASURE_MARKS, STEPS, ChartMark
from tracker.totals.chart_data.shapes import (
    BarShape,
    ChartSeries,
    ColumnShape,
    Levels,
    LineShape,
    PanelShape,
    Shape,
    StepBar,
    Unit,
    WaterfallShape,
)
from tracker.totals.chart_data.table import Member
from tracker.totals.formatter import Formatter

FORMATTER = Formatter(*(str,) * 5)
UNIT = Unit("US dollars")
AMOUNTS = st.one_of(st.integers(-(10**15), 10**15), st.integers(-3, 3))
NAMES = st.text(max_size=60)
FIVE_KINDS = 4
MARKS = [*MEASURE_MARKS.values(), *INSTRUMENT_MARKS.values(), *STEPS]


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    """Make a shape: perhaps empty, of one row, below zero, huge or tiny."""
    count = draw(st.integers(0, 5))
    categories = tuple(Member(None, str(place), draw(NAMES)) for place in range(count))
    values = st.tuples(*(AMOUNTS for _category in categories))
    series = tuple(
        ChartSeries(draw(NAMES), draw(values), draw(st.sampled_from(MARKS)))
        for _number in range(draw(st.integers(1, 3)))
    )
    unfinished = categories[-1].code if categories else ""
    kind = draw(st.integers(0, 6))
    if kind == 0:
        levels = st.tuples(*(st.none() | st.integers(0, 10**15) for _category in categories))
        budgets = Levels("Budget", draw(levels), ChartMark("ink"))
        apart = draw(st.integers(0, min(2, count)))
        return BarShape(
            categories, series, UNIT, apart, levels=draw(st.sampled_from((None, budgets)))
        )
    if kind == 1:
        return LineShape(categories, series, UNIT, unfinished)
    if kind == 2:
        steps = zip(categories, draw(values), draw(values), strict=True)
        return WaterfallShape(tuple(StepBar(*step, MARKS[0]) for step in steps), UNIT)
    if kind > FIVE_KINDS:
        return draw(_panels(categories, unfinished))
    return ColumnShape(categories, series, UNIT, stacked=kind == 3, unfinished=unfinished)


@st.composite
def _panels(draw: st.DrawFn, categories: tuple[Member, ...], unfinished: str) -> PanelShape:
    """Make small multiples: one panel or many, some by themselves, perhaps in two groups."""
    values = st.tuples(*(AMOUNTS for _category in categories))
    number = draw(st.integers(1, 13))
    standing = draw(st.booleans())
    first = draw(st.integers(0, len(categories)))
    return PanelShape(
        categories,
        tuple(
            ChartSeries(draw(NAMES), draw(values), draw(st.sampled_from(MARKS)))
            for _panel in range(number)
        ),
        UNIT,
        standing=standing,
        apart=draw(st.frozensets(st.integers(0, number - 1))),
        categories_apart=frozenset() if standing else frozenset(range(first, len(categories))),
        second=draw(st.integers(0, number - 1)),
        unfinished=unfinished if standing else "",
    )
