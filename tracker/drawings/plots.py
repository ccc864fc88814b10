"""The plots of shapes in a figure of matplotlib."""

from matplotlib.figure import Figure

from tracker.drawings.lying_plots import plot_bars, plot_waterfall
from tracker.drawings.panel_plots import plot_panels
from tracker.drawings.year_plots import plot_columns, plot_lines
from tracker.totals.chart_data.shapes import (
    BarShape,
    ColumnShape,
    LineShape,
    PanelShape,
    Shape,
    WaterfallShape,
)
from tracker.totals.formatter import Formatter


def plot(figure: Figure, shape: Shape, formatter: Formatter, *, from_right: bool) -> None:
    """Draw a shape; `from_right` mirrors it for a script that runs from right to left."""
    if isinstance(shape, PanelShape):
        plot_panels(figure, shape, formatter, from_right=from_right)
        return
    axes = figure.add_subplot()
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0)
    match shape:
        case BarShape():
            plot_bars(axes, shape, formatter, from_right=from_right)
        case WaterfallShape():
            plot_waterfall(axes, shape, formatter, from_right=from_right)
        case ColumnShape():
            plot_columns(axes, shape, formatter, from_right=from_right)
        case LineShape():
            plot_lines(axes, shape, formatter, from_right=from_right)
