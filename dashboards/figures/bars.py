"""Bars: lying, with their wholes at the end; or standing, by year; and lines over the years."""

from collections.abc import Sequence
from typing import Any

from dashboards.figures.parts import (
    Figure,
    Lead,
    keys_of,
    marker_of,
    plain,
    shorten,
    trace_meta,
    unit_note,
    value_axis,
)
from tracker.totals.chart_data.shapes import (
    BarShape,
    ChartSeries,
    ColumnShape,
    LineShape,
    Shape,
    so_far,
)
from tracker.totals.chart_data.table import Member
from tracker.totals.formatter import Formatter

ROOM = 1.28
EDGE = 0.6
MARGIN = {"l": 56, "r": 8, "t": 28, "b": 40}
END_OF_NAME = 20  # letters at the end of a line


def figure_of(shape: Shape, lead: Lead, formatter: Formatter) -> Figure:
    """Draw a shape."""
    match shape:
        case BarShape():
            return bars(shape, lead, formatter)
        case ColumnShape():
            return columns(shape, lead, formatter)
        case LineShape():
            return lines(shape, lead, formatter)


def bars(shape: BarShape, lead: Lead, formatter: Formatter) -> Figure:
    """Draw values by category, the first on top; the whole of each stands at its end."""
    positions = list(shape.positions)
    traces = [
        {
            **_trace(shape.categories, one, drawn, lead, formatter, shape),
            "orientation": "h",
            "y": positions,
            "x": [value / shape.unit.scale for value in drawn.values],
            "width": 0.65,
        }
        for one, drawn in zip(shape.series, shape.drawn, strict=True)
    ]
    return {
        "data": [*traces, _ends(shape, formatter)],
        "layout": {
            "barmode": "relative",
            "showlegend": False,
            "meta": {"mirror": True},
            "xaxis": {
                **value_axis(shape.extremes, shape.unit, formatter, ROOM),
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
                "tickvals": positions,
                "ticklabelstandoff": 6,
                "ticktext": [shorten(member.label) for member in shape.categories],
                "ticks": "",
            },
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        },
    }


def _trace(
    categories: Sequence[Member],
    whole: ChartSeries,
    drawn: ChartSeries,
    lead: Lead,
    formatter: Formatter,
    shape: BarShape | ColumnShape,
) -> dict[str, Any]:
    """Return what bars and columns of a series have in common."""
    unfinished = shape.unfinished if isinstance(shape, ColumnShape) else ""
    faded = [bool(unfinished) and member.code == unfinished for member in categories]
    return {
        "type": "bar",
        "name": plain(whole.name),
        "marker": marker_of(drawn.mark, faded),
        "customdata": _hover(categories, whole, formatter, shape),
        "hovertemplate": "%{customdata}<extra></extra>",
        "meta": trace_meta(categories, whole, lead),
    }


def _hover(
    categories: Sequence[Member], one: ChartSeries, formatter: Formatter, shape: Shape
) -> list[str]:
    """Write each value in full with what it is of."""
    return [
        plain(f"{member.label}, {one.name}: {shape.unit.exact(value, formatter)}")
        for member, value in zip(categories, one.values, strict=True)
    ]


def _ends(shape: BarShape, formatter: Formatter) -> dict[str, Any]:
    """Write the whole of each category at the end of its bar."""
    hidden, wholes = shape.hidden, shape.wholes
    ends = [
        0 if place in hidden else max(whole, 0) / shape.unit.scale
        for place, whole in enumerate(wholes)
    ]
    return {
        "type": "scatter",
        "mode": "text",
        "y": list(shape.positions),
        "x": ends,
        "text": [
            f"\N{EN SPACE}{plain(shape.unit.tick(whole, formatter))}\N{EN SPACE}"
            for whole in wholes
        ],
        "textposition": "middle right",
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }


def columns(shape: ColumnShape, lead: Lead, formatter: Formatter) -> Figure:
    """Draw values by year; what is below zero hangs down, an unfinished year is paler."""
    names = [member.label for member in shape.categories]
    return {
        "data": [
            {
                **_trace(shape.categories, one, one, lead, formatter, shape),
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
            "customdata": _hover(shape.categories, one, formatter, shape),
            "hovertemplate": "%{customdata}<extra></extra>",
            "meta": trace_meta(shape.categories, one, lead),
        }
        for one in shape.series
    ]
    return {"data": traces, "layout": _over_time(shape, formatter)}


def _colour(one: ChartSeries) -> str:
    """Return the colour of a line: that of its mark, or of the mark's edge."""
    return f"var(--{one.mark.colour or one.mark.edge})"


def _over_time(shape: ColumnShape | LineShape, formatter: Formatter) -> dict[str, Any]:
    """Return the layout of a figure over the years, with the unit on its axis."""
    names = [member.label for member in shape.categories]
    years: dict[str, Any] = {
        "type": "category",
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


def keys_of_shape(shape: Shape) -> tuple[Any, ...]:
    """Return the key of a shape; bars that each have a name of their own need none."""
    if isinstance(shape, BarShape) and not any(one.member for one in shape.series):
        return ()
    return keys_of(shape.series)
