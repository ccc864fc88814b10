"""The marks of chart data as matplotlib draws them."""

from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from tracker.drawings.palette import palette
from tracker.drawings.texts import shortened
from tracker.totals.chart_data.marks import ChartMark
from tracker.totals.chart_data.shapes import ChartSeries, Levels

DENSE = 3
"""The number of times that a pattern is repeated: matplotlib's are wide."""
KEY_LETTERS = 34


def style_of(mark: ChartMark) -> dict[str, Any]:
    """Return the style of a bar with a mark."""
    colours = palette()
    style: dict[str, Any] = {
        "facecolor": colours[mark.colour] if mark.colour else "none",
        "edgecolor": colours[mark.edge] if mark.edge else "none",
        "linewidth": (0.7 if mark.colour else 1.0) if mark.edge else 0,
    }
    if mark.pattern:
        style |= {"hatch": mark.pattern * DENSE, "hatchcolor": colours["paper"]}
    return style


def line_colour(mark: ChartMark) -> str:
    """Return the colour of a line: that of its mark, or of the mark's edge."""
    return palette()[mark.colour or mark.edge]


def key_of(one: ChartSeries) -> Patch:
    """Return the key of a series."""
    return Patch(label=shortened(one.name, KEY_LETTERS), **style_of(one.mark))


def line_key(levels: Levels) -> Line2D:
    """Return the key of levels: a line across a bar."""
    return Line2D(
        [],
        [],
        label=shortened(levels.name, KEY_LETTERS),
        color=palette()[levels.mark.colour],
        marker="|",
        markersize=9,
        markeredgewidth=1.6,
        linestyle="none",
    )
