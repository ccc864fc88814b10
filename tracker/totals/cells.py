"""Cents by cell: the sum of the lines that a figure's dates let through."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.totals.facts import Facts
from tracker.totals.query import Days

Whole = npt.NDArray[np.int64]


class Added(NamedTuple):
    """Cells that lines went into, each once, and the cents that they added to each."""

    cells: Whole
    cents: Whole


def cells_of(facts: Facts, days: Days) -> Whole:
    """Sum the cents of every cell over all lines, exactly."""
    sums = np.zeros(facts.cells, dtype=np.int64)
    cell, cents = _lines(facts, days, 0)
    np.add.at(sums, cell, cents)
    return sums


def added_since(facts: Facts, days: Days, start: int) -> Added:
    """Sum the cents of the lines from position `start` on, by the cells that they went into."""
    cell, cents = _lines(facts, days, start)
    cells, inverse = np.unique(cell, return_inverse=True)
    sums = np.zeros(len(cells), dtype=np.int64)
    np.add.at(sums, inverse, cents)
    return Added(cells.astype(np.int64), sums)


def _lines(facts: Facts, days: Days, start: int) -> tuple[Whole, Whole]:
    """Return cell and cents of the lines that the dates let through."""
    end = len(facts.cell) if days.known is None else facts.known_at(days.known)
    part = slice(start, max(start, end))
    cell, cents = facts.cell.values[part], facts.cents.values[part]
    if days.first is None and days.last >= facts.last_day:
        return cell, cents
    day = facts.day.values[part]
    counted = day <= days.last
    if days.first is not None:
        counted &= day >= days.first
    return cell[counted], cents[counted]
