"""The blocks of a report: numbered paragraphs, quotations, tables and charts.

Each has an id that stays the same from one drawing of a report to the next, so that texts of the
editors keep their place and a corrigendum can name what changed.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from tracker.reports.content.texts import Text, Words


class TableCellKind(StrEnum):
    """The kind of a column's cells."""

    TEXT = "text"
    CODE = "code"  # a short text, such as a currency or a reference
    AMOUNT = "amount"  # US cents, or an amount with its currency
    ORIGINAL = "original"  # an amount whose currency another cell of the row names
    COUNT = "count"
    SHARE = "share"
    DAY = "day"


class ChartKind(StrEnum):
    """The kind of a chart: its shape in `tracker.totals.chart_data.shapes`."""

    BARS = "bars"
    COLUMNS = "columns"
    LINES = "lines"
    WATERFALL = "waterfall"


@dataclass(frozen=True, slots=True)
class Point:
    """A sub-paragraph, which is written as (a), with points of its own as (i)."""

    words: Words
    points: tuple["Point", ...] = ()


@dataclass(frozen=True, slots=True)
class NumberedParagraph:
    """A numbered paragraph, perhaps with sub-paragraphs.

    `behind` is the address of the page that has the figures of it, with its query; `written` says
    that an editor has typed it.
    """

    id: str
    words: Words
    points: tuple[Point, ...] = ()
    behind: str = ""
    written: bool = False
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of another document, which have no number of ours."""

    id: str
    words: Words
    kind: Literal["quotation"] = "quotation"


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column of a table: its code, its heading and the kind of its cells."""

    code: str
    heading: Text
    kind: TableCellKind = TableCellKind.TEXT


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table; a cell without a value is None, which is not zero.

    `code` is unique in its table: with the table's id and a column's code it names a cell.
    `links` has the address of the rows behind each cell, "" for none; it may be empty.
    """

    code: str
    cells: tuple[Text | None, ...]
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table with a title; `sums` is its last row, of the columns that add up."""

    id: str
    title: Words
    columns: tuple[ReportColumn, ...]
    rows: tuple[TableRow, ...]
    sums: TableRow | None = None
    notes: tuple[Words, ...] = ()
    behind: str = ""
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Category:
    """A category of a chart: a code with its name."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Series:
    """The values of a series by category, with the mark that they are drawn with.

    The mark is that of `tracker.totals.chart_data.marks`: colour, pattern, edge.
    """

    code: str
    name: Text
    values: tuple[int, ...]
    mark: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True, slots=True)
class ReportChart:
    """A chart: the shape that the page with the same figures has, frozen.

    `alternative` says in words what it shows. Values are US cents where `is_money`, else numbers of
    `unit`. `starts` are the values from which the steps of a waterfall go.
    """

    id: str
    title: Words
    alternative: Words
    of: ChartKind
    categories: tuple[Category, ...]
    series: tuple[Series, ...]
    unit: Text
    is_money: bool = True
    apart: int = 0
    stacked: bool = False
    unfinished: str = ""
    starts: tuple[int, ...] = ()
    kind: Literal["chart"] = "chart"


Block = Annotated[
    NumberedParagraph | Quotation | ReportTable | ReportChart, Field(discriminator="kind")
]
"""A block of a section."""


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A section under a heading; `level` is 1 for I, II and III, 2 for A, B and C."""

    id: str
    title: Text
    blocks: tuple[Block, ...] = ()
    level: int = 1
