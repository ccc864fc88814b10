"""The parts of figures: marks, axes with few round ticks, addresses, safe text."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, NamedTuple

from tracker.totals.chart_data.marks import ChartMark
from tracker.totals.chart_data.scales import ticks_of
from tracker.totals.chart_data.shapes import (
    BarShape,
    ChartSeries,
    ColumnShape,
    PanelShape,
    Unit,
)
from tracker.totals.chart_data.table import Member
from tracker.totals.formatter import Formatter

Figure = dict[str, Any]
Marker = dict[str, Any]
NOTHING = "rgba(0,0,0,0)"
PALE = 0.55
LINE = "line"
"""The pattern of a key that is a line."""
ROOM = 1.06


Lead = Callable[[Member, ChartSeries], str]
"""Gives the address behind a mark of a category and a series, "" where there is none."""


def marker_of(mark: ChartMark, faded: Sequence[bool] = ()) -> Marker:
    """Return a mark as Plotly draws it; what is `faded` is drawn paler."""
    line: Marker = {"color": f"var(--{mark.edge})", "width": 1} if mark.edge else {"width": 0}
    if not mark.colour:
        line["width"] = 1.5
    marker: Marker = {"color": f"var(--{mark.colour})" if mark.colour else NOTHING, "line": line}
    if mark.pattern:
        marker["pattern"] = {
            "shape": mark.pattern,
            "fgcolor": "var(--paper)",
            "fillmode": "overlay",
            "size": 5,
            "solidity": 0.2,
        }
    if any(faded):
        marker["opacity"] = [PALE if one else 1 for one in faded]
    return marker


class Key(NamedTuple):
    """An entry of a figure's key: colour, pattern and edge, "" where it has none."""

    name: str
    colour: str
    pattern: str
    edge: str


def keys_of(series: Sequence[ChartSeries]) -> tuple[Key, ...]:
    """Return the key of a figure, which the page writes above it; one series needs none."""
    return tuple(Key(one.name, *one.mark) for one in series) if len(series) > 1 else ()


def level_keys(shape: BarShape) -> tuple[Key, ...]:
    """Return the key of the levels of bars: a line."""
    if shape.levels is None:
        return ()
    return (Key(shape.levels.name, shape.levels.mark.colour, LINE, ""),)


def plain(text: str) -> str:
    """Write text so that Plotly shows it as it is: it would read tags and entities."""
    return escape(text, quote=False)


def shorten(text: str, limit: int = 34) -> str:
    """Cut a long label; the table and the hover text have it whole."""
    return plain(text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…")


def value_axis(
    extremes: tuple[int, int], unit: Unit, formatter: Formatter, room: float = ROOM
) -> dict[str, Any]:
    """Return an axis of values that begins at zero, with few round ticks.

    `room` widens it beyond the last value for labels that stand there.
    """
    ticks, _lowest, _top = ticks_of(extremes, room)
    return {
        "range": value_range(extremes, unit, room),
        "tickvals": [tick / unit.scale for tick in ticks],
        "ticktext": [unit.tick(tick, formatter) for tick in ticks],
        "fixedrange": True,
        "title": {"text": ""},
    }


def value_range(extremes: tuple[int, int], unit: Unit, room: float = ROOM) -> list[float]:
    """Return the range of an axis of values, as `value_axis` has it."""
    _ticks, lowest, top = ticks_of(extremes, room)
    return [lowest * ROOM / unit.scale, top / unit.scale]


def unit_note(unit: Unit) -> dict[str, Any]:
    """Write the unit of the axis of values above it."""
    return {
        "text": plain(unit.label),
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "yshift": 16,
        "xanchor": "left",
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": 12, "color": "var(--ink-soft)"},
    }


def trace_meta(categories: Sequence[Member], series: ChartSeries, lead: Lead) -> dict[str, Any]:
    """Return the address behind each mark of a series."""
    hrefs = [
        lead(category, series) if value else ""
        for category, value in zip(categories, series.values, strict=True)
    ]
    return {"hrefs": hrefs} if any(hrefs) else {}


def bar_trace(
    categories: Sequence[Member],
    whole: ChartSeries,
    drawn: ChartSeries,
    lead: Lead,
    formatter: Formatter,
    shape: BarShape | ColumnShape | PanelShape,
) -> dict[str, Any]:
    """Return what bars and columns of a series have in common."""
    unfinished = "" if isinstance(shape, BarShape) else shape.unfinished
    faded = [bool(unfinished) and member.code == unfinished for member in categories]
    return {
        "type": "bar",
        "name": plain(whole.name),
        "marker": marker_of(drawn.mark, faded),
        "customdata": hover_texts(categories, whole, formatter, shape.unit),
        "hovertemplate": "%{customdata}<extra></extra>",
        "meta": trace_meta(categories, whole, lead) | _hidden(whole, drawn),
    }


def _hidden(whole: ChartSeries, drawn: ChartSeries) -> dict[str, Any]:
    """Return the places of bars that are not drawn, which the keyboard reaches all the same."""
    pairs = zip(whole.values, drawn.values, strict=True)
    found = [place for place, (value, shown) in enumerate(pairs) if value != shown]
    return {"hidden": found} if found else {}


def hover_texts(
    categories: Sequence[Member], one: ChartSeries, formatter: Formatter, unit: Unit
) -> list[str]:
    """Write each value in full with what it is of."""
    return [
        plain(f"{member.label}, {one.name}: {unit.exact(value, formatter)}")
        for member, value in zip(categories, one.values, strict=True)
    ]
