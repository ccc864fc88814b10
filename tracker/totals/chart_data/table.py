"""The table of a chart as data: columns, rows of typed cells, sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.totals.dimensions import Dimension


class ChartColumnKind(StrEnum):
    """The kind of a column of a chart's table."""

    MEMBER = "member"  # a Member
    AMOUNT = "amount"  # US cents
    SHARE = "share"  # basis points
    COUNT = "count"  # whole numbers of people, States, copies
    DAY = "day"  # dates
    TEXT = "text"  # text, or a RecordLink


class Member(NamedTuple):
    """A code with its label; `dimension` is None for the code of a measure, say."""

    dimension: Dimension | None
    code: str
    label: str


class RecordLink(NamedTuple):
    """A text that leads to the page of a record, such as an activity; `href` is its address."""

    text: str
    href: str


Cell = Member | RecordLink | date | str | int | None
"""A cell; None is nothing, which is not zero."""


class ChartColumn(NamedTuple):
    """A column: its label in the reader's language, its name in files, the kind of its cells."""

    label: str
    name: str
    kind: ChartColumnKind = ChartColumnKind.MEMBER


@dataclass(frozen=True, slots=True)
class ChartTable:
    """Columns and rows; `sums` has the total of each column of amounts, None elsewhere."""

    columns: tuple[ChartColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sums: tuple[int | None, ...] | None = None


def amount(label: str, name: str) -> ChartColumn:
    """Return a column of amounts."""
    return ChartColumn(label, name, ChartColumnKind.AMOUNT)


def count(label: str, name: str) -> ChartColumn:
    """Return a column of counts."""
    return ChartColumn(label, name, ChartColumnKind.COUNT)


def summed(
    columns: Sequence[ChartColumn], rows: Sequence[tuple[Cell, ...]]
) -> tuple[int | None, ...] | None:
    """Return the total of each column of amounts, nothing where there is no row."""
    if not rows:
        return None
    return tuple(
        sum(cell for row in rows if isinstance(cell := row[place], int))
        if column.kind is ChartColumnKind.AMOUNT
        else None
        for place, column in enumerate(columns)
    )
