"""Bars: lying, with their wholes at the end."""

from dashboards.figures.lying import end_texts, lying_layout
from dashboards.figures.parts import Figure, Lead, bar_trace
from tracker.totals.chart_data.shapes import BarShape
from tracker.totals.formatter import Formatter

ROOM = 1.28


def bars(shape: BarShape, lead: Lead, formatter: Formatter) -> Figure:
    """Draw values by category, the first on top; the whole of each stands at its end."""
    positions, hidden, unit = list(shape.positions), shape.hidden, shape.unit
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
    ends = [
        0 if place in hidden else max(whole, 0) / unit.scale
        for place, whole in enumerate(shape.wholes)
    ]
    texts = [unit.tick(whole, formatter) for whole in shape.wholes]
    names = [member.label for member in shape.categories]
    layout = lying_layout(shape.extremes, positions, names, unit, ROOM)
    return {
        "data": [*traces, end_texts(positions, ends, texts)],
        "layout": {"barmode": "relative", **layout},
    }
