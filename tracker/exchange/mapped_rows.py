"""The rows of a sheet in our columns, and what the mapping left out, rounded and noted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from tracker.exchange.cell_kinds import CellKind
from tracker.exchange.faults import RowFault
from tracker.exchange.sheets import Sheet


@dataclass(frozen=True, slots=True)
class MappedRow:
    """A row in our columns, as text; `headings` are the sheet's columns behind each of ours.

    `kinds` has the kind of each cell that is no text of its own; `emptied` are the columns in which
    the sheet has the word that empties.
    """

    file: str
    number: int
    values: Mapping[str, str]
    headings: Mapping[str, str]
    kinds: Mapping[str, CellKind] = field(default_factory=dict)
    emptied: frozenset[str] = frozenset()

    def fault(self, column: str, value: str, message: str) -> RowFault:
        """Return a fault of a column of ours, in the terms of the sheet."""
        return RowFault(self.file, self.number, self.headings.get(column, column), value, message)


@dataclass(slots=True)
class LeftOut:
    """Rows left out for one reason, and the sum of their amounts as an exact decimal.

    Rows that were added up into others have no sum of their own, nor have rows of which no amount
    could be read. The amounts are in whatever currencies the file has.
    """

    reason: str
    rows: int = 0
    total: Decimal | None = None


class RoundedAmount(NamedTuple):
    """An amount of a row that was rounded, and by how much that moved it."""

    file: str
    row: int
    column: str
    currency: str
    moved: Decimal


class RoundedSum(NamedTuple):
    """The amounts of a column that were rounded, and by how much that moved their sum."""

    file: str
    column: str
    currency: str
    amounts: int
    moved: Decimal


@dataclass(slots=True)
class Mapped:
    """A mapped sheet: the rows in our columns, the rows left out, the faults.

    `unlisted` are the headings that the profile neither uses nor names as unused.
    """

    read: int = 0
    usable: bool = True
    sheet: Sheet | None = None
    rows: list[MappedRow] = field(default_factory=list)
    left_out: dict[str, LeftOut] = field(default_factory=dict)
    rows_left_out: dict[int, str] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rounded: tuple[RoundedAmount, ...] = ()
    unlisted: tuple[str, ...] = ()
