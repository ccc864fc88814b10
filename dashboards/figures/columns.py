"""Columns over time: side by side, or one upon the other."""

from collections.abc import Sequence

from dashboards.figures.parts import (
    Categories,
    Figure,
    Series,
    amount_axis,
    dollars,
    plain,
    trace_meta,
)
from tracker.totals.formatter import Formatter


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
