"""Figures over the years: standing columns, and lines."""

from typing import Any

from dashboards.figures.parts import (
    Figure,
    Lead,
    bar_trace,
    hover_texts,
    plain,
    shorten,
    trace_meta,
    unit_note,
    value_axis,
)
from tracker.totals.chart_data.scales import FEWEST
from tracker.totals.chart_data.shapes import ChartSeries, ColumnShape, LineShape, so_far
from tracker.totals.formatter import Formatter

END_OF_NAME = 36  # letters
LETTER = 6.5  # pixels
HALF = 0.5  # of the place of a year
MARGIN = {"l": 56, "r": 8, "t": 28, "b": 40}


def columns(shape: ColumnShape, lead: Lead, formatter: Formatter) -> Figure:
    """Draw values by year; what is below zero hangs down, an unfinished year is paler."""
    names = [member.label for member in shape.categories]
    return {
        "data": [
            {
                **bar_trace(shape.categories, one, one, lead, formatter, shape),
                "x": names,
                "y": [value / shape.unit.scale for value in one.values],
            }
            for one in shape.series
        ],
        "layout": {
            "barmode": "relative" if shape.stacked else "group",
            "bargap": 0.3,
            "bargroupgap": 0.08,
            **_over_time(shape, formatter),
        },
    }


def lines(shape: LineShape, lead: Lead, formatter: Formatter) -> Figure:
    """Draw values as lines, each with its name at its end; an unfinished year is marked."""
    names = [member.label for member in shape.categories]
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": plain(one.name),
            "x": names,
            "y": [value / shape.unit.scale for value in one.values],
            "line": {"color": _colour(one), "width": 2},
            "marker": {"color": _colour(one), "size": 5},
            "customdata": hover_texts(shape.categories, one, formatter, shape.unit),
            "hovertemplate": "%{customdata}<extra></extra>",
            "meta": trace_meta(shape.categories, one, lead),
        }
        for one in shape.series
    ]
    layout = _over_time(shape, formatter)
    if shape.names_at_ends:
        ends = _end_names(shape)
        longest = max(len(end["text"]) for end in ends)
        layout["annotations"] = [*layout["annotations"], *ends]
        layout["margin"] = {**MARGIN, "r": round(LETTER * longest) + 16}
    return {"data": traces, "layout": layout}


def _end_names(shape: LineShape) -> list[dict[str, Any]]:
    """Write the name of each line at its end, in its colour."""
    return [
        {
            "text": shorten(one.name, END_OF_NAME),
            "x": len(shape.categories) - 1,
            "y": height / shape.unit.scale,
            "xshift": 6,
            "xanchor": "left",
            "yanchor": "middle",
            "showarrow": False,
            "font": {"size": 12, "color": _colour(one)},
        }
        for one, height in zip(shape.series, shape.name_heights, strict=True)
    ]


def _colour(one: ChartSeries) -> str:
    """Return the colour of a line: that of its mark, or of the mark's edge."""
    return f"var(--{one.mark.colour or one.mark.edge})"


def _over_time(shape: ColumnShape | LineShape, formatter: Formatter) -> dict[str, Any]:
    """Return the layout of a figure over the years, with the unit on its axis."""
    names = [member.label for member in shape.categories]
    years: dict[str, Any] = {
        "type": "category",
        "range": [-HALF, max(len(names), FEWEST) - HALF],
        "fixedrange": True,
        "showgrid": False,
        "tickangle": 0,
        "tickvals": names,
    }
    if shape.unfinished:
        years["ticktext"] = [
            plain(so_far(member.label)).replace("\n", "<br>")
            if member.code == shape.unfinished
            else member.label
            for member in shape.categories
        ]
    return {
        "showlegend": False,
        "xaxis": years,
        "yaxis": value_axis(shape.extremes, shape.unit, formatter),
        "annotations": [unit_note(shape.unit)],
        "margin": MARGIN,
    }
