"""A cell: the facts of a ledger line that figures need, packed into one whole number.

From its highest bits: measure (its code less one), contribution, activity (0 for none), year, and
whether it was attributed by the rule. So the cells of a measure are neighbours, among them those
of a contribution's share of an activity, in the order of their years.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from tracker.totals.array_file import Arrays
from tracker.totals.columns import Column

Whole = npt.NDArray[np.int64]
MEASURE_BITS, CONTRIBUTION_BITS, ACTIVITY_BITS, YEAR_BITS, FLAG_BITS = 5, 22, 23, 12, 1
MEASURES = 1 << MEASURE_BITS
"""The number of measures that fit; their codes count from 1."""
STOCK_SHIFT = YEAR_BITS + FLAG_BITS
CONTRIBUTION_SHIFT = STOCK_SHIFT + ACTIVITY_BITS
MEASURE_SHIFT = CONTRIBUTION_SHIFT + CONTRIBUTION_BITS
OPENING = 0
"""The year of entries before the first day that counts."""
FEW_CELLS = 4_096
"""The most new cells that are looked up one by one, before all are sorted again."""


def pack(
    measure: Whole, contribution: Whole, activity: Whole, year: Whole, attributed: Whole
) -> Whole:
    """Pack the facts of lines into cells; raises OverflowError for numbers of too many bits."""
    for numbers, bits in ((contribution, CONTRIBUTION_BITS), (activity, ACTIVITY_BITS)):
        if numbers.max(initial=0) >= 1 << bits:
            raise OverflowError(f"contributions and activities are numbered below {1 << bits}")
    stock = measure.astype(np.int64) - 1 << MEASURE_SHIFT
    stock |= contribution.astype(np.int64) << CONTRIBUTION_SHIFT
    stock |= activity.astype(np.int64) << STOCK_SHIFT
    packed: Whole = stock | year << FLAG_BITS | attributed
    return packed


def measure_of(cells: Whole) -> Whole:
    """Return the codes of the measures of cells."""
    return (cells >> MEASURE_SHIFT) + 1


def bounds_of(measure: int) -> tuple[int, int]:
    """Return the first cell of a measure, and the first beyond it; they may not fit 63 bits."""
    return measure - 1 << MEASURE_SHIFT, measure << MEASURE_SHIFT


def contribution_of(cells: Whole) -> Whole:
    """Return the contributions of cells."""
    return cells >> CONTRIBUTION_SHIFT & ((1 << CONTRIBUTION_BITS) - 1)


def activity_of(cells: Whole) -> Whole:
    """Return the activities of cells, 0 for none."""
    return cells >> STOCK_SHIFT & ((1 << ACTIVITY_BITS) - 1)


def stock_of(cells: Whole) -> Whole:
    """Return the stocks that cells belong to: measure, contribution and activity, packed."""
    return cells >> STOCK_SHIFT


def year_of(cells: Whole) -> Whole:
    """Return the years of cells."""
    return cells >> FLAG_BITS & ((1 << YEAR_BITS) - 1)


def attributed_of(cells: Whole) -> Whole:
    """Return 1 for cells of money that the rule attributed, 0 for money that was named."""
    return cells & 1


def in_opening(cells: Whole) -> Whole:
    """Return the same cells in the year of the opening."""
    opening: Whole = cells & ~(((1 << YEAR_BITS) - 1) << FLAG_BITS)
    return opening


def calendar_year(days: Whole) -> Whole:
    """Return the calendar year of days counted from 1 January 1970."""
    years: Whole = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return years


@dataclass(slots=True)
class CellIndex:
    """Numbers cells in the order in which they first appear; `keys` are the cells."""

    keys: Column = field(default_factory=lambda: Column(np.int64))
    _sorted: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    _places: npt.NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    _recent: dict[int, int] = field(default_factory=dict)

    def number(self, keys: Whole) -> npt.NDArray[np.int32]:
        """Return the number of each key, giving new ones to those not seen before."""
        unique, inverse = np.unique(keys, return_inverse=True)
        if len(unique) > FEW_CELLS and self._recent:
            self._settle()
        found = self._find(unique)
        missing = np.flatnonzero(found < 0)
        if len(missing):
            fresh = unique[missing]
            found[missing] = np.arange(len(self.keys), len(self.keys) + len(fresh))
            self.keys.extend(fresh)
            if len(fresh) + len(self._recent) > FEW_CELLS:
                self._settle()
            else:
                self._recent.update(zip(fresh.tolist(), found[missing].tolist(), strict=True))
        return found[inverse].astype(np.int32)

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the index as arrays by name."""
        order = self.in_order()
        return {"cells": self.keys.values, "sorted_cells": self._sorted, "cell_places": order}

    @classmethod
    def from_arrays(cls, arrays: Arrays, lengths: Mapping[str, int]) -> "CellIndex":
        """Return the index that these arrays were made from."""
        keys = Column(np.int64, arrays["cells"], lengths["cells"])
        return cls(keys, arrays["sorted_cells"], arrays["cell_places"])

    def in_order(self) -> npt.NDArray[np.int32]:
        """Return the numbers of all cells, in the order of the cells."""
        if self._recent or len(self._sorted) < len(self.keys):
            self._settle()
        return self._places

    def _find(self, unique: Whole) -> Whole:
        """Return the number of each key, -1 for an unknown one."""
        found = np.full(len(unique), -1, dtype=np.int64)
        if len(self._sorted):
            at = np.minimum(np.searchsorted(self._sorted, unique), len(self._sorted) - 1)
            known = self._sorted[at] == unique
            found[known] = self._places[at[known]]
        if self._recent:
            for position in np.flatnonzero(found < 0).tolist():
                found[position] = self._recent.get(int(unique[position]), -1)
        return found

    def _settle(self) -> None:
        """Sort all keys, the recent ones among them."""
        order = np.argsort(self.keys.values, kind="stable")
        self._sorted = self.keys.values[order]
        self._places = order.astype(np.int32)
        self._recent.clear()
