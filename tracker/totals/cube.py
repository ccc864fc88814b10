"""The cube: cells and atoms for one choice of dates, and the sums over them that were asked for.

A sum holds the cents of every measure by up to two dimensions, under one choice of codes. It
is made once from all atoms; afterwards it is brought up to date by the atoms that changed, so
that what a page costs follows what is new and not what there is.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.totals.atoms import Atoms, Pieces
from tracker.totals.catalogue import Catalogue, Codes, places_within
from tracker.totals.cells import added_since, cells_of
from tracker.totals.columns import Column
from tracker.totals.dimensions import OF_TAGS, Dimension
from tracker.totals.facts import MEASURES, CellNames, Facts
from tracker.totals.query import Choice, Days

Whole = npt.NDArray[Any]  # whole numbers: 64 bits for cents, 32 for positions
Mask = npt.NDArray[np.bool_]
SUMS_KEPT = 256
DENSE_LIMIT = 4_000_000
CHANGES_KEPT = 500_000


class Asked(NamedTuple):
    """A sum: its dimensions and its choice of codes."""

    by: tuple[Dimension, ...]
    choice: Choice


class Parts(NamedTuple):
    """The parts of a sum that are not zero: positions of the codes by dimension, and cents."""

    positions: tuple[Whole, ...]
    cents: Whole


@dataclass(slots=True)
class _Sum:
    """A sum that is kept: cents by measure and positions, and how many changes it has seen."""

    cents: Whole
    seen: int


@dataclass(slots=True)
class _Cells:
    """The cells of a cube by number: what each counts for, as positions of codes, and its cents."""

    contribution: Column = field(default_factory=lambda: Column(np.int32))
    activity: Column = field(default_factory=lambda: Column(np.int32))
    measure: Column = field(default_factory=lambda: Column(np.int32))
    attributed: Column = field(default_factory=lambda: Column(np.int32))
    year: Column = field(default_factory=lambda: Column(np.int32))
    cents: Column = field(default_factory=lambda: Column(np.int64))

    def add(self, names: CellNames, years: Codes) -> None:
        """Add cells without cents, giving new years their positions."""
        for column, values in zip(self._names(), names[:-1], strict=False):
            column.extend(values)
        found, inverse = np.unique(names.year, return_inverse=True)
        positions = [years.position(str(year)) for year in found.tolist()]
        self.year.extend(np.array(positions, dtype=np.int32)[inverse])
        self.cents.extend(np.zeros(len(names.year), dtype=np.int64))

    def _names(self) -> tuple[Column, ...]:
        return (self.contribution, self.activity, self.measure, self.attributed)


@dataclass(slots=True)
class Cube:
    """Cells, atoms and sums for one choice of dates, with the catalogue of one moment."""

    facts: Facts
    catalogue: Catalogue
    days: Days
    atoms: Atoms = field(init=False)
    _cells: _Cells = field(init=False, default_factory=_Cells)
    _lines: int = field(init=False)
    _years: Codes = field(init=False, default_factory=Codes)
    _changes: list[Pieces] = field(init=False, default_factory=list)
    _sums: OrderedDict[Asked, _Sum] = field(init=False, default_factory=OrderedDict)

    def __post_init__(self) -> None:
        """Sum all lines by cell and split the cells."""
        self.atoms = Atoms(self.catalogue.slots)
        self._lines = len(self.facts.cell)
        self._add_cells()
        cents = cells_of(self.facts, self.days)
        filled = np.flatnonzero(cents)
        self._cells.cents.values[:] = cents
        self.atoms.put(filled, cents[filled])

    def refresh(self) -> None:
        """Take in the lines that the facts have got since; the cost follows what is new."""
        if len(self.facts.cell) == self._lines:
            return
        added = added_since(self.facts, self.days, self._lines)
        self._lines = len(self.facts.cell)
        self._add_cells()
        self._cells.cents.values[added.cells] += added.cents
        self._changes.append(self.atoms.put(added.cells, self._cells.cents.values[added.cells]))
        if sum(len(change.cents) for change in self._changes) > CHANGES_KEPT:
            self._changes.clear()
            self._sums.clear()

    def codes(self, dimension: Dimension) -> tuple[str, ...]:
        """Return the codes of a dimension; a sum gives positions among them."""
        if dimension is Dimension.YEAR:
            return self._years.all()
        return self.catalogue.codes[dimension]

    def parts(self, measure: int, by: tuple[Dimension, ...], choice: Choice) -> Parts:
        """Return the sums of one measure that are not zero."""
        shape = tuple(len(self.codes(dimension)) for dimension in by)
        size = int(np.prod(shape, dtype=np.int64)) if shape else 1
        if size * MEASURES > DENSE_LIMIT:
            return self._sparse(measure, by, choice, shape)
        cents = self._kept(Asked(by, choice), size)[measure]
        filled = np.flatnonzero(cents)
        return Parts(np.unravel_index(filled, shape) if shape else (), cents[filled])

    def _kept(self, asked: Asked, size: int) -> Whole:
        """Return a sum that is kept, brought up to date; make it when there is none."""
        kept = self._sums.get(asked)
        if kept is None or kept.cents.shape[1] != size:
            kept = _Sum(np.zeros((MEASURES, size), dtype=np.int64), len(self._changes))
            self._add(kept, asked, self._everything(asked))
            self._sums[asked] = kept
            while len(self._sums) > SUMS_KEPT:
                self._sums.popitem(last=False)
        self._sums.move_to_end(asked)
        for change in self._changes[kept.seen :]:
            self._add(kept, asked, change)
        kept.seen = len(self._changes)
        return kept.cents

    def _everything(self, asked: Asked) -> Pieces:
        """Return all pieces that a sum goes over: atoms, or whole cells where no tag matters."""
        dimensions = {*asked.by, *(dimension for dimension, _ in asked.choice.codes)}
        if dimensions & OF_TAGS:
            atoms = self.atoms
            return Pieces(atoms.cell.values, atoms.slot.values, atoms.cents.values)
        cents = self._cells.cents.values
        filled = np.flatnonzero(cents)
        return Pieces(filled, np.zeros(len(filled), np.int32), cents[filled])

    def _add(self, kept: _Sum, asked: Asked, pieces: Pieces) -> None:
        """Add pieces to a sum."""
        pieces = self._chosen(pieces, asked.choice)
        at = self._flat(asked.by, pieces)
        at += self._cells.measure.values[pieces.cell].astype(np.int64) * kept.cents.shape[1]
        np.add.at(kept.cents.reshape(-1), at, pieces.cents)

    def _sparse(
        self, measure: int, by: tuple[Dimension, ...], choice: Choice, shape: tuple[int, ...]
    ) -> Parts:
        """Sum one measure where a full table would be too large to keep."""
        pieces = self._chosen(self._everything(Asked(by, choice)), choice)
        wanted = self._cells.measure.values[pieces.cell] == measure
        pieces = Pieces(*(values[wanted] for values in pieces))
        places, inverse = np.unique(self._flat(by, pieces), return_inverse=True)
        cents = np.zeros(len(places), dtype=np.int64)
        np.add.at(cents, inverse, pieces.cents)
        filled = np.flatnonzero(cents)
        return Parts(np.unravel_index(places[filled], shape), cents[filled])

    def _flat(self, by: tuple[Dimension, ...], pieces: Pieces) -> Whole:
        """Return the position of each piece in the table of a sum."""
        at = np.zeros(len(pieces.cell), dtype=np.int64)
        for dimension in by:
            at *= len(self.codes(dimension))
            at += self._positions(dimension, pieces)
        return at

    def _positions(self, dimension: Dimension, pieces: Pieces) -> Whole:
        """Return the position of each piece's code in a dimension."""
        if dimension in OF_TAGS:
            return self.catalogue.slots.codes[dimension][pieces.slot]
        catalogue, cells = self.catalogue, self._cells
        positions: Whole
        if dimension in catalogue.of_contribution:
            positions = catalogue.of_contribution[dimension][cells.contribution.values[pieces.cell]]
        elif dimension in catalogue.of_activity:
            positions = catalogue.of_activity[dimension][cells.activity.values[pieces.cell]]
        else:
            column = cells.year if dimension is Dimension.YEAR else cells.attributed
            positions = column.values[pieces.cell]
        return positions

    def _chosen(self, pieces: Pieces, choice: Choice) -> Pieces:
        """Keep the pieces that a choice lets through."""
        masks = list(self._masks(pieces, choice))
        if not masks:
            return pieces
        through = np.logical_and.reduce(masks)
        return Pieces(*(values[through] for values in pieces))

    def _masks(self, pieces: Pieces, choice: Choice) -> Iterable[Mask]:
        """Tell of each piece whether it passes, one condition after the other."""
        if choice.years is not None:
            first, last = choice.years
            wanted = [code != "" and first <= int(code) <= last for code in self._years.all()]
            yield np.array(wanted)[self._cells.year.values[pieces.cell]]
        for dimension, codes in choice.codes:
            if dimension is Dimension.REGION:
                slots = self.catalogue.slots
                yield places_within(slots.places, codes)[slots.place][pieces.slot]
            else:
                wanted = [code in codes for code in self.codes(dimension)]
                yield np.array(wanted)[self._positions(dimension, pieces)]

    def _add_cells(self) -> None:
        """Take in the cells that are new; a new year makes the kept sums too narrow."""
        names = self.facts.names(len(self._cells.cents))
        years = len(self._years.all())
        self._cells.add(names, self._years)
        self.atoms.add_cells(names.activity)
        if len(self._years.all()) != years:
            self._sums.clear()
