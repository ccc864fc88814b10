"""The rows behind a figure: contributions, activities, or what is counted, each with its amount.

They are read from the same facts as the figure, so that they add up to it to the cent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tracker.fund.ledger.measures import Measure
from tracker.late_imports import LateImport
from tracker.totals.dimensions import Dimension
from tracker.totals.opening import RowKind
from tracker.totals.query import Choice
from tracker.totals.reader import TotalsReader

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = LateImport("pandas")

COLUMNS: dict[RowKind, tuple[Dimension, ...]] = {
    RowKind.CONTRIBUTIONS: (Dimension.CONTRIBUTION, Dimension.DONOR),
    RowKind.ACTIVITIES: (Dimension.ACTIVITY, Dimension.PROGRAMME),
    RowKind.DONORS: (Dimension.DONOR,),
    RowKind.COUNTRIES: (Dimension.COUNTRY,),
}
"""The dimension of the rows of each kind, and the one whose code stands beside it."""
COUNTED = frozenset(
    {RowKind.DONORS, RowKind.COUNTRIES, RowKind.TOOLS, RowKind.REQUESTS, RowKind.WORK}
)
"""The kinds of rows that a figure counts: of money those with an amount above zero."""


class CodeLabel(NamedTuple):
    """A code with its label."""

    code: str
    label: str


class OpenedRow(NamedTuple):
    """A row: its codes, the amount that counts in the figure, and the whole of the row's own.

    `whole` is the amount of the same measure and days over all donors, places and other codes.
    """

    members: tuple[CodeLabel, ...]
    minor: int
    whole: int


@dataclass(frozen=True, slots=True)
class OpenedRows:
    """The rows behind a figure, the largest first."""

    kind: RowKind
    measure: Measure
    rows: tuple[OpenedRow, ...]

    @property
    def minor(self) -> int:
        """The sum of the rows in US cents."""
        return sum(row.minor for row in self.rows)

    @property
    def has_parts(self) -> bool:
        """Whether some row counts with a part of its whole."""
        return any(row.minor != row.whole for row in self.rows)


def opened_rows(reader: TotalsReader, measure: Measure, kind: RowKind) -> OpenedRows:
    """Return the rows of a kind behind the total of a measure in the scope of a reader."""
    dimensions = COLUMNS[kind]
    frame = reader.totals(measure, *dimensions).frame
    members = zip(*(_members(frame, dimension) for dimension in dimensions), strict=True)
    whole = {row.code: row.minor for row in _apart(reader).rows(measure, dimensions[0])}
    rows = tuple(
        OpenedRow(own, minor, whole.get(own[0].code, 0))
        for own, minor in zip(members, frame["minor"].tolist(), strict=True)
    )
    if kind in COUNTED:
        rows = tuple(row for row in rows if row.members[0].code and row.minor > 0)
    return OpenedRows(kind, measure, rows)


def _members(frame: pd.DataFrame, dimension: Dimension) -> list[CodeLabel]:
    """Return the codes of a dimension in a frame of totals, with their labels."""
    codes, labels = frame[dimension.value].tolist(), frame[f"{dimension}_label"].tolist()
    return [CodeLabel(*pair) for pair in zip(codes, labels, strict=True)]


def _apart(reader: TotalsReader) -> TotalsReader:
    """Return a reader of the same days and years without any other choice."""
    choice = reader.scope.choice
    years = tuple(part for part in choice.parts if part.dimension is Dimension.YEAR)
    return TotalsReader(reader.scope._replace(choice=Choice((), choice.years, years)))
