"""Bars: lying, sorted by size, with their wholes at the end; or standing, by year."""

from collections.abc import Sequence
from typing import Any

from dashboards.figures.parts import (
    Categories,
    Figure,
    Series,
    amount_axis,
    dollars,
    plain,
    shorten,
    trace_meta,
)
from tracker.totals.formatter import Formatter

ROOM = 1.28


def bars(
    categories: Categories,
    series: Sequence[Series],
    formatter: Formatter,
) -> Figure:
    """Draw amounts by category, the first on top; the whole of each stands at its end."""
    names = [shorten(label) for label in categories.labels]
    places = [str(number) for number in range(len(names))]
    wholes = [sum(row) for row in zip(*(one.minor for one in series), strict=True)]
    highest = max([0, *wholes])
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "name": plain(one.name),
            "y": places,
            "x": dollars(one.minor),
            "marker": one.marker,
            "customdata": [
                plain(f"{label}, {one.name}: {formatter.exact(minor)}")
                for label, minor in zip(categories.labels, one.minor, strict=True)
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
            "meta": trace_meta(one, categories),
        }
        for one in series
    ]
    return {
        "data": [*traces, _ends(places, wholes, formatter)],
        "layout": {
            "barmode": "relative",
            "bargap": 0.35,
            "showlegend": False,
            "meta": {"mirror": True},
            "xaxis": {
                **amount_axis(min([0, *wholes]), highest, formatter, ROOM),
                "showgrid": False,
                "showticklabels": False,
                "ticks": "",
            },
            "yaxis": {
                "type": "category",
                "autorange": "reversed",
                "fixedrange": True,
                "showgrid": False,
                "automargin": True,
                "tickvals": places,
                "ticklabelstandoff": 6,
                "ticktext": names,
                "ticks": "",
            },
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        },
    }


def _ends(places: Sequence[str], wholes: Sequence[int], formatter: Formatter) -> dict[str, Any]:
    """Write the whole of each category at the end of its bar."""
    return {
        "type": "scatter",
        "mode": "text",
        "y": list(places),
        "x": dollars([max(whole, 0) for whole in wholes]),
        "text": [f"\N{EN SPACE}{plain(formatter.tick(whole))}\N{EN SPACE}" for whole in wholes],
        "textposition": "middle right",
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }


def columns(
    years: Categories, series: Sequence[Series], formatter: Formatter, *, stacked: bool = False
) -> Figure:
    """Draw amounts by year; what is below zero hangs down."""
    lowest, highest = _extremes(series, stacked=stacked)
    return {
        "data": [
            {
                "type": "bar",
                "name": plain(one.name),
                "x": list(years.labels),
                "y": dollars(one.minor),
                "marker": one.marker,
                "customdata": [
                    plain(f"{one.name}, {year}: {formatter.exact(minor)}")
                    for year, minor in zip(years.labels, one.minor, strict=True)
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
                "meta": trace_meta(one, years),
            }
            for one in series
        ],
        "layout": {
            "barmode": "relative" if stacked else "group",
            "bargap": 0.3,
            "bargroupgap": 0.08,
            "showlegend": False,
            "xaxis": {
                "type": "category",
                "fixedrange": True,
                "showgrid": False,
                "tickangle": 0,
                "tickvals": list(years.labels),
            },
            "yaxis": amount_axis(lowest, highest, formatter),
            "margin": {"l": 56, "r": 8, "t": 8, "b": 32},
        },
    }


def _extremes(series: Sequence[Series], *, stacked: bool) -> tuple[int, int]:
    """Return the lowest and the highest end of any column."""
    rows = list(zip(*(one.minor for one in series), strict=True))
    if stacked:
        below = [sum(minor for minor in row if minor < 0) for row in rows]
        above = [sum(minor for minor in row if minor > 0) for row in rows]
    else:
        below, above = [min(row) for row in rows], [max(row) for row in rows]
    return min(below, default=0), max(above, default=0)
