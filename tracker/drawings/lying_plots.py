"""Lying bars on the axes of matplotlib: ranked ones, and those of a waterfall."""

from collections.abc import Sequence
from typing import Literal

from matplotlib.axes import Axes

from tracker.drawings.marks import style_of
from tracker.drawings.palette import palette
from tracker.drawings.texts import clean, shortened
from tracker.totals.chart_data.scales import ticks_of
from tracker.totals.chart_data.shapes import BarShape, ChartSeries, Unit, WaterfallShape
from tracker.totals.formatter import Formatter

Side = Literal["left", "right"]
END_ROOM, LEVEL_ROOM = 1.16, 1.34
THICK = 0.68
LETTERS = 40


def plot_bars(axes: Axes, shape: BarShape, formatter: Formatter, *, from_right: bool) -> None:
    """Draw lying bars with their wholes at the ends and the unit above."""
    positions = list(shape.positions)
    _stack(axes, shape.drawn, positions, shape.unit.scale)
    _mark_levels(axes, shape)
    room = LEVEL_ROOM if shape.levels else END_ROOM
    _frame(axes, shape.extremes, shape.unit, from_right=from_right, room=room)
    _name(axes, positions, [one.label for one in shape.categories])
    texts = shape.end_texts(formatter)
    _write_ends(
        axes,
        positions,
        [end / shape.unit.scale for end in shape.ends],
        texts,
        from_right=from_right,
    )


def plot_waterfall(
    axes: Axes, shape: WaterfallShape, formatter: Formatter, *, from_right: bool
) -> None:
    """Draw each step from where the one above ended, with its amount at the end."""
    scale = shape.unit.scale
    places = [float(place) for place in range(len(shape.steps))]
    for place, step in zip(places, shape.steps, strict=True):
        style = style_of(step.mark)
        axes.barh([place], [step.minor / scale], left=step.before / scale, height=THICK, **style)
    _frame(axes, shape.extremes, shape.unit, from_right=from_right)
    _name(axes, places, [step.category.label for step in shape.steps])
    ends = [max(step.ends[1], 0) / scale for step in shape.steps]
    texts = [shape.unit.tick(step.minor, formatter) for step in shape.steps]
    _write_ends(axes, places, ends, texts, from_right=from_right)


def _mark_levels(axes: Axes, shape: BarShape) -> None:
    """Draw the levels of bars as lines across them."""
    if shape.levels is None:
        return
    pairs = zip(shape.positions, shape.shown_levels, strict=True)
    shown = [(place, level / shape.unit.scale) for place, level in pairs if level is not None]
    axes.vlines(
        [level for _place, level in shown],
        [place - THICK * 0.62 for place, _level in shown],
        [place + THICK * 0.62 for place, _level in shown],
        colors=palette()[shape.levels.mark.colour],
        linewidth=1.6,
    )


def _frame(
    axes: Axes,
    extremes: tuple[int, int],
    unit: Unit,
    *,
    from_right: bool,
    room: float = END_ROOM,
) -> None:
    """Draw the line of zero, with the unit above and no ticks of values."""
    _ticks, low, high = ticks_of(extremes, room)
    axes.set_xlim(low * room / unit.scale, max(high, 1) / unit.scale)
    axes.set_xticks([])
    axes.axvline(0, color=palette()["line-strong"], linewidth=0.8)
    side: Side = "right" if from_right else "left"
    axes.set_title(clean(unit.label), loc=side, fontsize=8, color=palette()["ink-soft"], pad=3)
    if from_right:
        axes.invert_xaxis()
        axes.yaxis.tick_right()
        axes.tick_params(length=0)


def _name(axes: Axes, positions: Sequence[float], names: Sequence[str]) -> None:
    """Write the name of each bar beside it, the first on top."""
    axes.set_ylim(max(positions, default=0) + 0.6, -0.6)
    axes.set_yticks(positions, [shortened(name, LETTERS) for name in names])


def _write_ends(
    axes: Axes,
    positions: Sequence[float],
    ends: Sequence[float],
    texts: Sequence[str],
    *,
    from_right: bool,
) -> None:
    """Write a text at the end of each bar."""
    for position, end, text in zip(positions, ends, texts, strict=True):
        axes.annotate(
            clean(text),
            (end, position),
            (-4 if from_right else 4, 0),
            textcoords="offset points",
            va="center",
            ha="right" if from_right else "left",
            fontsize=8,
        )


def _stack(
    axes: Axes, series: Sequence[ChartSeries], positions: Sequence[float], scale: int
) -> None:
    """Draw lying bars end to end: what is below zero to the other side."""
    above, below = [0] * len(positions), [0] * len(positions)
    for one in series:
        starts = [
            above[place] if value >= 0 else below[place] for place, value in enumerate(one.values)
        ]
        axes.barh(
            positions,
            [value / scale for value in one.values],
            left=[start / scale for start in starts],
            height=THICK,
            **style_of(one.mark),
        )
        for place, value in enumerate(one.values):
            (above if value >= 0 else below)[place] += value
