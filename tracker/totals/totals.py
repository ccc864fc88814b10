"""Totals of one measure by up to two dimensions, as a frame whose rows add up to its total."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.fund.ledger.measures import CODES, Measure
from tracker.totals.cube import Cube
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import Titles, label_of
from tracker.totals.query import Choice, Query
from tracker.totals.snapshot import Snapshot

Whole = npt.NDArray[Any]
ORDERED = frozenset(
    {Dimension.YEAR, Dimension.EARMARKING, Dimension.PROTOCOL, Dimension.ATTRIBUTION}
)
"""Dimensions whose codes have an order of their own; the others are sorted by size."""


class Scope(NamedTuple):
    """What totals are asked of: a cube, a choice of codes in it, and the reader's language."""

    cube: Cube
    choice: Choice
    locale: str

    @property
    def titles(self) -> Titles:
        """The titles of codes that stand in the database."""
        return self.cube.catalogue.titles

    @property
    def is_empty(self) -> bool:
        """Whether the record holds no money at all."""
        return not len(self.cube.facts.cell)

    def codes(self, dimension: Dimension) -> tuple[str, ...]:
        """Return the codes that a dimension has on record, in its order; "" is not specified."""
        return self.cube.codes(dimension)


@dataclass(frozen=True, slots=True)
class TotalsFrame:
    """Totals of a measure: a row for each combination of codes that has money.

    `frame` has a column of codes for each dimension, one of labels named DIMENSION_label,
    and `minor`, US cents as 64-bit integers. Without a dimension there is one row.
    """

    measure: Measure
    by: tuple[Dimension, ...]
    frame: pd.DataFrame

    @property
    def total_minor(self) -> int:
        """The sum of all rows in US cents."""
        return int(self.frame["minor"].sum())


def scope_of(snapshot: Snapshot, query: Query, locale: str) -> Scope:
    """Return what the totals of a query are asked of."""
    return Scope(snapshot.cube(query.days()), query.choice(), locale)


def totals(scope: Scope, measure: Measure, by: tuple[Dimension, ...] = ()) -> TotalsFrame:
    """Return the totals of a measure by up to two dimensions.

    Raises ValueError for more dimensions or the same one twice.
    """
    if len(by) > 2 or len(set(by)) != len(by):  # noqa: PLR2004 - the API's limit
        raise ValueError("totals are by up to two different dimensions")
    positions, cents = scope.cube.parts(CODES[measure], by, scope.choice)
    if not by:
        return TotalsFrame(measure, by, pd.DataFrame({"minor": cents.sum(keepdims=True)}))
    ranks = [
        _ranks(scope.codes(dimension), at, cents, ordered=dimension in ORDERED)
        for dimension, at in zip(by, positions, strict=True)
    ]
    order = np.lexsort(ranks[::-1])
    columns: dict[str, object] = {}
    for dimension, at in zip(by, positions, strict=True):
        codes = scope.codes(dimension)
        columns[dimension.value] = [codes[position] for position in at[order].tolist()]
    for dimension in by:
        columns[f"{dimension}_label"] = _labels(scope, dimension, columns[dimension.value])
    columns["minor"] = cents[order]
    return TotalsFrame(measure, by, pd.DataFrame(columns))


def _labels(scope: Scope, dimension: Dimension, codes: object) -> list[str]:
    """Return the labels of a column of codes, each looked up once."""
    known: dict[str, str] = {}
    titles = scope.titles
    labels = []
    for code in codes if isinstance(codes, list) else ():
        if code not in known:
            known[code] = label_of(dimension, code, titles, scope.locale)
        labels.append(known[code])
    return labels


def _ranks(codes: tuple[str, ...], at: Whole, cents: Whole, *, ordered: bool) -> Whole:
    """Say where each row's code comes: in its own order or by size, what has none at the end."""
    ranks = np.empty(len(codes), dtype=np.int64)
    if ordered:
        order = sorted(range(len(codes)), key=lambda position: (not codes[position], position))
        if codes and all(code.isdigit() for code in codes if code):
            order.sort(key=lambda position: (not codes[position], codes[position]))
    else:
        sizes = np.zeros(len(codes), dtype=np.int64)
        np.add.at(sizes, at, cents)
        keys = zip((-sizes).tolist(), codes, range(len(codes)), strict=True)
        order = [position for _, code, position in sorted(keys, key=lambda k: (not k[1], *k))]
    ranks[order] = np.arange(len(codes))
    ranked: Whole = ranks[at]
    return ranked
