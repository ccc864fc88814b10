"""Flows: the cents of each cell within some days, in the order of the cells."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.totals.cells import STOCK_SHIFT, activity_of, bounds_of, in_opening
from tracker.totals.ledger_lines import LedgerLines
from tracker.totals.query import Days

Whole = npt.NDArray[np.int64]
RECENT_LIMIT = 20_000
LAST_CELL = 2**63 - 1
"""The largest whole number of 64 bits; no cell reaches it."""


class CellSums(NamedTuple):
    """Cells in their order, each once, and the cents that flowed into each."""

    cells: Whole
    cents: Whole


@dataclass(slots=True)
class Flows:
    """All flows of a choice of days; recent ones are apart until they are many."""

    settled: CellSums
    recent: CellSums = field(
        default_factory=lambda: CellSums(np.empty(0, np.int64), np.empty(0, np.int64))
    )

    def add(self, new: CellSums) -> None:
        """Add flows; the cost follows their number and that of other recent ones."""
        self.recent = sum_cells(*_joined(self.recent, new))
        if len(self.recent.cells) > RECENT_LIMIT:
            self.settled = sum_cells(*_joined(self.settled, self.recent))
            self.recent = CellSums(np.empty(0, np.int64), np.empty(0, np.int64))

    def whole(self) -> CellSums:
        """Return all flows."""
        if not len(self.recent.cells):
            return self.settled
        return sum_cells(*_joined(self.settled, self.recent))

    def of_measure(self, measure: int) -> CellSums:
        """Return the flows of one measure."""
        first, beyond = bounds_of(measure)
        return self._within(np.array([[first, min(beyond, LAST_CELL)]]))

    def of_stocks(self, stocks: Whole) -> CellSums:
        """Return the flows of some stocks, given in their order."""
        return self._within(np.stack([stocks, stocks + 1], axis=1) << STOCK_SHIFT)

    def of_activities(self, measure: int, activities: frozenset[int]) -> CellSums:
        """Return the flows of one measure into some activities."""
        cells, cents = self.of_measure(measure)
        chosen = np.isin(activity_of(cells), np.array(sorted(activities), np.int64))
        return CellSums(cells[chosen], cents[chosen])

    def _within(self, bounds: Whole) -> CellSums:
        """Return the flows into cells within ranges, given in order."""
        settled, recent = (_ranges(flows, bounds) for flows in (self.settled, self.recent))
        return sum_cells(*_joined(settled, recent)) if len(recent.cells) else settled


def flows_of(lines: LedgerLines, days: Days, start: int = 0) -> CellSums:
    """Sum the lines from position `start` on within some days.

    Lines before the first day count in the opening.
    """
    end = len(lines.cell) if days.known is None else lines.known_at(days.known)
    part = slice(start, max(start, end))
    number, cents, day = (column.values[part] for column in (lines.cell, lines.cents, lines.day))
    if days.last < lines.last_day:
        counted = day <= days.last
        number, cents, day = number[counted], cents[counted], day[counted]
    if days.first is None:
        return _sum_numbers(lines, number, cents)
    later = day >= days.first
    opening = _sum_numbers(lines, number[~later], cents[~later])
    within = _sum_numbers(lines, number[later], cents[later])
    return sum_cells(*_joined(CellSums(in_opening(opening.cells), opening.cents), within))


def flows_between(lines: LedgerLines, after: int, last: int, end: int) -> CellSums:
    """Sum the lines before position `end` of the days after `after`, up to `last`."""
    day = lines.day.values[:end]
    at = np.flatnonzero((day > after) & (day <= last))
    return _sum_numbers(lines, lines.cell.values[at], lines.cents.values[at])


def sum_cells(cells: Whole, cents: Whole) -> CellSums:
    """Bring cells into their order, each once, with the sum of its cents; zeros are left out."""
    order = np.argsort(cells, kind="stable")
    cells, cents = cells[order], cents[order]
    starts = np.flatnonzero(np.diff(cells, prepend=-1))
    sums = np.add.reduceat(cents, starts) if len(starts) else cents
    filled = sums != 0
    return CellSums(cells[starts][filled], sums[filled])


def _sum_numbers(lines: LedgerLines, number: npt.NDArray[np.int32], cents: Whole) -> CellSums:
    """Sum cents by the number of their cell."""
    if len(number) * 8 < lines.cells:
        return sum_cells(lines.index.keys.values[number], cents)
    sums = np.zeros(lines.cells, dtype=np.int64)
    np.add.at(sums, number, cents)
    order = lines.index.in_order()
    order = order[sums[order] != 0]
    return CellSums(lines.index.keys.values[order], sums[order])


def _ranges(flows: CellSums, bounds: Whole) -> CellSums:
    """Cut the flows of cells within each of some ranges, given in order."""
    low, high = np.searchsorted(flows.cells, bounds).T
    if len(low) == 1:
        part = slice(int(low[0]), int(high[0]))
        return CellSums(flows.cells[part], flows.cents[part])
    number = high - low
    at = np.repeat(low - (np.cumsum(number) - number), number) + np.arange(number.sum())
    return CellSums(flows.cells[at], flows.cents[at])


def _joined(one: CellSums, other: CellSums) -> CellSums:
    """Put two lists of flows one after the other."""
    return CellSums(
        np.concatenate([one.cells, other.cells]), np.concatenate([one.cents, other.cents])
    )
