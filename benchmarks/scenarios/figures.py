"""Figures as plain dictionaries against the same figures by plotly's own classes."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import orjson
import plotly.graph_objects as go

from benchmarks.racing import race
from benchmarks.scenario import Aim, Bench, Finding, Sense, agree
from dashboards.figures.bars import bars, columns
from dashboards.figures.flows import Node, flow
from dashboards.figures.maps import Place, world
from dashboards.figures.parts import MARKS, STEPS, Categories, Figure, Series
from dashboards.formatter import FORMATTER
from tracker.app import create_app
from tracker.fund.ledger.measures import Measure
from tracker.reference.states import states
from tracker.settings import Settings
from tracker.totals.chart_data.flow import Link
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

    years: Categories
    donors: Categories
    measures: list[Series]
    stacked: list[Series]
    ranked: list[Series]
    nodes: list[Node]
    links: list[Link]
    places: list[Place]


def given() -> Given:
    """Make up amounts of the size that a page has."""
    codes = [state.iso3 for state in states().values()][:COUNTRIES]
    donors = codes[:DONORS]
    return Given(
        Categories([str(2014 + place) for place in range(YEARS)]),
        Categories(donors, [f"/dashboards/donors/{code}" for code in donors]),
        [
            Series(measure.value, amounts(YEARS, place), MARKS[measure])
            for place, measure in enumerate((Measure.PLEDGED, Measure.RECEIVED))
        ],
        [Series(f"step {place}", amounts(YEARS, place), mark) for place, mark in enumerate(STEPS)],
        [Series(f"step {place}", amounts(DONORS, place), mark) for place, mark in enumerate(STEPS)],
        *_ways(codes),
        [
            Place(code, code, minor, f"/dashboards/regions/{code}")
            for code, minor in zip(codes, amounts(len(codes), 1), strict=True)
        ],
    )


def five(of: Given, writer: Formatter) -> list[Figure]:
    """Draw what a page has: columns, stacked columns, bars, a flow and a map."""
    return [
        columns(of.years, of.measures, writer),
        columns(of.years, of.stacked, writer, stacked=True),
        bars(of.donors, of.ranked, writer),
        flow(of.nodes, of.links, writer),
        world(of.places, writer),
    ]


def amounts(count: int, shift: int) -> list[int]:
    """Return amounts in US cents of different sizes, the same in every run."""
    return [1_234_567_89 * (place + 1) // (shift + 2) + 31 * place for place in range(count)]


def _ways(places: Sequence[str]) -> tuple[list[Node], list[Link]]:
    """Return a flow from nine donors through nine programmes to four instruments."""
    sizes = (9, 9, 4)
    nodes = [
        Node(f"{places[place]} {column}", column, "tip")
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
