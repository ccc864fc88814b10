"""Totals of one measure by up to two dimensions, as a frame whose rows add up to its total."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.assistance.unpublished import UNPUBLISHED
from tracker.fund.ledger.measures import CODES, STOCKS, SUMS, Measure
from tracker.late_imports import LateImport
from tracker.totals.dimensions import BREAKDOWNS, Dimension
from tracker.totals.labels import Titles, label_of
from tracker.totals.query import Choice, Query, TotalPart
from tracker.totals.rollups import Rollups
from tracker.totals.snapshot import NOTHING_HELD, HeldReads, Snapshot
from tracker.totals.stock_sums import measure_sums, stock_sums

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = LateImport("pandas")

Whole = npt.NDArray[Any]
MOST_DIMENSIONS = 2
ORDERED = frozenset(
    {
        Dimension.YEAR,
        Dimension.EARMARKING,
        Dimension.KIND,
        Dimension.SOURCE,
        Dimension.PROTOCOL,
        Dimension.ATTRIBUTION,
    }
)
"""Dimensions whose codes have an order of their own; the others are sorted by size."""


class Scope(NamedTuple):
    """The scope of totals: the facts of some days, a choice of codes, a language.

    `held` has what was read beside the facts at this version of the record, `former_titles` those
    titles that were others at the moment of the query, where they are asked for.
    """

    rollups: Rollups
    choice: Choice
    locale: str
    sees_unpublished: bool = False
    held: HeldReads = NOTHING_HELD
    former_titles: Titles | None = None

    @property
    def withheld(self) -> frozenset[str]:
        """The activities that are one line without a code for this reader."""
        hidden = self.rollups.facts.members.unpublished
        return frozenset() if self.sees_unpublished else hidden

    @property
    def titles(self) -> Titles:
        """The titles of codes, in the reader's language where they are kept in it.

        Where former ones are asked for, as reports do, titles are in all their languages, and
        the former ones stand before those of today.
        """
        members = self.rollups.facts.members
        if self.former_titles is None:
            return members.translated.of(self.locale)
        today = members.translated.in_all()
        if not self.former_titles:
            return today
        return {
            dimension: ChainMap(dict(self.former_titles.get(dimension, {})), dict(titles))
            for dimension, titles in today.items()
        }

    @property
    def is_empty(self) -> bool:
        """Whether the record holds no money at all."""
        return not len(self.rollups.facts.lines.cell)

    def codes(self, dimension: Dimension) -> tuple[str, ...]:
        """Return the codes that a dimension has on record, in its order; "" is not specified."""
        codes, withheld = self.rollups.facts.members.codes[dimension], self.withheld
        if dimension is not Dimension.ACTIVITY or not withheld:
            return codes
        return tuple(UNPUBLISHED if code in withheld else code for code in codes)


@dataclass(frozen=True, slots=True)
class TotalsFrame:
    """Totals of a measure: a row for each combination of codes that has money.

    `frame` has a categorical column of codes for each dimension, one of labels named
    DIMENSION_label, and `minor`, US cents as 64-bit integers. Without a dimension there is one
    row.
    """

    measure: Measure
    by: tuple[Dimension, ...]
    frame: pd.DataFrame

    @property
    def total_minor(self) -> int:
        """The sum of all rows in US cents."""
        return int(self.frame["minor"].sum())


def scope_of(
    snapshot: Snapshot,
    query: Query,
    locale: str,
    parts: tuple[TotalPart, ...] = (),
    *,
    sees_unpublished: bool = False,
) -> Scope:
    """Return the scope of a query's totals, or of some parts of them.

    Activities that are not published are named for a reader who may see them.
    """
    rollups = snapshot.rollups(query.days())
    scope = Scope(rollups, query.choice(), locale, sees_unpublished, snapshot.held)
    shown = tuple(_as_shown(part, scope.withheld) for part in parts)
    return scope._replace(choice=scope.choice._replace(parts=shown))


def _as_shown(part: TotalPart, withheld: frozenset[str]) -> TotalPart:
    """Return a part by the codes that the reader is shown: withheld activities have one."""
    if part.dimension is not Dimension.ACTIVITY or not withheld:
        return part
    named = frozenset(part.codes) - withheld
    opened = withheld if UNPUBLISHED in named else frozenset()
    return part._replace(codes=tuple(sorted(named | opened)))


def totals(scope: Scope, measure: Measure, by: tuple[Dimension, ...] = ()) -> TotalsFrame:
    """Return the totals of a measure by up to two dimensions.

    Raises ValueError for more dimensions, the same one twice, one that is no breakdown, and for a
    stock within days that have a first one.
    """
    if len(by) > MOST_DIMENSIONS or len(set(by)) != len(by) or not set(by) <= set(BREAKDOWNS):
        raise ValueError("totals are by up to two different dimensions")
    if measure in STOCKS:
        sums = stock_sums(scope.rollups, measure, by, scope.choice)
    elif measure in SUMS:
        sums = measure_sums(scope.rollups, SUMS[measure], by, scope.choice)
    else:
        sums = scope.rollups.sums(CODES[measure], by, scope.choice)
    if Dimension.ACTIVITY in by and scope.withheld:
        sums = _in_one_line(scope, sums, by)
    if not by:
        return TotalsFrame(measure, by, sums)
    cents = sums["minor"].to_numpy()
    columns = [_column(scope, dimension, sums[dimension].to_numpy(), cents) for dimension in by]
    order = np.lexsort([column.ranks for column in reversed(columns)])
    shown: dict[str, object] = {
        dimension.value: pd.Categorical.from_codes(
            column.ranks[order], categories=pd.Index(column.codes, dtype=str), ordered=True
        )
        for dimension, column in zip(by, columns, strict=True)
    }
    for dimension, column in zip(by, columns, strict=True):
        labels = [label_of(dimension, code, scope.titles, scope.locale) for code in column.codes]
        shown[f"{dimension}_label"] = np.array(labels, dtype=object)[column.ranks[order]]
    return TotalsFrame(measure, by, pd.DataFrame({**shown, "minor": cents[order]}))


def joined(found: TotalsFrame, beside: TotalsFrame) -> pd.DataFrame:
    """Return the rows of two totals by the same dimensions, each with both amounts.

    `minor` and `compared_minor` add up to the two totals; a row that one lacks has 0 there.
    """
    names = [name for name in found.frame.columns if name != "minor"]
    mine, other = (
        one.frame.astype({dimension.value: object for dimension in one.by})
        for one in (found, beside)
    )
    other = other.rename(columns={"minor": "compared_minor"})
    if not names:
        return mine.assign(compared_minor=other["compared_minor"])
    amounts = {"minor": "int64", "compared_minor": "int64"}
    return (
        mine.merge(other, on=names, how="outer", sort=False)
        .fillna(dict.fromkeys(amounts, 0))
        .astype(amounts)
    )


def _in_one_line(scope: Scope, sums: pd.DataFrame, by: tuple[Dimension, ...]) -> pd.DataFrame:
    """Add the activities up that the reader is not shown, under the first of their positions."""
    hidden = np.array([code == UNPUBLISHED for code in scope.codes(Dimension.ACTIVITY)])
    at = sums[Dimension.ACTIVITY].to_numpy()
    merged = sums.assign(**{Dimension.ACTIVITY: np.where(hidden[at], np.argmax(hidden), at)})
    grouped = merged.groupby([one.value for one in by], as_index=False, sort=False)
    added: pd.DataFrame = grouped.agg({"minor": "sum"})
    return added.loc[added["minor"] != 0]


class _Column(NamedTuple):
    """The codes of a dimension that have money, in their order, and each row's among them."""

    codes: Sequence[str]
    ranks: Whole


def _column(scope: Scope, dimension: Dimension, at: Whole, cents: Whole) -> _Column:
    """Bring codes into their own order or that of their size; rows without a code come last."""
    known = scope.codes(dimension)
    found, inverse = np.unique(at, return_inverse=True)
    codes = [known[position] for position in found.tolist()]
    if dimension in ORDERED:
        keys: list[Any] = [(not code, place) for place, code in enumerate(codes)]
    else:
        sizes = np.zeros(len(codes), dtype=np.int64)
        np.add.at(sizes, inverse, cents)
        keys = [(not code, -size, code) for code, size in zip(codes, sizes.tolist(), strict=True)]
    order = sorted(range(len(codes)), key=keys.__getitem__)
    ranks = np.empty(len(codes), dtype=np.int32)
    ranks[order] = np.arange(len(codes))
    return _Column([codes[place] for place in order], ranks[inverse])
