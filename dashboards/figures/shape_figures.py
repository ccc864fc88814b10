"""Shapes as figures, and their keys."""

from dashboards.figures.bars import bars
from dashboards.figures.over_time import columns, lines
from dashboards.figures.panels import small_multiples
from dashboards.figures.parts import Figure, Key, Lead, keys_of, level_keys
from dashboards.figures.waterfalls import falling_bars
from tracker.totals.chart_data.shapes import (
    BarShape,
    ColumnShape,
    LineShape,
    PanelShape,
    Shape,
    WaterfallShape,
)
from tracker.totals.formatter import Formatter


def figure_of(shape: Shape, lead: Lead, formatter: Formatter) -> Figure:
    """Draw a shape."""
    match shape:
        case BarShape():
            return bars(shape, lead, formatter)
        case ColumnShape():
            return columns(shape, lead, formatter)
        case LineShape():
            return lines(shape, lead, formatter)
        case WaterfallShape():
            return falling_bars(shape, lead, formatter)
        case PanelShape():
            return small_multiples(shape, lead, formatter)


def keys_of_shape(shape: Shape) -> tuple[Key, ...]:
    """Return the key of a shape; what has its name beside it needs none."""
    match shape:
        case BarShape():
            keys = keys_of(shape.series) if shape.needs_key else ()
            return (*keys, *level_keys(shape))
        case LineShape():
            return () if shape.names_at_ends else keys_of(shape.series)
        case ColumnShape():
            return keys_of(shape.series)
    return ()
