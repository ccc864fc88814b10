"""Small multiples in a figure of matplotlib: panels in rows, all on one scale."""

from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tracker.drawings.marks import style_of
from tracker.drawings.palette import palette
from tracker.drawings.texts import clean, shortened, shortened_inside
from tracker.totals.chart_data.scales import FEWEST, ticks_of
from tracker.totals.chart_data.shapes import PanelShape, so_far
from tracker.totals.formatter import Formatter

Side = Literal["left", "right"]
PER_ROW = 4
ROOM, COLUMN_ROOM = 1.5, 1.06
THICK = 0.7
PALE = 0.55
TITLE, BAR, COLUMNS = 0.42, 0.17, 1.1  # inches: of a panel's name, of one bar, of columns
NAME_LETTERS, TITLE_LETTERS = 28, 26
SMALL, TINY, UNIT_POINTS = 7.5, 6.5, 28  # points


def panels_height(shape: PanelShape) -> float:
    """Return the height of all panels in inches."""
    own = COLUMNS if shape.standing else BAR * (max(shape.positions, default=0) + 1)
    return (TITLE + own) * (_last_row(shape) + 1) + TITLE / 2


def plot_panels(
    figure: Figure, shape: PanelShape, formatter: Formatter, *, from_right: bool
) -> None:
    """Draw the panels, each with its name and its sum above it."""
    columns = min(PER_ROW, max(shape.groups))
    grid = figure.subplots(_last_row(shape) + 1, columns, squeeze=False, sharex=True, sharey=True)
    for axes in grid.flat:
        axes.set_axis_off()
    side: Side = "right" if from_right else "left"
    for number, (row, place) in enumerate(shape.places(PER_ROW)):
        axes = grid[row][columns - 1 - place if from_right else place]
        axes.set_axis_on()
        for spine in axes.spines.values():
            spine.set_visible(False)
        one = shape.series[number]
        whole = clean(shape.unit.tick(sum(one.values), formatter))
        name = f"{shortened(one.name, TITLE_LETTERS)}\n{whole}"
        axes.set_title(name, loc=side, fontsize=SMALL, pad=3)
        if shape.standing:
            _columns(axes, shape, number, formatter)
        else:
            _bars(axes, shape, number, formatter, from_right=from_right)
        if from_right:
            axes.yaxis.tick_right()
        axes.tick_params(length=0, labelleft=False, labelright=False, labelsize=TINY)
        axes.tick_params(**{f"label{side}": place == 0}, labelbottom=shape.standing)
    if from_right and shape.series:
        grid[0][0].invert_xaxis()
    grid[0][columns - 1 if from_right else 0].annotate(
        clean(shape.unit.label),
        (1 if from_right else 0, 1),
        (0, UNIT_POINTS),
        xycoords="axes fraction",
        textcoords="offset points",
        ha=side,
        fontsize=SMALL,
        color=palette()["ink-soft"],
    )


def _last_row(shape: PanelShape) -> int:
    """Return the number of the last row of panels, from 0."""
    return max((row for row, _place in shape.places(PER_ROW)), default=0)


def _bars(
    axes: Axes, shape: PanelShape, number: int, formatter: Formatter, *, from_right: bool
) -> None:
    """Draw the lying bars of a panel, with the amount of each at its end."""
    scale, positions = shape.unit.scale, list(shape.positions)
    whole, drawn = shape.series[number], shape.drawn[number]
    lengths = [value / scale for value in drawn.values]
    axes.barh(positions, lengths, height=THICK, **style_of(drawn.mark))
    for position, length, value in zip(positions, lengths, whole.values, strict=True):
        axes.annotate(
            clean(shape.unit.tick(value, formatter)) if value else "",
            (max(length, 0), position),
            (-3 if from_right else 3, 0),
            textcoords="offset points",
            va="center",
            ha="right" if from_right else "left",
            fontsize=TINY,
        )
    _ticks, low, high = ticks_of(shape.extremes, ROOM)
    axes.set_xlim(low * ROOM / scale, max(high, 1) / scale)
    axes.set_xticks([])
    axes.set_ylim(max(positions, default=0) + 0.6, -0.6)
    names = [shortened_inside(member.label, NAME_LETTERS) for member in shape.categories]
    axes.set_yticks(positions, names)
    axes.axvline(0, color=palette()["line-strong"], linewidth=0.8)


def _columns(axes: Axes, shape: PanelShape, number: int, formatter: Formatter) -> None:
    """Draw the columns of a panel over the years; an unfinished year is paler."""
    scale, count, drawn = shape.unit.scale, len(shape.categories), shape.drawn[number]
    bars = axes.bar(
        range(count),
        [value / scale for value in drawn.values],
        width=THICK,
        **style_of(drawn.mark),
    )
    for place, member in enumerate(shape.categories):
        if member.code == shape.unfinished:
            bars[place].set_alpha(PALE)
    ticks, low, high = ticks_of(shape.extremes, COLUMN_ROOM)
    axes.set_ylim(low * COLUMN_ROOM / scale, max(high, 1) / scale)
    axes.set_yticks(
        [tick / scale for tick in ticks],
        [clean(shape.unit.tick(tick, formatter)) for tick in ticks],
    )
    axes.set_xlim(-0.6, max(count, FEWEST) - 0.4)
    ends = sorted({0, count - 1}) if count else []
    axes.set_xticks(ends, [_year(shape, place) for place in ends])
    axes.grid(axis="y", color=palette()["line"], linewidth=0.5)
    axes.set_axisbelow(True)
    axes.axhline(0, color=palette()["line-strong"], linewidth=0.8)


def _year(shape: PanelShape, place: int) -> str:
    """Return the label of a year; one that is not over says so."""
    member = shape.categories[place]
    label = clean(member.label)
    return so_far(label) if member.code and member.code == shape.unfinished else label
