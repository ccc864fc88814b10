"""Every figure is what Plotly takes, whatever the amounts and however odd the names."""

import orjson
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.figure_json import figure_json
from dashboards.figures.bars import bars, columns
from dashboards.figures.flows import NEUTRAL, Node, flow
from dashboards.figures.maps import Place, world
from dashboards.figures.parts import (
    INSTRUMENT_MARKS,
    MARKS,
    STEPS,
    Categories,
    Figure,
    Series,
    amount_axis,
    plain,
    solid,
)
from tracker.totals.chart_data.flow import Link
from tracker.totals.formatter import Formatter

FORMATTER = Formatter(*(str,) * 5)
AMOUNT = st.integers(-(10**15), 10**15)
NAMES = st.lists(st.text(max_size=60), min_size=1, max_size=6)


def check(figure: Figure) -> go.Figure:
    """Refuse whatever Plotly would not know, and what JSON could not carry."""
    return go.Figure(orjson.loads(orjson.dumps(figure)), skip_invalid=False)


@settings(max_examples=60, deadline=None)
@given(NAMES, st.data())
def test_bars_and_columns_are_lawful_and_hold_the_amounts(
    names: list[str], data: st.DataObject
) -> None:
    rows = [data.draw(st.lists(AMOUNT, min_size=len(names), max_size=len(names))) for _ in "ab"]
    series = [Series("a", rows[0], solid("money")), Series("b", rows[1], solid("tip", "/"))]
    for stacked in (False, True):
        drawn = check(columns(Categories(names), series, FORMATTER, stacked=stacked))
        assert [list(trace.y) for trace in drawn.data] == [[n / 100 for n in row] for row in rows]
    drawn = check(bars(Categories(names), series, FORMATTER))
    assert [list(trace.x) for trace in drawn.data[:2]] == [[n / 100 for n in row] for row in rows]


def test_a_flow_says_what_comes_to_each_stop() -> None:
    nodes = [Node("Italy", 0, NEUTRAL), Node("A & B", 1, NEUTRAL), Node("TIP", 2, "tip")]
    drawn = check(flow(nodes, [Link(0, 1, 500), Link(1, 2, 500)], FORMATTER))
    assert list(drawn.data[0].link.value) == [5.0, 5.0]
    assert list(drawn.data[0].node.customdata) == ["Italy: 500", "A &amp; B: 500", "TIP: 500"]


@given(st.lists(st.integers(1, 10**13), min_size=1, max_size=40))
def test_a_map_puts_every_country_into_a_class(amounts: list[int]) -> None:
    places = [Place(f"C{number}", "name", minor) for number, minor in enumerate(amounts)]
    trace = check(world(places, FORMATTER)).data[0]
    assert len(trace.z) == len(amounts)
    assert max(trace.z) < len(trace.colorbar.tickvals)
    by_size = [shade for _minor, shade in sorted(zip(amounts, trace.z, strict=True))]
    assert by_size == sorted(by_size)


@pytest.mark.parametrize("marker", [*MARKS.values(), *INSTRUMENT_MARKS.values(), *STEPS])
def test_every_mark_is_lawful(marker: dict[str, object]) -> None:
    check({"data": [{"type": "bar", "y": [1], "marker": marker}]})


@given(st.integers(-(10**15), 0), st.integers(1, 10**15))
def test_an_axis_of_amounts_holds_them_with_few_round_ticks(lowest: int, highest: int) -> None:
    axis = amount_axis(lowest, highest, FORMATTER)
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
