"""The parts of figures whose bars lie: their layout, and the texts at their ends."""

from collections.abc import Sequence
from typing import Any

from dashboards.figures.parts import plain, shorten, unit_note, value_range
from tracker.totals.chart_data.shapes import Unit

EDGE = 0.6
NAME_LETTERS = 90
"""The letters of a name; the page cuts it to the room that there is."""
MARGIN = {"l": 8, "r": 8, "t": 28, "b": 8}


def lying_layout(
    extremes: tuple[int, int],
    positions: Sequence[float],
    names: Sequence[str],
    unit: Unit,
    room: float,
) -> dict[str, Any]:
    """Return the layout of lying bars: names at the side, the unit above, no ticks of values.

    `room` widens the axis beyond the last value for the texts that stand there.
    """
    return {
        "showlegend": False,
        "meta": {"mirror": True},
        "xaxis": {
            "range": value_range(extremes, unit, room),
            "fixedrange": True,
            "showgrid": False,
            "showticklabels": False,
            "ticks": "",
        },
        "yaxis": {
            "range": [max(positions, default=0) + EDGE, -EDGE],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "automargin": True,
            "tickvals": list(positions),
            "ticklabelstandoff": 6,
            "ticktext": [shorten(name, NAME_LETTERS) for name in names],
            "ticks": "",
        },
        "annotations": [unit_note(unit)],
        "margin": MARGIN,
    }


def end_texts(
    positions: Sequence[float], ends: Sequence[float], texts: Sequence[str]
) -> dict[str, Any]:
    """Write a text at the end of each bar."""
    return {
        "type": "scatter",
        "mode": "text",
        "y": list(positions),
        "x": list(ends),
        "text": [f"\N{EN SPACE}{plain(text)}\N{EN SPACE}" for text in texts],
        "textposition": "middle right",
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }
