"""A flow of money from left to right, as wide as the amounts."""

from collections.abc import Sequence
from typing import NamedTuple

from dashboards.figures.parts import Figure, plain, shorten
from tracker.totals.chart_data.flow import Link
from tracker.totals.formatter import Formatter

NEUTRAL = "money-light"


class Node(NamedTuple):
    """A stop of the money: its label, its column (0 the first), its colour, its address."""

    label: str
    column: int
    colour: str
    href: str = ""


def flow(nodes: Sequence[Node], links: Sequence[Link], formatter: Formatter) -> Figure:
    """Draw a flow; the hover text has each amount in full."""
    last = max((node.column for node in nodes), default=0) or 1
    return {
        "data": [
            {
                "type": "sankey",
                "arrangement": "snap",
                "node": {
                    "label": [shorten(node.label, 44) for node in nodes],
                    "color": [f"var(--{node.colour})" for node in nodes],
                    "line": {"width": 0},
                    "pad": 14,
                    "thickness": 14,
                    "align": "justify",
                    "customdata": _wholes(nodes, links, formatter),
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
                "meta": {"hrefs": [node.href for node in nodes], "columns": last + 1},
            }
        ],
        "layout": {"margin": {"l": 4, "r": 4, "t": 8, "b": 8}},
    }


def _band(target: Node) -> str:
    """Return the colour of a band: that of an instrument, paler, or the neutral one."""
    return "var(--flow)" if target.colour == NEUTRAL else f"var(--{target.colour}-flow)"


def _wholes(nodes: Sequence[Node], links: Sequence[Link], formatter: Formatter) -> list[str]:
    """Return the total of each node: money coming in, or going out of the first column."""
    amounts = [0] * len(nodes)
    for link in links:
        amounts[link.target] += link.minor
        if nodes[link.source].column == 0:
            amounts[link.source] += link.minor
    return [
        plain(f"{node.label}: {formatter.exact(minor)}")
        for node, minor in zip(nodes, amounts, strict=True)
    ]
