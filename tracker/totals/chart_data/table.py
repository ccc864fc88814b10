"""The table of a chart as data: columns, rows of typed cells, sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, overload

from tracker.money import Money
from tracker.totals.dimensions import Dimension
from tracker.totals.group_codes import GroupKind
from tracker.totals.opening import Opening
from tracker.totals.query import Query
from tracker.totals.record_opening import RecordOpening
from tracker.words import say

AnyOpening = Opening | RecordOpening
"""The rows behind a figure of money, or the records behind a count."""


class ChartColumnKind(StrEnum):
    """The kind of a column of a chart's table."""

    MEMBER = "member"  # a Member
    AMOUNT = "amount"  # US cents
    ORIGINAL = "original"  # Money, each in a currency of its own
    SHARE = "share"  # basis points
    COUNT = "count"  # whole numbers of people, States, copies
    DAY = "day"  # dates
    TEXT = "text"  # text, or a RecordLink


class Member(NamedTuple):
    """A code with its label; `dimension` is None for the code of a measure, say.

    What stands for others together has no code, and in `beside` the codes that it is not. `part`
    is the name of the code among the parts of records, such as "means", or a group's kind.
    """

    dimension: Dimension | None
    code: str
    label: str
    beside: tuple[str, ...] = ()
    part: str = ""

    @overload
    def within(self, whole: Opening) -> Opening: ...

    @overload
    def within(self, whole: RecordOpening) -> RecordOpening: ...

    @overload
    def within(self, whole: AnyOpening) -> AnyOpening: ...

    def within(self, whole: AnyOpening) -> AnyOpening:
        """Return the opening of the part of a figure that has this code."""
        if isinstance(whole, RecordOpening):
            return self._of_records(whole)
        if self.dimension is None:
            return whole.among(GroupKind(self.part), self.code) if self.part else whole
        if self.beside:
            return whole.without(self.dimension, *self.beside)
        return whole.at(self.dimension, self.code)

    def _of_records(self, whole: RecordOpening) -> RecordOpening:
        """Return the opening of the records that have this code."""
        name = self.part or self.dimension
        if not name:
            return whole
        return whole.without(name, *self.beside) if self.beside else whole.at(name, self.code)


class RecordLink(NamedTuple):
    """A text that leads to the page of a record, such as an activity; `href` is its address."""

    text: str
    href: str


class ListingPage(NamedTuple):
    """A page of the dashboards that lists what a number counts: its name, and the part's."""

    name: str
    anchor: str = ""


class OpenedNumber(NamedTuple):
    """An amount or a count with a query of its own, such as that of the period before.

    Behind it are the rows of an opening, or a page that lists what it counts.
    """

    number: int
    query: Query
    opens: AnyOpening | ListingPage


Cell = Member | RecordLink | OpenedNumber | Money | date | str | int | None
"""A cell; None is nothing, which is not zero."""


class ChartColumn(NamedTuple):
    """A column: its label in the reader's language, its name in files, the kind of its cells.

    `opens` leads to the rows behind its sum; within it a cell is the part of its row's codes.
    """

    label: str
    name: str
    kind: ChartColumnKind = ChartColumnKind.MEMBER
    opens: AnyOpening | None = None


@dataclass(frozen=True, slots=True)
class ChartTable:
    """Columns and rows; `sums` has the total of each column that adds up, None elsewhere.

    Original amounts have a sum where all of a column are in one currency.
    `row_opens` leads to the rows behind the amount of each row, where rows have measures.
    """

    columns: tuple[ChartColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sums: tuple[OpenedNumber | int | Money | None, ...] | None = None
    row_opens: tuple[AnyOpening | None, ...] = ()

    def opening(self, row: int, place: int) -> AnyOpening | None:
        """Return the opening of an amount, or of its parts of the codes of its row."""
        opens = self.columns[place].opens
        if self.row_opens:
            return self.row_opens[row]
        if opens is None:
            return None
        for cell in self.rows[row]:
            if isinstance(cell, Member):
                opens = cell.within(opens)
        return opens


def amount(label: str, name: str, opens: Opening | None = None) -> ChartColumn:
    """Return a column of amounts, perhaps with the opening of its sum."""
    return ChartColumn(label, name, ChartColumnKind.AMOUNT, opens)


def count(label: str, name: str, opens: AnyOpening | None = None) -> ChartColumn:
    """Return a column of counts, perhaps with the opening of its sum."""
    return ChartColumn(label, name, ChartColumnKind.COUNT, opens)


def text(label: str, name: str) -> ChartColumn:
    """Return a column of texts."""
    return ChartColumn(label, name, ChartColumnKind.TEXT)


def day(label: str, name: str) -> ChartColumn:
    """Return a column of days."""
    return ChartColumn(label, name, ChartColumnKind.DAY)


def with_before(columns: Iterable[ChartColumn], *, has_before: bool) -> tuple[ChartColumn, ...]:
    """Return columns, each beside that of the period before where there is one."""
    if not has_before:
        return tuple(columns)
    heading = say("Before")
    return tuple(
        one
        for column in columns
        for one in (column, column._replace(label=heading, name=f"{column.name}_before"))
    )


def original(label: str, name: str, opens: Opening | None = None) -> ChartColumn:
    """Return a column of amounts in currencies of their own, with the opening of each."""
    return ChartColumn(label, name, ChartColumnKind.ORIGINAL, opens)


def summed(
    columns: Sequence[ChartColumn], rows: Sequence[tuple[Cell, ...]]
) -> tuple[int | Money | None, ...] | None:
    """Return the total of each column of amounts, nothing where there is no row.

    Original amounts are added up where all of a column are in one currency, and nowhere else.
    """
    if not rows:
        return None
    return tuple(
        _sum(column.kind, [row[place] for row in rows]) for place, column in enumerate(columns)
    )


def _sum(kind: ChartColumnKind, cells: Sequence[Cell]) -> int | Money | None:
    """Return the sum of the cells of a column, None where they have none."""
    if kind is ChartColumnKind.AMOUNT:
        numbers = (cell.number if isinstance(cell, OpenedNumber) else cell for cell in cells)
        known = [number for number in numbers if isinstance(number, int)]
        return sum(known) if known else None
    if kind is not ChartColumnKind.ORIGINAL:
        return None
    amounts = [cell for cell in cells if isinstance(cell, Money)]
    if len({one.currency for one in amounts}) != 1:
        return None
    return Money(sum(one.minor for one in amounts), amounts[0].currency)
