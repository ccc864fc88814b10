"""Figures as plain dictionaries against the same figures by plotly's own classes."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import orjson
import plotly.graph_objects as go

from benchmarks.racing import race
from benchmarks.scenario import Aim, Bench, Finding, Sense, agree
from dashboards.figures.flows import Node, flow
from dashboards.figures.maps import Place, world
from dashboards.figures.parts import Figure
from dashboards.figures.shape_figures import figure_of
from dashboards.formatter import FORMATTER
from tracker.app import create_app
from tracker.fund.ledger.measures import Measure
from tracker.reference.states import states
from tracker.settings import Settings
from tracker.totals.chart_data.flow import Link
from tracker.totals.chart_data.marks import MEASURE_MARKS, STEPS
from tracker.totals.chart_data.shapes import BarShape, ChartSeries, ColumnShape, Shape, Unit
from tracker.totals.chart_data.table import Member
from tracker.totals.formatter import Formatter

AIM = Aim(50, Sense.FASTER)
BRIEF = Formatter(*(str,) * 5)
YEARS, DONORS, COUNTRIES = 12, 12, 120
TRACES: dict[str, Callable[..., Any]] = {
    "bar": go.Bar,
    "scatter": go.Scatter,
    "sankey": go.Sankey,
    "choropleth": go.Choropleth,
}


def run(bench: Bench) -> Iterator[Finding]:
    """Compare with texts that cost nothing, and with amounts written as the reader has them."""
    app = create_app(Settings("sqlite:///:memory:", "benchmark", production=False))
    with app.test_request_context("/"):
        for what, writer in (
            ("five figures to JSON", BRIEF),
            ("the same, amounts written in the reader's language", FORMATTER),
        ):
            yield _compare(bench, what, writer)


def _compare(bench: Bench, what: str, writer: Formatter) -> Finding:
    """Compare from amounts to JSON; texts in the figures are made by either side."""
    of = given()
    found = race(
        lambda: [orjson.dumps(figure) for figure in five(of, writer)],
        lambda: [through_plotly(figure) for figure in five(of, writer)],
        bench.rounds * 3,
    )
    ours, peer = (
        [orjson.loads(text) for text in side] for side in (found.our_result, found.peer_result)
    )
    agree("figures", [one["data"] for one in ours], [one["data"] for one in peer])
    agree("layouts", *([_without_template(one["layout"]) for one in side] for side in (ours, peer)))
    return Finding(
        what, len(ours), found.ours, found.peer, "plotly.graph_objects", AIM, of="figures"
    )


class Given(NamedTuple):
    """The totals from which five figures are drawn."""

    shapes: tuple[Shape, ...]
    nodes: list[Node]
    links: list[Link]
    places: list[Place]


def given() -> Given:
    """Make up amounts of the size that a page has."""
    codes = [state.iso3 for state in states().values()][:COUNTRIES]
    years = tuple(Member(None, str(2014 + place), str(2014 + place)) for place in range(YEARS))
    donors = tuple(Member(None, code, code) for code in codes[:DONORS])
    unit = Unit("US dollars")
    measures = tuple(
        ChartSeries(measure.value, amounts(YEARS, place), MEASURE_MARKS[measure])
        for place, measure in enumerate((Measure.PLEDGED, Measure.RECEIVED))
    )
    return Given(
        (
            ColumnShape(years, measures, unit),
            ColumnShape(years, steps(YEARS), unit, stacked=True),
            BarShape(donors, steps(DONORS), unit),
        ),
        *_ways(codes),
        [
            Place(code, code, minor, f"/dashboards/regions/{code}")
            for code, minor in zip(codes, amounts(len(codes), 1), strict=True)
        ],
    )


def five(of: Given, writer: Formatter) -> list[Figure]:
    """Draw what a page has: columns, stacked columns, bars, a flow and a map."""
    return [
        *(figure_of(shape, _lead, writer) for shape in of.shapes),
        flow(of.nodes, of.links, writer),
        world(of.places, writer),
    ]


def steps(count: int) -> tuple[ChartSeries, ...]:
    """Return a series for each kind of earmarking."""
    return tuple(
        ChartSeries(f"step {place}", amounts(count, place), mark)
        for place, mark in enumerate(STEPS)
    )


def _lead(category: Member, _series: ChartSeries) -> str:
    """Return the address behind a mark."""
    return f"/dashboards/donors/{category.code}"


def amounts(count: int, shift: int) -> tuple[int, ...]:
    """Return amounts in US cents of different sizes, the same in every run."""
    return tuple(1_234_567_89 * (place + 1) // (shift + 2) + 31 * place for place in range(count))


def _ways(places: Sequence[str]) -> tuple[list[Node], list[Link]]:
    """Return a flow from nine donors through nine programmes to four instruments."""
    sizes = (9, 9, 4)
    nodes = [
        Node(f"{places[place]} {column}", column, "tip", 1_000_00)
        for column, size in enumerate(sizes)
        for place in range(size)
    ]
    first = [Link(a, 9 + b, 1_000_00 * (a + 1) + b) for a in range(9) for b in range(9)]
    second = [Link(9 + b, 18 + c, 2_000_00 * (b + 1) + c) for b in range(9) for c in range(4)]
    return nodes, first + second


def through_plotly(figure: Figure) -> str:
    """Make the same figure of plotly's classes and let it write its JSON."""
    traces = [
        TRACES[trace["type"]]({name: value for name, value in trace.items() if name != "type"})
        for trace in figure["data"]
    ]
    text: str = go.Figure(data=traces, layout=go.Layout(figure["layout"])).to_json()
    return text


def _without_template(layout: dict[str, Any]) -> dict[str, Any]:
    """Leave out the template, which plotly adds to each figure and a page of ours sends once."""
    return {name: value for name, value in layout.items() if name != "template"}
