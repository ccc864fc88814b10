"""Small multiples: panels of bars in rows on one scale, each with its name and its sum above it."""

from typing import Any, NamedTuple

from dashboards.figures.lying import room_for
from dashboards.figures.parts import (
    Figure,
    Lead,
    bar_trace,
    plain,
    unit_note,
    value_axis,
    value_range,
)
from tracker.totals.chart_data.scales import FEWEST
from tracker.totals.chart_data.shapes import ChartSeries, PanelShape, so_far
from tracker.totals.formatter import Formatter

WIDE, NARROW = 4, 2
"""The number of panels in a row of a wide figure, and of one for half a page or a phone."""
TITLE_REM, BAR_REM, COLUMNS_REM, YEARS_REM = 2.6, 1.2, 7.4, 2.2
FRAME_REM = 2
GAP = 0.16
"""The gap between two panels of a row, as a part of the width of one."""
BARS = 120
"""The width of the bars of a panel of a usual figure, in pixels."""
COLUMN_ROOM = 1.06
EDGE, HALF = 0.6, 0.5
MARGIN = {"l": 8, "r": 8, "t": 28, "b": 4}


class Domain(NamedTuple):
    """The place of a panel in a figure, as parts of its width and height from below.

    `first` tells that it is the first of its row, which has the names or the ticks at its side.
    """

    left: float
    right: float
    bottom: float
    top: float
    first: bool


def panel_rows(shape: PanelShape, per_row: int) -> int:
    """Return the number of rows of panels."""
    return max((row for row, _column in shape.places(per_row)), default=0) + 1


def panels_height(shape: PanelShape) -> int:
    """Return the height in rem of a wide figure, even, so that few classes do."""
    rem = FRAME_REM + panel_rows(shape, WIDE) * _panel_rem(shape)
    return 2 * -(-round(rem * 10) // 20)


def _panel_rem(shape: PanelShape) -> float:
    """Return the height of a panel in rem."""
    if shape.standing:
        return TITLE_REM + COLUMNS_REM + YEARS_REM
    return TITLE_REM + BAR_REM * (max(shape.positions, default=0) + 1)


def domains(shape: PanelShape, per_row: int, height: float) -> tuple[Domain, ...]:
    """Return the places of panels, so many in a row, in a figure of a height in rem."""
    rows, columns = panel_rows(shape, per_row), min(per_row, max(shape.groups))
    title, below = TITLE_REM / height, (YEARS_REM / height if shape.standing else 0.02)
    return tuple(
        Domain(
            round(column / columns, 4),
            round((column + 1) / columns - GAP / columns, 4),
            round(1 - (row + 1) / rows + below, 4),
            round(1 - row / rows - title, 4),
            column == 0,
        )
        for row, column in shape.places(per_row)
    )


def small_multiples(shape: PanelShape, lead: Lead, formatter: Formatter) -> Figure:
    """Draw panels; their places for a narrow figure are in `meta.panels`."""
    height = panels_height(shape)
    wide = domains(shape, WIDE, height)
    narrow = domains(shape, NARROW, height * _times(shape))
    draw = _columns if shape.standing else _bars
    layout: dict[str, Any] = {
        "showlegend": False,
        "barmode": "relative",
        "bargap": 0.25,
        "margin": MARGIN,
        "annotations": [unit_note(shape.unit)],
        "meta": {
            "panels": {
                "wide": [list(one) for one in wide],
                "narrow": [list(one) for one in narrow],
                "lying": not shape.standing,
            }
        },
    }
    data: list[dict[str, Any]] = []
    for number, domain in enumerate(wide):
        traces, axes = draw(shape, number, lead, formatter)
        data += traces
        layout |= _placed(axes, number, domain)
        layout["annotations"] += _heading(shape, shape.series[number], domain, formatter)
    return {"data": data, "layout": layout}


def _times(shape: PanelShape) -> int:
    """Return the number of times that a narrow figure is as high as a wide one."""
    return 2 if grows(shape) else 1


def grows(shape: PanelShape) -> bool:
    """Return whether a narrow figure has more rows of panels than a wide one."""
    return panel_rows(shape, NARROW) > panel_rows(shape, WIDE)


def _name(number: int) -> str:
    """Return the number of a panel in the names of its axes."""
    return "" if number == 0 else str(number + 1)


def _placed(axes: dict[str, dict[str, Any]], number: int, domain: Domain) -> dict[str, Any]:
    """Return the axes of a panel in its place."""
    name = _name(number)
    return {
        f"xaxis{name}": {
            **axes["x"],
            "domain": [domain.left, domain.right],
            "anchor": f"y{name}",
        },
        f"yaxis{name}": {
            **axes["y"],
            "domain": [domain.bottom, domain.top],
            "anchor": f"x{name}",
            "showticklabels": domain.first,
            "automargin": domain.first,
        },
    }


def _heading(
    shape: PanelShape, one: ChartSeries, domain: Domain, formatter: Formatter
) -> list[dict[str, Any]]:
    """Write the name of a panel above it, and below that its sum."""
    whole = shape.unit.tick(sum(one.values), formatter)
    texts = (
        (one.name, 18, {"size": 12, "weight": 600, "color": "var(--ink)"}),
        (whole, 2, {"size": 12, "color": "var(--ink-soft)"}),
    )
    return [
        {
            "text": plain(text),
            "xref": "paper",
            "yref": "paper",
            "x": domain.left,
            "y": domain.top,
            "xanchor": "left",
            "yanchor": "bottom",
            "yshift": shift,
            "showarrow": False,
            "font": font,
        }
        for text, shift, font in texts
    ]


def _bars(
    shape: PanelShape, number: int, lead: Lead, formatter: Formatter
) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """Draw the lying bars of a panel, with the amount of each at its end."""
    whole, drawn, unit = shape.series[number], shape.drawn[number], shape.unit
    positions, values = list(shape.positions), [value / unit.scale for value in drawn.values]
    amounts = [_end_text(value, shape, formatter) for one in shape.series for value in one.values]
    trace = {
        **bar_trace(shape.categories, whole, drawn, lead, formatter, shape),
        "orientation": "h",
        "y": positions,
        "x": values,
        "width": 0.7,
        **_axes_of(number),
    }
    texts = {
        "type": "scatter",
        "mode": "text",
        "y": positions,
        "x": [max(value, 0) for value in values],
        "text": [_end_text(value, shape, formatter) for value in whole.values],
        "textposition": "middle right",
        "textfont": {"size": 11},
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
        **_axes_of(number),
    }
    return [trace, texts], {
        "x": {
            "range": value_range(shape.extremes, unit, room_for(amounts, BARS)),
            "fixedrange": True,
            "showgrid": False,
            "showticklabels": False,
            "ticks": "",
        },
        "y": {
            "range": [max(positions, default=0) + EDGE, -EDGE],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "tickvals": positions,
            "ticklabelstandoff": 6,
            "ticktext": [plain(member.label) for member in shape.categories],
            "tickfont": {"size": 12},
            "ticks": "",
        },
    }


def _end_text(value: int, shape: PanelShape, formatter: Formatter) -> str:
    """Write the amount of a bar; nothing where there is none."""
    return f"\N{EN SPACE}{plain(shape.unit.tick(value, formatter))}" if value else ""


def _columns(
    shape: PanelShape, number: int, lead: Lead, formatter: Formatter
) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """Draw the columns of a panel over the years."""
    whole, drawn, unit = shape.series[number], shape.drawn[number], shape.unit
    names = [member.label for member in shape.categories]
    trace = {
        **bar_trace(shape.categories, whole, drawn, lead, formatter, shape),
        "x": names,
        "y": [value / unit.scale for value in drawn.values],
        **_axes_of(number),
    }
    years = {
        "type": "category",
        "range": [-HALF, max(len(names), FEWEST) - HALF],
        "fixedrange": True,
        "showgrid": False,
        "tickangle": 0,
        "tickfont": {"size": 11},
        "tickvals": names[:1] + names[1:][-1:],
    }
    if shape.unfinished and shape.categories:
        last = shape.categories[-1]
        text = so_far(last.label) if last.code == shape.unfinished else last.label
        years["ticktext"] = [*names[: len(names) - 1][:1], plain(text).replace("\n", "<br>")]
    values = value_axis(shape.extremes, unit, formatter, COLUMN_ROOM)
    return [trace], {"x": years, "y": {**values, "tickfont": {"size": 11}}}


def _axes_of(number: int) -> dict[str, str]:
    """Return the names of a panel's axes in its traces."""
    name = _name(number)
    return {"xaxis": f"x{name}", "yaxis": f"y{name}"} if name else {}
