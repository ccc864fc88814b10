"""Figures over the years on the axes of matplotlib: standing columns, and lines."""

from typing import Literal

from matplotlib.axes import Axes

from tracker.drawings.marks import line_colour, style_of
from tracker.drawings.palette import palette
from tracker.drawings.texts import clean, shortened
from tracker.totals.chart_data.scales import FEWEST, ticks_of
from tracker.totals.chart_data.shapes import ColumnShape, LineShape, so_far
from tracker.totals.formatter import Formatter

Side = Literal["left", "right"]
ROOM = 1.06
THICK = 0.68
GROUP = 0.8
PALE = 0.55
LETTERS = 40
MOST_LABELS = 14


def plot_columns(axes: Axes, shape: ColumnShape, formatter: Formatter, *, from_right: bool) -> None:
    """Draw standing columns, on each other or side by side; an unfinished year is paler."""
    places = range(len(shape.categories))
    above, below = [0] * len(places), [0] * len(places)
    width = THICK if shape.stacked else GROUP / len(shape.series)
    for number, one in enumerate(shape.series):
        shift = 0.0 if shape.stacked else (number - (len(shape.series) - 1) / 2) * width
        starts = [
            (above if value >= 0 else below)[place] if shape.stacked else 0
            for place, value in enumerate(one.values)
        ]
        drawn = axes.bar(
            [place + shift for place in places],
            [value / shape.unit.scale for value in one.values],
            bottom=[start / shape.unit.scale for start in starts],
            width=width * (1 if shape.stacked else 0.92),
            **style_of(one.mark),
        )
        for place, value in enumerate(one.values):
            (above if value >= 0 else below)[place] += value
            if shape.categories[place].code == shape.unfinished:
                drawn[place].set_alpha(PALE)
    _over_time(axes, shape, formatter, from_right=from_right)


def plot_lines(axes: Axes, shape: LineShape, formatter: Formatter, *, from_right: bool) -> None:
    """Draw lines with their names at their ends."""
    last, scale = len(shape.categories) - 1, shape.unit.scale
    for one in shape.series:
        values = [value / scale for value in one.values]
        colour = line_colour(one.mark)
        axes.plot(range(len(values)), values, color=colour, linewidth=1.6, marker=".")
    heights = shape.name_heights if shape.names_at_ends else ()
    for one, height in zip(shape.series, heights, strict=False):
        axes.annotate(
            shortened(one.name, LETTERS),
            (last, height / scale),
            (-5 if from_right else 5, 0),
            textcoords="offset points",
            va="center",
            ha="right" if from_right else "left",
            fontsize=8,
            color=line_colour(one.mark),
        )
    _over_time(axes, shape, formatter, from_right=from_right)


def _over_time(
    axes: Axes, shape: ColumnShape | LineShape, formatter: Formatter, *, from_right: bool
) -> None:
    """Draw the axes of a chart over the years: years below, values with their unit at the side."""
    count = len(shape.categories)
    ticks, low, high = ticks_of(shape.extremes, ROOM)
    axes.set_ylim(low * ROOM / shape.unit.scale, max(high, 1) / shape.unit.scale)
    axes.set_yticks(
        [tick / shape.unit.scale for tick in ticks],
        [clean(shape.unit.tick(tick, formatter)) for tick in ticks],
    )
    axes.set_xlim(-0.6, max(count, FEWEST) - 0.4)
    step = max(-(-count // MOST_LABELS), 1)
    shown = [place for place in range(count) if (count - 1 - place) % step == 0]
    axes.set_xticks(shown, [_label(shape, shape.categories[place].code, place) for place in shown])
    axes.grid(axis="y", color=palette()["line"], linewidth=0.6)
    axes.set_axisbelow(True)
    axes.axhline(0, color=palette()["line-strong"], linewidth=0.8)
    side: Side = "right" if from_right else "left"
    axes.set_title(
        clean(shape.unit.label), loc=side, fontsize=8, color=palette()["ink-soft"], pad=4
    )
    if from_right:
        axes.invert_xaxis()
        axes.yaxis.tick_right()
        axes.tick_params(length=0)


def _label(shape: ColumnShape | LineShape, code: str, place: int) -> str:
    """Return the label of a category; one whose time is not over says so."""
    label = clean(shape.categories[place].label)
    return so_far(label) if code and code == shape.unfinished else label
