"""Waterfalls: lying bars that begin where the one above ended, results from zero."""

from typing import Any

from dashboards.figures.lying import end_texts, lying_layout
from dashboards.figures.parts import Figure, Lead, marker_of, plain, trace_meta
from tracker.totals.chart_data.shapes import StepBar, Unit, WaterfallShape
from tracker.totals.formatter import Formatter


def falling_bars(shape: WaterfallShape, lead: Lead, formatter: Formatter) -> Figure:
    """Draw the steps from top to bottom, with the amount of each at its end."""
    unit, places = shape.unit, list(range(len(shape.steps)))
    ends = [max(step.ends[1], 0) / unit.scale for step in shape.steps]
    texts = [unit.tick(step.minor, formatter) for step in shape.steps]
    names = [step.category.label for step in shape.steps]
    return {
        "data": [
            *(
                _bar(place, step, unit, lead, formatter)
                for place, step in zip(places, shape.steps, strict=True)
            ),
            end_texts(places, ends, texts),
        ],
        "layout": {
            "barmode": "overlay",
            **lying_layout(shape.extremes, places, names, unit, texts),
        },
    }


def _bar(place: int, step: StepBar, unit: Unit, lead: Lead, formatter: Formatter) -> dict[str, Any]:
    """Return the trace of one bar, which begins where the one above ended."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": plain(step.category.label),
        "y": [place],
        "x": [step.minor / unit.scale],
        "base": [step.before / unit.scale],
        "width": 0.65,
        "marker": marker_of(step.mark),
        "customdata": [plain(f"{step.category.label}: {unit.exact(step.minor, formatter)}")],
        "hovertemplate": "%{customdata}<extra></extra>",
        "meta": trace_meta((step.category,), step.series, lead),
    }
