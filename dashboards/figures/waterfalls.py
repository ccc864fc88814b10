"""Waterfalls: lying bars that begin where the one above ended, results from zero."""

from collections.abc import Sequence
from typing import Any

from dashboards.figures.parts import Figure, marker_of, plain, shorten, value_axis
from tracker.totals.chart_data.shapes import Unit, us_dollars
from tracker.totals.chart_data.waterfall import WaterfallBar
from tracker.totals.formatter import Formatter

ROOM = 1.22
EDGE = 0.6


def falling_bars(bars: Sequence[WaterfallBar], formatter: Formatter) -> Figure:
    """Draw the bars from top to bottom, with the amount of each at its end."""
    unit, places = us_dollars(), list(range(len(bars)))
    ends = [max(bar.before, bar.before + bar.minor, 0) for bar in bars]
    lows = [min(bar.before, bar.before + bar.minor, 0) for bar in bars]
    return {
        "data": [
            *(_bar(place, bar, unit, formatter) for place, bar in zip(places, bars, strict=True)),
            {
                "type": "scatter",
                "mode": "text",
                "y": places,
                "x": [end / unit.scale for end in ends],
                "text": [f"\N{EN SPACE}{plain(unit.tick(bar.minor, formatter))}" for bar in bars],
                "textposition": "middle right",
                "hoverinfo": "skip",
                "showlegend": False,
                "cliponaxis": False,
            },
        ],
        "layout": {
            "barmode": "overlay",
            "showlegend": False,
            "meta": {"mirror": True},
            "xaxis": {
                **value_axis((min([0, *lows]), max([0, *ends])), unit, formatter, ROOM),
                "showgrid": False,
                "showticklabels": False,
                "ticks": "",
            },
            "yaxis": {
                "range": [len(bars) - 1 + EDGE, -EDGE],
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
                "automargin": True,
                "tickvals": places,
                "ticklabelstandoff": 6,
                "ticktext": [shorten(bar.label) for bar in bars],
                "ticks": "",
            },
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        },
    }


def _bar(place: int, bar: WaterfallBar, unit: Unit, formatter: Formatter) -> dict[str, Any]:
    """Return the trace of one bar, which begins where the one above ended."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": plain(bar.label),
        "y": [place],
        "x": [bar.minor / unit.scale],
        "base": [bar.before / unit.scale],
        "width": 0.65,
        "marker": marker_of(bar.mark),
        "customdata": [plain(f"{bar.label}: {unit.exact(bar.minor, formatter)}")],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
