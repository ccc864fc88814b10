"""The flow of money from donors or programmes through two dimensions."""

from dashboards.charts.chart import ChartSpec, Drawing, Lazy
from dashboards.figures.flows import NEUTRAL, Node, flow
from dashboards.figures.parts import Figure
from dashboards.question import Addresses
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.flow import (
    FlowTotals,
    Stops,
    flow_sentence,
    flow_table,
    flow_totals,
)
from tracker.totals.chart_data.flow_panels import flow_panels
from tracker.totals.chart_data.titles import flow_finding
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter

HEIGHT_REM = 30
LEAST_WIDTH = 760
COLOURS = {"UNTOC": "untoc", "TIP": "tip", "SOM": "som", "FIREARMS": "firearms"}


def money_flow(name: str, title: Lazy, measure: Measure, stops: Stops) -> ChartSpec[FlowTotals]:
    """Return the flow of a measure from one dimension through a second to a third."""
    return ChartSpec(
        name,
        title,
        lambda source: flow_totals(source.reader, measure, stops),
        FLOW,
        (measure,),
        (*stops, Dimension.ATTRIBUTION),
        wide=True,
    )


def flow_figure(data: FlowTotals, addresses: Addresses, formatter: Formatter) -> Figure | None:
    """Draw the flow; None where it could not be read."""
    nodes = [
        Node(
            stop.label,
            stop.column,
            COLOURS.get(stop.code, NEUTRAL),
            stop.minor,
            addresses.rows(data.opening(place)),
        )
        for place, stop in enumerate(data.stops)
    ]
    bands = [addresses.rows(data.opening(link.source, link.target)) for link in data.links]
    return flow(nodes, data.links, formatter, bands) if data.is_readable else None


FLOW = Drawing(
    flow_table,
    flow_sentence,
    flow_panels,
    flow_finding,
    figure=flow_figure,
    height=HEIGHT_REM,
    least_width=LEAST_WIDTH,
)
