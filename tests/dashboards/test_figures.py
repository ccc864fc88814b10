"""Every figure is what Plotly takes, whatever the amounts and however odd the names."""

from collections.abc import Sequence
from itertools import combinations, pairwise

import orjson
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.blueprint import STATIC
from dashboards.charts.chart import height_of
from dashboards.figure_json import figure_json
from dashboards.figures.flows import NEUTRAL, Node, flow
from dashboards.figures.maps import Place, world
from dashboards.figures.panels import Domain, panels_height
from dashboards.figures.parts import Figure, marker_of, plain, value_axis
from dashboards.figures.shape_figures import figure_of, keys_of_shape
from tests.support.made_up_charts import FORMATTER, UNIT, shapes
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.flow import Link
from tracker.totals.chart_data.grouping import BARS, PANEL_BARS, PANELS
from tracker.totals.chart_data.marks import INSTRUMENT_MARKS, MEASURE_MARKS, STEPS, ChartMark
from tracker.totals.chart_data.ranked import RankedTotals, ranked_shape
from tracker.totals.chart_data.scales import spread
from tracker.totals.chart_data.shapes import (
    NAME_HEIGHT,
    BarShape,
    ChartSeries,
    Levels,
    LineShape,
    PanelShape,
    Shape,
    StepBar,
    WaterfallShape,
)
from tracker.totals.chart_data.table import Member
from tracker.totals.dimensions import Dimension
from tracker.totals.reader import Cross


def check(figure: Figure) -> go.Figure:
    """Refuse whatever Plotly would not know, and what JSON could not carry."""
    return go.Figure(orjson.loads(orjson.dumps(figure)), skip_invalid=False)


def lead(category: Member, _series: ChartSeries) -> str:
    """Lead every mark to an address."""
    return f"/{category.code}"


def series_of(shape: Shape) -> Sequence[ChartSeries]:
    """Return the series of a shape as they are drawn."""
    match shape:
        case BarShape() | PanelShape():
            return shape.drawn
        case WaterfallShape():
            return [step.series for step in shape.steps]
    return shape.series


@settings(max_examples=80, deadline=None)
@given(shapes())
def test_every_shape_is_a_lawful_figure_that_holds_its_values(shape: Shape) -> None:
    drawn = check(figure_of(shape, lead, FORMATTER))
    lies = isinstance(shape, BarShape | WaterfallShape)
    lies = lies or (isinstance(shape, PanelShape) and not shape.standing)
    traces = [one for one in drawn.data if one.type == "bar" or one.mode == "lines+markers"]
    for trace, one in zip(traces, series_of(shape), strict=True):
        assert list(trace.x if lies else trace.y) == [value / 100 for value in one.values]
    low, high = (drawn.layout.xaxis if lies else drawn.layout.yaxis).range
    assert low <= shape.extremes[0] / 100 <= shape.extremes[1] / 100 <= high


def test_what_stands_apart_is_never_the_longest_bar() -> None:
    members = (Member(None, "a", "A"), Member(None, "b", "B"), Member(None, "", "not specified"))
    for apart, hidden in ((900, {2}), (400, set())):
        one = ChartSeries("Spent", (500, 200, apart), ChartMark("money"))
        shape = BarShape(members, (one,), UNIT, apart=1)
        assert shape.hidden == hidden
        assert max(shape.drawn[0].values) == 500
        assert ("hidden" in figure_of(shape, lead, FORMATTER)["data"][0]["meta"]) == bool(hidden)
        figure = figure_of(shape, lead, FORMATTER)
        assert figure["data"][1]["text"][2].strip() == str(apart)
        assert figure["layout"]["yaxis"]["tickvals"] == [0.0, 1.0, 2.5]


def test_a_flow_says_what_comes_to_each_stop() -> None:
    nodes = [
        Node("Italy", 0, NEUTRAL, 500),
        Node("A & B", 1, NEUTRAL, 500),
        Node("TIP", 2, "tip", 500),
    ]
    drawn = check(flow(nodes, [Link(0, 1, 500), Link(1, 2, 500)], FORMATTER))
    assert list(drawn.data[0].link.value) == [5.0, 5.0]
    assert list(drawn.data[0].node.customdata) == ["Italy: 500", "A &amp; B: 500", "TIP: 500"]


@settings(deadline=None)
@given(st.lists(st.integers(1, 10**13), min_size=1, max_size=40))
def test_a_map_puts_every_country_into_a_class(amounts: list[int]) -> None:
    places = [Place(f"C{number}", "name", minor) for number, minor in enumerate(amounts)]
    trace = check(world(places, FORMATTER)).data[0]
    assert len(trace.z) == len(amounts)
    assert max(trace.z) < len(trace.colorbar.tickvals)
    by_size = [shade for _minor, shade in sorted(zip(amounts, trace.z, strict=True))]
    assert by_size == sorted(by_size)


@pytest.mark.parametrize("mark", [*MEASURE_MARKS.values(), *INSTRUMENT_MARKS.values(), *STEPS])
def test_every_mark_is_lawful(mark: ChartMark) -> None:
    check({"data": [{"type": "bar", "y": [1], "marker": marker_of(mark, [True])}]})


@settings(deadline=None)
@given(st.integers(-(10**15), 0), st.integers(1, 10**15))
def test_an_axis_of_amounts_holds_them_with_few_round_ticks(lowest: int, highest: int) -> None:
    axis = value_axis((lowest, highest), UNIT, FORMATTER)
    assert axis["range"][0] <= lowest / 100
    assert axis["range"][1] >= highest / 100
    assert 2 <= len(axis["tickvals"]) <= 8
    assert 0 in axis["tickvals"]


def test_names_are_shown_as_they_are() -> None:
    assert plain("<b>A & B</b>") == "&lt;b&gt;A &amp; B&lt;/b&gt;"


def test_a_figure_in_a_page_cannot_end_its_element() -> None:
    text = figure_json({"name": "</script><!-- &amp;"})
    assert "<" not in text
    assert "&" not in text
    assert orjson.loads(str(text).encode()) == {"name": "</script><!-- &amp;"}


@settings(deadline=None)
@given(st.lists(st.integers(-(10**12), 10**12), max_size=8), st.integers(1, 10**9))
def test_names_at_the_ends_of_lines_keep_their_order_and_a_distance(
    values: list[int], distance: int
) -> None:
    found = spread(values, distance)
    pairs = sorted(zip(values, found, strict=True))
    for (_one, lower), (_other, upper) in pairwise(pairs):
        assert upper - lower >= distance * 0.999
    if values:
        assert abs(sum(found) - sum(values)) <= len(values) * 0.01


@settings(deadline=None)
@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=6))
def test_names_at_the_ends_of_lines_stay_within_the_axis(ends: list[int]) -> None:
    year = (Member(None, "2013", "2013"),)
    lines = LineShape(year, tuple(ChartSeries("", (end,), ChartMark("ink")) for end in ends), UNIT)
    (low, high), names = lines.extremes, sorted(lines.name_heights)
    assert low == high or (low - 1 <= names[0] and names[-1] <= high + 1)
    least = (high - low) * NAME_HEIGHT * 0.999
    assert all(upper - lower >= least for lower, upper in pairwise(names))


def test_lines_have_their_names_at_their_ends_and_no_key_while_they_are_few() -> None:
    years = (Member(None, "2013", "2013"), Member(None, "2014", "2014"))
    for number, keys in ((2, 0), (7, 7)):
        series = [
            ChartSeries(f"Line {place}", (place, 5), ChartMark("money")) for place in range(number)
        ]
        shape = LineShape(years, tuple(series), UNIT)
        assert len(keys_of_shape(shape)) == keys
        names = [
            text["text"] for text in figure_of(shape, lead, FORMATTER)["layout"]["annotations"]
        ]
        assert ("Line 1" in names) == (keys == 0)


def test_bars_of_several_parts_have_a_key_and_bars_named_after_their_one_part_have_none() -> None:
    members = (Member(None, "a", "A"), Member(None, "b", "B"))
    mark = ChartMark("money")
    divided = (ChartSeries("Women", (2, 3), mark), ChartSeries("Men", (1, 0), mark))
    named = (ChartSeries("A", (2, 0), mark), ChartSeries("B", (0, 3), mark))
    assert [key.name for key in keys_of_shape(BarShape(members, divided, UNIT))] == ["Women", "Men"]
    assert keys_of_shape(BarShape(members, named, UNIT)) == ()


def test_every_height_of_a_shape_has_its_rule_in_the_style_sheet() -> None:
    sheet = (STATIC / "charts.css").read_text(encoding="utf-8")
    steps = [StepBar(Member(None, str(n), str(n)), 0, 1, ChartMark("money")) for n in range(26)]
    members = tuple(Member(None, str(n), str(n)) for n in range(BARS.at_most + 2))
    for number in range(1, len(steps) + 1):
        height = height_of(WaterfallShape(tuple(steps[:number]), UNIT))
        assert f'.chart[data-height="{height}"]' in sheet
    for number in range(len(members) + 1):
        values = (1,) * number
        one = ChartSeries("Spent", values, ChartMark("money"))
        height = height_of(BarShape(members[:number], (one,), UNIT))
        assert f'.chart[data-height="{height}"]' in sheet


def test_bars_of_many_parts_are_panels_and_no_part_is_lost() -> None:
    columns = tuple((str(number), f"Place {number}") for number in range(9))
    cross = Cross((("a", "A"),), (*columns, ("", "not specified")), (tuple(range(1, 11)),))
    shape = ranked_shape(RankedTotals(Measure.SPENT, Dimension.DONOR, Dimension.COUNTRY, cross))
    assert isinstance(shape, PanelShape)
    assert [one.name for one in shape.series] == [
        *(f"Place {number}" for number in range(8, -1, -1)),
        "not specified",
    ]
    assert sum(sum(one.values) for one in shape.series) == 55
    assert shape.hidden[-1] == {0}


@settings(max_examples=60, deadline=None)
@given(shapes().filter(lambda shape: isinstance(shape, PanelShape)))
def test_panels_lie_beside_each_other_in_both_widths(shape: PanelShape) -> None:
    placed = figure_of(shape, lead, FORMATTER)["layout"]["meta"]["panels"]
    for name in ("wide", "narrow"):
        places = [Domain(*one) for one in placed[name]]
        assert len(places) == len(shape.series)
        for one in places:
            assert 0 <= one.left < one.right <= 1
            assert 0 <= one.bottom < one.top <= 1
        for one, other in combinations(places, 2):
            beside = one.right <= other.left or other.right <= one.left
            assert beside or one.bottom >= other.top or other.bottom >= one.top


def test_every_height_of_panels_has_its_rule_in_the_style_sheet() -> None:
    sheet = (STATIC / "charts.css").read_text(encoding="utf-8")
    most, rows = PANELS.at_most + 2, PANEL_BARS.at_most + 1
    for standing, count, ends in ((True, 3, (most,)), (False, rows, (8, 8)), (False, 1, (1,))):
        members = tuple(Member(None, str(n), str(n)) for n in range(count))
        one = ChartSeries("Spent", (1,) * count, ChartMark("money"))
        second = ends[0] if len(ends) > 1 else 0
        shape = PanelShape(members, (one,) * sum(ends), UNIT, standing=standing, second=second)
        assert f'.chart[data-height="{panels_height(shape)}"]' in sheet


def test_a_budget_is_a_line_that_no_bar_consists_of() -> None:
    members = (Member(None, "a", "A"), Member(None, "b", "B"))
    one = ChartSeries("Spent", (500, 200), ChartMark("money"))
    levels = Levels("Budget", (900, None), ChartMark("ink"))
    shape = BarShape(members, (one,), UNIT, levels=levels)
    assert shape.wholes == (500, 200)
    assert shape.ends == (900, 200)
    assert shape.extremes == (0, 900)
    bars, lines, texts = figure_of(shape, lead, FORMATTER)["data"]
    assert bars["x"] == [5, 2]
    assert lines["x"] == [9]
    assert lines["customdata"] == ["A, Budget: 900"]
    assert texts["x"] == [9, 2]
    assert [key.name for key in keys_of_shape(shape)] == ["Budget"]
