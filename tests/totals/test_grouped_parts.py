"""Others together, and what is not specified, stand by themselves and are never the largest."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.by_year import DividedByYear, divided_shape
from tracker.totals.chart_data.flow import FlowTotals, Path
from tracker.totals.chart_data.flow_panels import flow_panels
from tracker.totals.chart_data.grouping import BARS, grouped, whole_of
from tracker.totals.chart_data.ranked import RankedTotals, ranked_shape
from tracker.totals.chart_data.shapes import ChartSeries, ColumnShape, PanelShape, shape_notes
from tracker.totals.chart_data.table import Member
from tracker.totals.dimensions import Dimension
from tracker.totals.reader import Cross

AMOUNTS = st.one_of(st.integers(0, 20), st.integers(-(10**12), 10**12))
MANY = settings(max_examples=150, deadline=None)


def codes(number: int) -> tuple[tuple[str, str], ...]:
    """Return codes with labels, and none last."""
    return (*((f"C{place:02}", f"Code {place}") for place in range(number)), ("", "not specified"))


@st.composite
def tables(draw: st.DrawFn, most: int = 40) -> tuple[tuple[int, ...], ...]:
    """Make rows of amounts, the largest first, and one row of no code last."""
    width = draw(st.integers(1, 4))
    row = st.tuples(*(AMOUNTS for _place in range(width)))
    rows = draw(st.lists(row, min_size=1, max_size=most))
    return (*sorted(rows, key=lambda own: -sum(own)), draw(row))


def check_panels(shape: PanelShape) -> None:
    """Check that no bar apart is the longest, and that what has no bar is told."""
    for number, one in enumerate(shape.drawn):
        for place, value in enumerate(one.values):
            if (number in shape.apart or place in shape.categories_apart) and shape.longest:
                assert abs(value) <= shape.longest
    assert shape.hides == any(
        one.values != whole.values for one, whole in zip(shape.drawn, shape.series, strict=True)
    )
    assert len(shape_notes(shape)) == shape.is_cut + shape.hides


def is_apart(one: ChartSeries) -> bool:
    """Return whether a series stands by itself."""
    return one.member is not None and not one.member.code


@MANY
@given(tables())
def test_bars_lose_nothing_and_others_are_never_the_longest(
    rows: tuple[tuple[int, ...], ...],
) -> None:
    columns = tuple((f"S{place}", f"Part {place}") for place in range(len(rows[0])))
    cross = Cross(codes(len(rows) - 1), columns, rows)
    shape = ranked_shape(RankedTotals(Measure.SPENT, Dimension.DONOR, Dimension.PROGRAMME, cross))
    assert shape is not None
    assert not isinstance(shape, PanelShape)
    assert sum(shape.wholes) == sum(map(sum, rows))
    first = len(shape.categories) - shape.apart
    longest = max(map(abs, shape.wholes[:first]))
    for place in range(first, len(shape.wholes)):
        drawn = abs(sum(one.values[place] for one in shape.drawn))
        assert not longest or drawn <= longest
    assert (first == len(rows) - 1) or len(rows) - 1 > BARS.most
    assert first <= BARS.at_most


@MANY
@given(tables())
def test_columns_lose_nothing_and_others_are_never_the_largest_part(
    rows: tuple[tuple[int, ...], ...],
) -> None:
    years = tuple(str(2013 + place) for place in range(len(rows[0])))
    data = DividedByYear(Measure.SPENT, Dimension.DONOR, years, codes(len(rows) - 1), rows)
    shape = divided_shape(data)
    assert shape is not None
    for place in range(len(years)):
        assert sum(one.values[place] for one in shape.series) == sum(own[place] for own in rows)
    if isinstance(shape, PanelShape):
        check_panels(shape)
        return
    for place in range(len(years)):
        named = max(abs(one.values[place]) for one in shape.series if not is_apart(one))
        beside = [abs(one.values[place]) for one in shape.series if is_apart(one)]
        assert all(value <= named for value in beside)


def test_many_small_codes_are_one_part_of_a_column_and_large_ones_have_panels() -> None:
    years = ("2013", "2014")
    rows = [(900, 900), (500, 400), (200, 300), (90, 90), *[(1, 2)] * 9]
    data = DividedByYear(Measure.SPENT, Dimension.DONOR, years, codes(13), (*rows, (0, 0)))
    shape = divided_shape(data)
    assert isinstance(shape, ColumnShape)
    assert [one.name for one in shape.series[-2:]] == ["9 others", "not specified"]
    large = DividedByYear(
        Measure.SPENT, Dimension.DONOR, years, codes(13), (*rows[:4], *[(60, 60)] * 9, (0, 0))
    )
    assert isinstance(divided_shape(large), PanelShape)
    nothing = DividedByYear(Measure.SPENT, Dimension.DONOR, years, (("", "no"),), ((1, 2),))
    assert divided_shape(nothing) is None


@st.composite
def flows(draw: st.DrawFn) -> FlowTotals:
    """Make a flow of many paths; the same money comes to the middle and leaves it."""
    paths: list[Path] = []
    for column in (0, 1):
        sources, targets = codes(draw(st.integers(1, 14))), codes(draw(st.integers(1, 14)))
        paths += [
            Path(column, source, target, draw(AMOUNTS))
            for source in sources
            for target in targets
            if draw(st.booleans())
        ]
    dimensions = (Dimension.DONOR, Dimension.PROGRAMME, Dimension.REGION)
    return FlowTotals(Measure.SPENT, dimensions, (), (), tuple(paths), 0)


@settings(max_examples=60, deadline=None)
@given(flows())
def test_panels_of_a_flow_hold_each_half_of_it(data: FlowTotals) -> None:
    shape = flow_panels(data)
    if shape is None:
        return
    check_panels(shape)
    halves = [sum(path.minor for path in data.paths if path.column == column) for column in (0, 1)]
    first = shape.second or len(shape.series)
    sums = [sum(one.values) for one in shape.series]
    drawn = [sum(sums[:first]), sum(sums[first:])]
    assert drawn == halves or (not shape.second and drawn[0] in halves)


def test_more_bars_are_drawn_where_others_would_be_the_longest() -> None:
    def drawn(sizes: Sequence[int]) -> tuple[int, int]:
        found = grouped([(Member(None, str(n), ""), (size,)) for n, size in enumerate(sizes)])
        return len(found.named), whole_of(found.parts[-1][1])

    assert drawn([100] * 16) == (16, 100)
    assert drawn([100] * 18) == (17, 100)
    assert drawn([100, *[50] * 22]) == (21, 100)
    assert drawn([10] * 60)[0] == 14
