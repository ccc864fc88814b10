"""A frame that grows by rows, and the sums of frames by positions of codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from tracker.late_imports import LateImport

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = LateImport("pandas")

Positions = npt.NDArray[Any]
FEW_ROWS = 100_000
FEW_KEYS = 5_000
KEY_LIMIT = 1 << 62


@dataclass(slots=True)
class GrowingFrame:
    """Rows in a large frame, and those appended since; `folds` counts how often they joined it."""

    base: pd.DataFrame
    appended: list[pd.DataFrame] = field(default_factory=list)
    folds: int = 0

    def append(self, rows: pd.DataFrame) -> None:
        """Append rows; once they are many they join the large frame."""
        if not len(rows):
            return
        self.appended.append(rows)
        if sum(map(len, self.appended)) > max(FEW_ROWS, len(self.base) // 4):
            self.base = pd.concat([self.base, *self.appended], ignore_index=True)
            self.appended = []
            self.folds += 1

    def whole(self) -> pd.DataFrame:
        """Return all rows."""
        if not self.appended:
            return self.base
        return pd.concat([self.base, *self.appended], ignore_index=True)

    def since(self, seen: int) -> pd.DataFrame:
        """Return the rows that were appended after the first `seen` times."""
        return pd.concat(self.appended[seen:], ignore_index=True)


def to_arrays(prefix: str, frame: pd.DataFrame) -> dict[str, npt.NDArray[Any]]:
    """Return the columns of a frame as arrays, named after the prefix and the column."""
    return {f"{prefix}.{name}": frame[name].to_numpy() for name in frame.columns}


def from_arrays(
    prefix: str, names: Sequence[str], arrays: Mapping[str, npt.NDArray[Any]]
) -> pd.DataFrame:
    """Return the frame that arrays of that prefix were made from, over the same memory."""
    return pd.DataFrame({name: arrays[f"{prefix}.{name}"] for name in names}, copy=False)


def same_facts(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Return whether two frames hold the same cents by all their other columns."""
    difference = pd.concat([one, other.assign(minor=-other["minor"])], ignore_index=True)
    names = [name for name in one.columns if name != "minor"]
    return not difference.groupby(names, sort=False)["minor"].sum().any()


def fits(sizes: Sequence[int]) -> bool:
    """Tell whether combinations of so many codes each can be numbered."""
    return prod(sizes) < KEY_LIMIT


def sum_by(
    columns: Mapping[str, Positions], sizes: Sequence[int], minor: Positions
) -> pd.DataFrame:
    """Sum cents by columns of positions, each below its size; sums of zero are left out.

    The columns are taken together as one number, by which pandas groups several times faster
    than by each of them.
    """
    if not columns:
        return pd.DataFrame({"minor": [int(minor.sum())]})
    key = np.zeros(len(minor), np.int64)
    for positions, size in zip(columns.values(), sizes, strict=True):
        key *= size
        key += positions
    keys, sums = _sums_of_few(key, minor) if len(key) < FEW_KEYS else _sums_of_many(key, minor)
    there = sums != 0
    found = np.unravel_index(keys[there], tuple(sizes))
    table: dict[str, Any] = {
        name: positions.astype(np.int32) for name, positions in zip(columns, found, strict=True)
    }
    return pd.DataFrame({**table, "minor": sums[there]}, copy=False)


def _sums_of_many(key: Positions, minor: Positions) -> tuple[Positions, Positions]:
    """Return the keys in order, each with the sum of its cents, without sorting all rows."""
    sums = pd.Series(minor).groupby(key, sort=True).sum()
    return sums.index.to_numpy(), sums.to_numpy()


def _sums_of_few(key: Positions, minor: Positions) -> tuple[Positions, Positions]:
    """Return the same of so few rows that pandas would take longer to begin than to sum."""
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])[: len(key)])
    return ordered[starts], np.add.reduceat(minor[order], starts) if len(key) else minor
