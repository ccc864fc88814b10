"""The table of a chart as data: columns, rows of typed cells, sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tracker.totals.dimensions import Dimension


class ChartColumnKind(StrEnum):
    """The kind of a column of a chart's table."""

    MEMBER = "member"  # a Member
    AMOUNT = "amount"  # US cents
    SHARE = "share"  # basis points


class Member(NamedTuple):
    """A code with its label; `dimension` is None for the code of a measure, say."""

    dimension: Dimension | None
    code: str
    label: str


Cell = Member | int | None


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


def summed(
    columns: Sequence[ChartColumn], rows: Sequence[tuple[Cell, ...]]
) -> tuple[int | None, ...] | None:
    """Return the total of each column of amounts, nothing where there is no row."""
    if not rows:
        return None
    return tuple(
        sum(row[place] or 0 for row in rows if not isinstance(row[place], Member))  # type: ignore[misc] # no Member is left
        if column.kind is ChartColumnKind.AMOUNT
        else None
        for place, column in enumerate(columns)
    )
