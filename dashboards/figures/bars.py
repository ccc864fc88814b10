"""Bars: lying, with their wholes at the end."""

from typing import Any

from dashboards.figures.lying import end_texts, lying_layout
from dashboards.figures.parts import Figure, Lead, bar_trace, plain
from tracker.totals.chart_data.shapes import BarShape
from tracker.totals.formatter import Formatter


def bars(shape: BarShape, lead: Lead, formatter: Formatter) -> Figure:
    """Draw values by category, the first on top; the whole of each stands at its end."""
    positions, unit = list(shape.positions), shape.unit
    traces = [
        {
            **bar_trace(shape.categories, one, drawn, lead, formatter, shape),
            "orientation": "h",
            "y": positions,
            "x": [value / unit.scale for value in drawn.values],
            "width": 0.65,
        }
        for one, drawn in zip(shape.series, shape.drawn, strict=True)
    ]
    ends = [end / unit.scale for end in shape.ends]
    texts = shape.end_texts(formatter)
    names = [member.label for member in shape.categories]
    layout = lying_layout(shape.extremes, positions, names, unit, texts)
    return {
        "data": [*traces, *_levels(shape, formatter), end_texts(positions, ends, texts)],
        "layout": {"barmode": "relative", **layout},
    }


def _levels(shape: BarShape, formatter: Formatter) -> list[dict[str, Any]]:
    """Draw the levels of bars as lines across them."""
    if shape.levels is None:
        return []
    shown = [
        (position, member.label, level)
        for position, member, level in zip(
            shape.positions, shape.categories, shape.shown_levels, strict=True
        )
        if level is not None
    ]
    texts = [
        f"{label}, {shape.levels.name}: {shape.unit.exact(level, formatter)}"
        for _position, label, level in shown
    ]
    colour = f"var(--{shape.levels.mark.colour})"
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": plain(shape.levels.name),
            "y": [position for position, _label, _level in shown],
            "x": [level / shape.unit.scale for _position, _label, level in shown],
            "marker": {
                "symbol": "line-ns",
                "size": 24,
                "color": colour,
                "line": {"color": colour, "width": 2.5},
            },
            "customdata": list(map(plain, texts)),
            "hovertemplate": "%{customdata}<extra></extra>",
            "cliponaxis": False,
        }
    ]
