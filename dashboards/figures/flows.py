"""A flow of money from left to right, as wide as the amounts."""

from collections.abc import Sequence
from typing import NamedTuple

from dashboards.figures.parts import Figure, plain, shorten
from tracker.totals.chart_data.flow import Link
from tracker.totals.formatter import Formatter

NEUTRAL = "money-light"
NEARLY = 0.001
FILLED, GAP = 0.72, 0.035
"""The part of the height that money takes, and the gap between two nodes."""


class Node(NamedTuple):
    """A stop of the money: its label, its column (0 the first), its colour, its US cents.

    `href` is the address behind it.
    """

    label: str
    column: int
    colour: str
    minor: int
    href: str = ""


def flow(
    nodes: Sequence[Node], links: Sequence[Link], formatter: Formatter, bands: Sequence[str] = ()
) -> Figure:
    """Draw a flow; the hover text has each amount in full. `bands` are the addresses of links."""
    last = max((node.column for node in nodes), default=0) or 1
    return {
        "data": [
            {
                "type": "sankey",
                "arrangement": "fixed",
                "node": {
                    "x": [_between(node.column / last) for node in nodes],
                    "y": _heights(nodes, links),
                    "label": [shorten(node.label, 44) for node in nodes],
                    "color": [f"var(--{node.colour})" for node in nodes],
                    "line": {"width": 0},
                    "pad": 14,
                    "thickness": 14,
                    "customdata": [
                        plain(f"{node.label}: {formatter.exact(node.minor)}") for node in nodes
                    ],
                    "hovertemplate": "%{customdata}<extra></extra>",
                },
                "link": {
                    "source": [link.source for link in links],
                    "target": [link.target for link in links],
                    "value": [link.minor / 100 for link in links],
                    "color": [_band(nodes[link.target]) for link in links],
                    "customdata": [
                        plain(
                            f"{nodes[link.source].label} → {nodes[link.target].label}: "
                            f"{formatter.exact(link.minor)}"
                        )
                        for link in links
                    ],
                    "hovertemplate": "%{customdata}<extra></extra>",
                },
                "meta": {
                    "hrefs": [node.href for node in nodes],
                    "bands": list(bands),
                    "columns": last + 1,
                },
            }
        ],
        "layout": {"margin": {"l": 4, "r": 4, "t": 8, "b": 8}},
    }


def _between(share: float) -> float:
    """Return a place that Plotly takes as given: it takes 0 and 1 for none."""
    return min(max(share, NEARLY), 1 - NEARLY)


def _heights(nodes: Sequence[Node], links: Sequence[Link]) -> list[float]:
    """Return the middle of each node from the top, those of a column in their order."""
    sizes, wholes = (
        _sizes(nodes, links),
        [0] * (max((node.column for node in nodes), default=0) + 1),
    )
    for node, size in zip(nodes, sizes, strict=True):
        wholes[node.column] += size
    below, middles = [0.0] * len(wholes), []
    for node, size in zip(nodes, sizes, strict=True):
        share = size / max(*wholes, 1) * FILLED
        middles.append(_between(below[node.column] + share / 2))
        below[node.column] += share + GAP
    return middles


def _sizes(nodes: Sequence[Node], links: Sequence[Link]) -> list[int]:
    """Return the money of each node: what comes in or what goes out, whichever is more."""
    came, went = [0] * len(nodes), [0] * len(nodes)
    for link in links:
        came[link.target] += link.minor
        went[link.source] += link.minor
    return [max(pair) for pair in zip(came, went, strict=True)]


def _band(target: Node) -> str:
    """Return the colour of a band: that of an instrument, paler, or the neutral one."""
    return "var(--flow)" if target.colour == NEUTRAL else f"var(--{target.colour}-flow)"
