"""A chart as a picture: its shape with a title, a subtitle and a foot, as SVG or PNG.

The bytes depend on the shape and the words alone: no time, no random name is in them.
"""

import io
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from tracker.drawings.fonts import families
from tracker.drawings.marks import key_of, line_key
from tracker.drawings.palette import palette
from tracker.drawings.panel_plots import panels_height
from tracker.drawings.plots import plot
from tracker.drawings.texts import clean, wrapped
from tracker.totals.chart_data.shapes import (
    BarShape,
    ColumnShape,
    LineShape,
    PanelShape,
    Shape,
    WaterfallShape,
)
from tracker.totals.formatter import Formatter

WIDTH = 7.2  # inches, the text of a page of paper
DOTS = 200  # of an inch in a PNG
LINE, SMALL_LINE = 0.22, 0.17  # inches, of the title and of other text
KEY_LINE = 0.22  # inches
MARGIN = 0.08  # inches
TITLE_LETTERS, LETTERS = 74, 104  # in a line
PLOT, BAR, NOTHING = 2.9, 0.27, 0.1  # inches: of a chart over the years, of one bar, of none
LOW_PLOT = 1.25  # inches, of a chart over the years on a page that has room for little more
UNIT_LINE = 0.3  # inches, above lying bars
KEYS_IN_A_ROW = 3
_LOCK = Lock()
"""matplotlib's settings and fonts belong to the whole process: pictures are drawn one by one."""


class PictureFormat(StrEnum):
    """The format of a picture."""

    SVG = "svg"  # lines and letters as outlines, sharp at every size
    PNG = "png"  # dots, for programs that take no SVG


@dataclass(frozen=True, slots=True)
class Caption:
    """The words of a picture: what is found, the chart's name and filter, lines at its foot.

    `facts` are the metadata in the file, under names of Dublin Core, such as Source.
    """

    title: str
    subtitle: str = ""
    foot: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


def picture_of(
    shape: Shape | None,
    caption: Caption,
    formatter: Formatter,
    form: PictureFormat,
    *,
    from_right: bool = False,
    low: bool = False,
) -> bytes:
    """Draw a shape; without one the picture has words alone.

    `from_right` mirrors it for a script that runs from right to left. A chart over the years is
    `low` where there is little room for it.
    """
    with _LOCK, mpl.rc_context(_settings()), warnings.catch_warnings():
        # A sign that no font has is drawn as a box, which is all that can be done about it.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        drawn = _figure(shape, caption, formatter, from_right=from_right, low=low)
        sheet = io.BytesIO()
        drawn.savefig(sheet, format=form.value, dpi=DOTS, metadata=_metadata(form, caption))
    return sheet.getvalue()


def _settings() -> Any:  # noqa: ANN401 - matplotlib names all its settings in one type
    """Return matplotlib's settings: our fonts and colours, no formulas in text, no chance."""
    colours = palette()
    return {
        "font.family": list(families()),
        "font.size": 8.5,
        "text.color": colours["ink"],
        "text.parse_math": False,
        "axes.edgecolor": colours["line-strong"],
        "axes.labelcolor": colours["ink-soft"],
        "axes.unicode_minus": True,
        "xtick.color": colours["ink-soft"],
        "ytick.color": colours["ink-soft"],
        "xtick.labelcolor": colours["ink"],
        "ytick.labelcolor": colours["ink"],
        "hatch.linewidth": 0.6,
        "svg.hashsalt": "article-30-tracker",
        "svg.fonttype": "path",
        "savefig.facecolor": colours["paper"],
        "figure.facecolor": colours["paper"],
        "axes.facecolor": colours["paper"],
    }


def _metadata(form: PictureFormat, caption: Caption) -> dict[str, Any]:
    """Return the metadata of a file; no time, nothing of the program."""
    facts = {"Title": clean(caption.title)}
    facts |= {name: clean(text) for name, text in caption.facts.items()}
    if form is PictureFormat.SVG:
        return {**facts, "Creator": None, "Date": None}
    return {**facts, "Software": None}


def _figure(
    shape: Shape | None, caption: Caption, formatter: Formatter, *, from_right: bool, low: bool
) -> Figure:
    """Lay out head, plot and foot from top to bottom, and draw them."""
    head = [(line, True) for line in wrapped(caption.title, TITLE_LETTERS)]
    head += [(line, False) for line in wrapped(caption.subtitle, LETTERS)]
    foot = [(line, False) for text in caption.foot for line in wrapped(text, LETTERS)]
    keys = _keys(shape)
    above, below = _height(head) + MARGIN, _height(foot) + MARGIN * bool(foot)
    key_height = KEY_LINE * -(-len(keys) // KEYS_IN_A_ROW)
    middle = _plot_height(shape, low=low)
    height = above + key_height + middle + below + MARGIN
    figure = Figure(figsize=(WIDTH, height))
    figure.set_layout_engine(
        ConstrainedLayoutEngine(
            h_pad=0.04,
            w_pad=0.08,
            rect=(0, (below + MARGIN) / height, 1, middle / height),
        )
    )
    _write(figure, head, MARGIN, from_right=from_right)
    _write(figure, foot, height - below, from_right=from_right)
    if shape is not None:
        plot(figure, shape, formatter, from_right=from_right)
    if keys:
        figure.legend(
            handles=keys,
            loc="upper right" if from_right else "upper left",
            bbox_to_anchor=(1 if from_right else 0, 1 - above / height),
            borderaxespad=0.2,
            ncols=KEYS_IN_A_ROW,
            frameon=False,
            fontsize=8,
            handlelength=1.1,
            handleheight=1.0,
            columnspacing=1.4,
            markerfirst=not from_right,
        )
    return figure


def _keys(shape: Shape | None) -> list[Any]:
    """Return the keys of series; lines have their names at their ends, bars in their categories."""
    match shape:
        case BarShape():
            series = shape.series if shape.needs_key else ()
        case ColumnShape():
            series = shape.series if len(shape.series) > 1 else ()
        case LineShape():
            series = () if shape.names_at_ends else shape.series
        case _:
            series = ()
    levels = shape.levels if isinstance(shape, BarShape) else None
    return [*map(key_of, series), *([line_key(levels)] if levels else [])]


def _plot_height(shape: Shape | None, *, low: bool) -> float:
    """Return the height of the plot in inches."""
    if shape is None:
        return NOTHING
    if isinstance(shape, BarShape):
        return BAR * (max(shape.positions, default=0) + 1) + UNIT_LINE
    if isinstance(shape, WaterfallShape):
        return BAR * len(shape.steps) + UNIT_LINE
    if isinstance(shape, PanelShape):
        return panels_height(shape)
    return LOW_PLOT if low else PLOT


def _height(lines: Sequence[tuple[str, bool]]) -> float:
    """Return the height of lines in inches."""
    return sum(LINE if strong else SMALL_LINE for _text, strong in lines)


def _write(
    figure: Figure, lines: Sequence[tuple[str, bool]], top: float, *, from_right: bool
) -> None:
    """Write lines from a distance in inches below the upper edge on."""
    height = figure.get_figheight()
    for text, strong in lines:
        figure.text(
            1 - MARGIN / WIDTH if from_right else MARGIN / WIDTH,
            1 - top / height,
            text,
            ha="right" if from_right else "left",
            va="top",
            fontsize=11 if strong else 8,
            fontweight="bold" if strong else "normal",
            color=palette()["ink" if strong else "ink-soft"],
        )
        top += LINE if strong else SMALL_LINE
