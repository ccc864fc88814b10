"""A chart as a specification and as drawn: from its data a figure, a table and a sentence."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from flask_babel import lazy_gettext as _l

from dashboards.figures.panels import grows, panels_height
from dashboards.figures.parts import Figure, Key
from dashboards.figures.shape_figures import figure_of, keys_of_shape
from dashboards.question import Addresses
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.findings import nothing
from tracker.totals.chart_data.shapes import (
    BarShape,
    ChartSeries,
    PanelShape,
    Shape,
    WaterfallShape,
    shape_notes,
)
from tracker.totals.chart_data.step_words import given_not_split
from tracker.totals.chart_data.table import ChartTable, Member
from tracker.totals.chosen_contributions import GIVEN, not_split
from tracker.totals.dimensions import OF_TAGS, Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.measure_words import definition, rule_definition, shares_definition
from tracker.totals.page_source import OpenTo, PageSource, everybody
from tracker.totals.query import Query

Lazy = Any  # a text translated when it is shown
ROW_REM = 2
FRAME_REM = 4
USUAL_REM = 20
US_DOLLARS: Lazy = _l("US dollars")


class ChartData(Protocol):
    """The data of a chart."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""


Data = TypeVar("Data", bound=ChartData)


def no_figure(_data: Any, _addresses: Addresses, _formatter: Formatter) -> Figure | None:  # noqa: ANN401 - data of any kind
    """Leave the drawing to the shape."""
    return None


def no_shape(_data: Any) -> Shape | None:  # noqa: ANN401 - data of any kind
    """Draw nothing: the chart is a list."""
    return None


@dataclass(frozen=True, slots=True)
class Drawing(Generic[Data]):
    """The functions from the data of one kind of chart to its table, sentence, shape and finding.

    `shape` returns what is drawn, None for data that cannot be; `finding` returns the title that
    says what is found, "" where there is nothing to find. `figure` is for the kinds that a page
    draws otherwise than paper does, as a map or a flow, with `keys` and `height` of their own: in
    rem, reserved before anything is drawn. It returns None to leave the drawing to the shape.
    Below `least_width` pixels a chart scrolls inside itself. `dates` returns, in words, the dates
    of data that have others than the query asks for.
    """

    table: Callable[[Data], ChartTable]
    sentence: Callable[[Data, Formatter], str]
    shape: Callable[[Data], Shape | None] = no_shape
    finding: Callable[[Data, Formatter], str] = lambda _data, _formatter: ""
    figure: Callable[[Data, Addresses, Formatter], Figure | None] = no_figure
    height: int = USUAL_REM
    notes: Callable[[Data], tuple[str, ...]] = lambda _data: ()
    least_width: int = 0
    dates: Callable[[Data], str] = lambda _data: ""


@dataclass(frozen=True, slots=True)
class ChartSpec(Generic[Data]):
    """A chart of a page: its name in addresses, its title, the function that reads its data.

    `measures` and `dimensions` are those whose definitions it shows, `definition` is that of a
    chart of no measure; `unit` is what its figures count. The chart is there for users whom
    `open_to` admits, and stands on its page for queries of which `fits` holds. One that
    `needs_money` says nothing on an account without any.
    """

    name: str
    title: Lazy
    read: Callable[[PageSource], Data]
    drawing: Drawing[Data]
    measures: tuple[Measure, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    wide: bool = False
    open_to: OpenTo = everybody
    definition: Lazy = ""
    unit: Lazy = US_DOLLARS
    fits: Callable[[Query], bool] = lambda _query: True
    needs_money: bool = True

    def over_all(self) -> "ChartSpec[Data]":
        """Return the same chart over the whole width of the page."""
        return replace(self, wide=True)


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: `summary` is its sentence, `definition` explains its measures.

    `figure` is None where nothing can be drawn; `empty` tells that there are no data at all.
    `notes` qualify the figure, `unit` is what its figures count, `dates` are its own dates where
    they are not those of the page. `paper` is what stands on paper in place of a map or a flow,
    and takes `paper_height`. A figure of panels that `grows` is twice as high where it is narrow.
    """

    name: str
    title: str
    definition: str
    summary: str
    figure: Figure | None
    table: ChartTable
    empty: bool = False
    height: int = USUAL_REM
    notes: tuple[str, ...] = ()
    wide: bool = False
    keys: tuple[Key, ...] = ()
    least_width: int = 0
    unit: str = ""
    dates: str = ""
    finding: str = ""
    paper: Figure | None = None
    paper_height: int = 0
    grows: bool = False

    @property
    def says_nothing(self) -> bool:
        """Whether all it says is that nothing on record meets the filter."""
        return self.empty and self.summary == nothing()

    @property
    def heading(self) -> str:
        """The finding where there is one, else the title."""
        return self.finding or self.title


def draw(
    spec: ChartSpec[Any], source: PageSource, addresses: Addresses, formatter: Formatter
) -> Chart:
    """Read the data of a chart and draw them; without data the sentence says so."""
    data, drawing = spec.read(source), spec.drawing
    empty = data.is_empty
    shape = None if empty else drawing.shape(data)
    figure = None if empty else drawing.figure(data, addresses, formatter)
    own = figure is not None
    bars = None if shape is None else figure_of(shape, partial(lead, addresses), formatter)
    return Chart(
        spec.name,
        str(spec.title),
        str(spec.definition) or defined(spec.measures, spec.dimensions),
        _why_empty(spec, source) if empty else drawing.sentence(data, formatter),
        figure if own else bars,
        drawing.table(data),
        empty=empty,
        height=drawing.height if own or shape is None else height_of(shape),
        notes=(*drawing.notes(data), *(() if own else shape_notes(shape))),
        wide=spec.wide,
        keys=() if own or shape is None else keys_of_shape(shape),
        grows=not own and isinstance(shape, PanelShape) and grows(shape),
        least_width=drawing.least_width if own else 0,
        unit=str(spec.unit),
        finding="" if empty else drawing.finding(data, formatter),
        paper=bars if own else None,
        paper_height=height_of(shape) if own and shape is not None else 0,
        dates=drawing.dates(data),
    )


def _why_empty(spec: ChartSpec[Any], source: PageSource) -> str:
    """Return why a chart has nothing to show: nothing on record, or nothing that is known."""
    dimensions = not_split(source.query) if set(spec.measures) & GIVEN else ()
    return given_not_split(dimensions) if dimensions else nothing()


def table_of(spec: ChartSpec[Any], source: PageSource) -> ChartTable:
    """Return the table of a chart, without drawing it."""
    table: ChartTable = spec.drawing.table(spec.read(source))
    return table


def defined(measures: Iterable[Measure], dimensions: Iterable[Dimension] = ()) -> str:
    """Return the definitions that a chart of these measures and dimensions needs."""
    used = set(dimensions)
    sentences = [definition(measure) for measure in measures]
    if used & OF_TAGS:
        sentences.append(shares_definition())
    if Dimension.ATTRIBUTION in used:
        sentences.append(rule_definition())
    return " ".join(sentences)


def height_of(shape: Shape) -> int:
    """Return the height in rem that a shape takes, even, so that few classes do."""
    match shape:
        case BarShape():
            return FRAME_REM + ROW_REM * max(len(shape.categories), 1)
        case WaterfallShape():
            return FRAME_REM + ROW_REM * -(-len(shape.steps) * 7 // 8)
        case PanelShape():
            return panels_height(shape)
    return USUAL_REM


def lead(addresses: Addresses, category: Member, series: ChartSeries) -> str:
    """Return the address behind a mark: the rows that it consists of, else the page of its code."""
    if series.opens is None:
        return addresses.of(category.dimension, category.code)
    return addresses.rows(category.within(series.opens))


@dataclass(frozen=True, slots=True)
class Outline:
    """What a picture of a chart is drawn from; `shape` is None where there is nothing to draw."""

    title: str
    finding: str
    sentence: str
    shape: Shape | None
    notes: tuple[str, ...] = ()


def outline_of(spec: ChartSpec[Any], source: PageSource, formatter: Formatter) -> Outline:
    """Read the data of a chart for a picture."""
    data, drawing = spec.read(source), spec.drawing
    if data.is_empty:
        return Outline(str(spec.title), "", _why_empty(spec, source), None)
    finding, sentence = drawing.finding(data, formatter), drawing.sentence(data, formatter)
    shape = drawing.shape(data)
    notes = (*drawing.notes(data), *shape_notes(shape))
    return Outline(str(spec.title), finding, sentence, shape, notes)
