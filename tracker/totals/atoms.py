"""The smallest pieces of money: each cell split once over all tags of its activity together.

The split is over the product of the instruments', beneficiaries' and tools' shares, by
largest remainder. Every breakdown and every filter sums the same atoms, so whatever is asked
adds up to the cent. The atoms of a cell stand together, those of later cells behind.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.totals.catalogue import Slots
from tracker.totals.columns import Column
from tracker.totals.splitting import split

Whole = npt.NDArray[np.int64]


class Pieces(NamedTuple):
    """Some atoms: the cell and the slot of each, and its cents (or by how much they changed)."""

    cell: Whole
    slot: Whole
    cents: Whole


@dataclass(slots=True)
class Atoms:
    """All atoms of a cube; `first` is where those of each cell begin."""

    slots: Slots
    activity: Column = field(default_factory=lambda: Column(np.int32))
    first: Column = field(default_factory=lambda: Column(np.int64))
    cell: Column = field(default_factory=lambda: Column(np.int32))
    slot: Column = field(default_factory=lambda: Column(np.int32))
    cents: Column = field(default_factory=lambda: Column(np.int64))

    def add_cells(self, activities: Whole) -> None:
        """Make room for the atoms of new cells, empty as yet; 0 stands for no activity."""
        number = self.slots.number[activities].astype(np.int64)
        new = np.repeat(np.arange(len(activities)), number)
        starts = np.cumsum(number) - number
        place = np.arange(len(new)) - starts[new]
        self.first.extend(starts + len(self.cents))
        self.cell.extend(new + len(self.activity))
        self.slot.extend(self.slots.first[activities][new] + place)
        self.cents.extend(np.zeros(len(new), dtype=np.int64))
        self.activity.extend(activities)

    def put(self, cells: Whole, cents: Whole) -> Pieces:
        """Split the cells anew that now hold these cents; return by how much each atom changed."""
        activities = self.activity.values[cells]
        numbers = self.slots.number[activities]
        at, change = [], []
        for number in np.unique(numbers).tolist():
            chosen = np.flatnonzero(numbers == number)
            places = np.arange(number)
            atoms = self.first.values[cells[chosen]][:, None] + places
            slots = self.slots.first[activities[chosen]][:, None] + places
            parts = split(cents[chosen], self.slots.weight[slots])
            at.append(atoms.ravel())
            change.append((parts - self.cents.values[atoms]).ravel())
            self.cents.values[atoms] = parts
        return self._changed(at, change)

    def _changed(self, at: list[Whole], change: list[Whole]) -> Pieces:
        """Put together what changed."""
        atoms = np.concatenate(at) if at else np.empty(0, np.int64)
        differences = np.concatenate(change) if change else np.empty(0, np.int64)
        return Pieces(self.cell.values[atoms], self.slot.values[atoms], differences)
