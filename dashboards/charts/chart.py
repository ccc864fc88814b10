"""A chart as a specification and as drawn: from its data a figure, a table and a sentence."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from flask_babel import lazy_gettext as _l

from dashboards.figures.parts import Figure, Key
from dashboards.question import Addresses
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.findings import nothing
from tracker.totals.chart_data.table import ChartTable
from tracker.totals.dimensions import OF_TAGS, Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.measure_words import definition, rule_definition, shares_definition
from tracker.totals.page_source import OpenTo, PageSource, everybody

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


@dataclass(frozen=True, slots=True)
class Drawing(Generic[Data]):
    """The functions from the data of one kind of chart to its figure, table and sentence.

    `figure` returns None for data that cannot be drawn. `height` is in rem and reserved before
    anything is drawn; below `least_width` pixels a chart scrolls inside itself.
    """

    figure: Callable[[Data, Addresses, Formatter], Figure | None]
    table: Callable[[Data], ChartTable]
    sentence: Callable[[Data, Formatter], str]
    keys: Callable[[Data], tuple[Key, ...]] = lambda _data: ()
    height: Callable[[Data], int] = lambda _data: USUAL_REM
    notes: Callable[[Data], tuple[str, ...]] = lambda _data: ()
    least_width: int = 0


@dataclass(frozen=True, slots=True)
class ChartSpec(Generic[Data]):
    """A chart of a page: its name in addresses, its title, the function that reads its data.

    `measures` and `dimensions` are those whose definitions it shows, `definition` is that of a
    chart of no measure; `unit` is what its figures count. The chart is there for users whom
    `open_to` admits.
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

    def over_all(self) -> "ChartSpec[Data]":
        """Return the same chart over the whole width of the page."""
        return replace(self, wide=True)


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: `summary` is its sentence, `definition` explains its measures.

    `figure` is None where nothing can be drawn; `empty` tells that there are no data at all.
    `notes` qualify the figure, `unit` is what its figures count.
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


def draw(
    spec: ChartSpec[Any], source: PageSource, addresses: Addresses, formatter: Formatter
) -> Chart:
    """Read the data of a chart and draw them; without data the sentence says so."""
    data, drawing = spec.read(source), spec.drawing
    empty = data.is_empty
    return Chart(
        spec.name,
        str(spec.title),
        str(spec.definition) or defined(spec.measures, spec.dimensions),
        nothing() if empty else drawing.sentence(data, formatter),
        None if empty else drawing.figure(data, addresses, formatter),
        drawing.table(data),
        empty=empty,
        height=drawing.height(data),
        notes=drawing.notes(data),
        wide=spec.wide,
        keys=() if empty else drawing.keys(data),
        least_width=drawing.least_width,
        unit=str(spec.unit),
    )


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


def height_of(rows: int) -> int:
    """Return the height in rem that so many bars take, even, so that few classes do."""
    return FRAME_REM + ROW_REM * max(rows, 1)
