"""Rollups: cached sums of a measure by some columns, updated by new rows.

A choice of codes is looked up in a rollup that has its columns too, so that other choices of the
same kind find their sums at hand.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from tracker.late_imports import LateImport
from tracker.totals.array_file import Arrays
from tracker.totals.days_facts import DaysFacts
from tracker.totals.dimensions import OF_TAGS, Dimension
from tracker.totals.frames import (
    GrowingFrame,
    Positions,
    fits,
    from_arrays,
    sum_by,
    to_arrays,
)
from tracker.totals.members import PARAGRAPHS, PLACE, Members
from tracker.totals.query import Choice

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = LateImport("pandas")

ROWS_KEPT = 1_000_000
WORTHWHILE = 4
"""How many times smaller than its source a rollup has to be, unless it is small anyway."""

FEW_ROWS = 20_000
Names = tuple[str, ...]
_CHOSEN_IN = {Dimension.REGION: PLACE, Dimension.PARAGRAPH: PARAGRAPHS}
"""The columns in which codes of some dimensions are chosen."""
APPORTIONED = frozenset({*OF_TAGS, PLACE})


@dataclass(slots=True)
class _Rollup:
    """Sums by columns, and the position in their frame up to which they hold."""

    sums: pd.DataFrame
    folds: int
    seen: int = 0


@dataclass(slots=True)
class Rollups:
    """The rollups of the facts of some days; the least recently used go first."""

    facts: DaysFacts
    _kept: OrderedDict[tuple[int, Names], _Rollup] = field(default_factory=OrderedDict)
    _too_large: set[tuple[int, Names]] = field(default_factory=set)

    @property
    def count(self) -> int:
        """The number of rollups."""
        return len(self._kept)

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the rollups that are up to date as arrays by name."""
        found: dict[str, npt.NDArray[Any]] = {}
        for (measure, names), kept in self._kept.items():
            frame = self.facts.frame(measure, apportioned=not APPORTIONED.isdisjoint(names))
            if kept.folds == frame.folds and kept.seen == len(frame.appended):
                found |= to_arrays(f"rollup.{measure}.{','.join(names)}", kept.sums)
        return found

    @classmethod
    def from_arrays(cls, facts: DaysFacts, arrays: Arrays) -> Rollups:
        """Return rollups over facts that were made from the same arrays."""
        rollups = cls(facts)
        for prefix in dict.fromkeys(
            name.rpartition(".")[0] for name in arrays if name.startswith("rollup.")
        ):
            _rollup, measure, joined = prefix.split(".")
            names = tuple(joined.split(",")) if joined else ()
            sums = from_arrays(prefix, (*names, "minor"), arrays)
            rollups._kept[int(measure), names] = _Rollup(sums, folds=0)
        return rollups

    def differences(self, other: Rollups) -> list[str]:
        """Return the names of the rollups that differ from rollups over the same days."""
        return [
            f"{measure} by {', '.join(names)}"
            for (measure, names), own in self._kept.items()
            if not np.array_equal(own.sums, other._rollup(measure, names))
        ]

    def sums(self, measure: int, by: tuple[Dimension, ...], choice: Choice) -> pd.DataFrame:
        """Return the sums of a measure by dimensions: positions of codes, and cents.

        Only the rows of the choice are summed, and no sum is zero.
        """
        names = tuple(dimension.value for dimension in by)
        chosen = _chosen_names(choice)
        if not chosen:
            return self._rollup(measure, names)
        wanted = tuple(sorted({*names, *chosen}))
        if (measure, wanted) not in self._too_large and fits(self._sizes(wanted)):
            return self._filtered(self._rollup(measure, wanted), names, choice)
        frame = self.facts.frame(measure, apportioned=not APPORTIONED.isdisjoint(wanted))
        parts = [frame.base, *frame.appended]
        found = [self._filtered(self._columns(part, wanted), names, choice) for part in parts]
        return self._summed(pd.concat(found, ignore_index=True), names)

    def change_members(self, members: Members) -> None:
        """Change the members; rollups go when known members lead elsewhere."""
        keeps = members.extends(self.facts.members)
        self.facts.change_members(members)
        if not keeps:
            self._kept.clear()
            self._too_large.clear()

    def _rollup(self, measure: int, names: Names) -> pd.DataFrame:
        """Return the sums by columns, up to date; made and cached at their first use."""
        frame = self.facts.frame(measure, apportioned=not APPORTIONED.isdisjoint(names))
        kept = self._kept.get((measure, names))
        if kept is None or kept.folds != frame.folds:
            kept = self._made(measure, names, frame)
            self._keep((measure, names), kept, frame)
        else:
            self._kept.move_to_end((measure, names))
        if kept.seen < len(frame.appended):
            new = self._summed(self._columns(frame.since(kept.seen), names), names)
            kept.sums = self._summed(pd.concat([kept.sums, new], ignore_index=True), names)
            kept.seen = len(frame.appended)
        return kept.sums

    def _made(self, measure: int, names: Names, frame: GrowingFrame) -> _Rollup:
        """Sum the smallest rollup that has all columns, else the frame."""
        sources = [
            other
            for (of, columns), other in self._kept.items()
            if of == measure
            and set(names) < set(columns)
            and APPORTIONED.isdisjoint(columns) == APPORTIONED.isdisjoint(names)
            and other.folds == frame.folds
        ]
        if sources:
            source = min(sources, key=lambda other: len(other.sums))
            return _Rollup(self._summed(source.sums, names), frame.folds, source.seen)
        return _Rollup(self._summed(self._columns(frame.base, names), names), frame.folds)

    def _keep(self, key: tuple[int, Names], made: _Rollup, frame: GrowingFrame) -> None:
        """Cache a rollup, unless it is hardly smaller than its source."""
        if len(made.sums) > max(FEW_ROWS, len(frame.base) // WORTHWHILE):
            self._too_large.add(key)
            return
        self._kept[key] = made
        self._kept.move_to_end(key)
        while sum(len(kept.sums) for kept in self._kept.values()) > ROWS_KEPT:
            self._kept.popitem(last=False)

    def _columns(self, frame: pd.DataFrame, names: Names) -> pd.DataFrame:
        """Find columns of positions for rows of facts, beside their cents."""
        columns: dict[str, Positions] = {}
        for name in names:
            lead = self.facts.members.leads[name]
            positions = frame[lead.source].to_numpy()
            columns[name] = positions if lead.table is None else lead.table[positions]
        return pd.DataFrame({**columns, "minor": frame["minor"]}, copy=False)

    def _filtered(self, rows: pd.DataFrame, names: Names, choice: Choice) -> pd.DataFrame:
        """Sum the rows of a choice."""
        through: npt.NDArray[np.bool_] = np.ones(len(rows), np.bool_)
        for name, chosen in chosen_codes(self.facts.members, choice):
            through &= chosen[rows[name].to_numpy()]
        return self._summed(rows[through], names)

    def _summed(self, rows: pd.DataFrame, names: Names) -> pd.DataFrame:
        """Sum rows of positions by some of their columns."""
        columns: Mapping[str, Positions] = {name: rows[name].to_numpy() for name in names}
        return sum_by(columns, self._sizes(names), rows["minor"].to_numpy())

    def _sizes(self, names: Names) -> list[int]:
        """Return the number of codes of each column."""
        return [len(self.facts.members.codes[name]) for name in names]


def chosen_codes(members: Members, choice: Choice) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
    """Yield the columns of a choice, and of each code of a column whether it is chosen."""
    for dimension, codes in choice.codes:
        name = _name_of(dimension)
        yield name, members.chosen(name, codes)
    if choice.years is not None:
        years = np.arange(len(members.codes[Dimension.YEAR]))
        yield Dimension.YEAR, (years >= choice.years[0]) & (years <= choice.years[1])
    for part in choice.parts:
        chosen = members.chosen(part.dimension, frozenset(part.codes))
        yield part.dimension, chosen != part.but


def _name_of(dimension: Dimension) -> str:
    """Return the column in which codes of a dimension are chosen."""
    return _CHOSEN_IN.get(dimension, dimension.value)


def _chosen_names(choice: Choice) -> Names:
    """Return the columns of a choice."""
    years = () if choice.years is None else (Dimension.YEAR.value,)
    return (
        *(_name_of(dimension) for dimension, _ in choice.codes),
        *years,
        *(part.dimension.value for part in choice.parts),
    )
