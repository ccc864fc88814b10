"""The parts of figures whose bars lie: their layout, and the texts at their ends."""

from collections.abc import Sequence
from typing import Any

from dashboards.figures.parts import plain, shorten, unit_note, value_range
from tracker.totals.chart_data.shapes import Unit

EDGE = 0.6
NAME_LETTERS = 90
"""The letters of a name; the page cuts it to the room that there is."""
MARGIN = {"l": 8, "r": 8, "t": 28, "b": 8}
LETTER, BARS = 8, 450
"""The width of a letter and of the bars of a usual figure, in pixels; the page measures its own."""
MOST = 0.6
"""The part of the bars' width that is kept for texts at most."""


def lying_layout(
    extremes: tuple[int, int],
    positions: Sequence[float],
    names: Sequence[str],
    unit: Unit,
    texts: Sequence[str],
) -> dict[str, Any]:
    """Return the layout of lying bars: names at the side, the unit above, no ticks of values.

    The axis is wider than the longest bar by the room that the `texts` at its ends may need.
    """
    return {
        "showlegend": False,
        "meta": {"mirror": True},
        "xaxis": {
            "range": value_range(extremes, unit, room_for(texts)),
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


def room_for(texts: Sequence[str], bars: int = BARS) -> float:
    """Return the number of times that an axis is as long as its longest bar, for these texts.

    `bars` is the width of the bars in pixels.
    """
    part = LETTER * max((len(text) + 1 for text in texts), default=0) / bars
    return 1 / (1 - min(part, MOST))


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
