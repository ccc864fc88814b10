"""The facts frame: money apportioned once, at the finest grain that any breakdown needs.

The apportioned amount is always a stock: the sum of a measure for a contribution and an activity
at the end of a year, with its named part. A year's facts are the stock at its end less the stock
at the end before it; so years, months and openings add up to the cent in every breakdown.
`attributed` is the whole stock less the named part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.apportion import apportion
from tracker.late_imports import LateImport
from tracker.totals.cells import (
    FLAG_BITS,
    OPENING,
    activity_of,
    attributed_of,
    contribution_of,
    stock_of,
    year_of,
)
from tracker.totals.flows import CellSums
from tracker.totals.members import Weights

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = LateImport("pandas")

Whole = npt.NDArray[np.int64]
COLUMNS = {
    "contribution": np.int32,
    "activity": np.int32,
    "year": np.int16,
    "attributed": np.int8,
    "instrument": np.int8,
    "place": np.int16,
    "tool": np.int32,
    "minor": np.int64,
}
"""The columns of facts: numbers, positions of codes, and US cents."""

FLOW_COLUMNS = ("contribution", "activity", "year", "attributed", "minor")
"""The columns of flows that are not apportioned."""


class YearStocks(NamedTuple):
    """The stock at the end of each year in which it moved, and its named part.

    `opens` marks the first year of each stock; the years of a stock follow each other.
    """

    cells: Whole
    opens: npt.NDArray[np.bool_]
    whole: Whole
    named: Whole


def flow_rows(flows: CellSums) -> pd.DataFrame:
    """Return flows as rows without apportionment, for questions without cost shares."""
    cells, cents = flows
    shown = year_of(cells) != OPENING
    cells, cents = cells[shown], cents[shown]
    return _frame(
        contribution=contribution_of(cells),
        activity=activity_of(cells),
        year=year_of(cells),
        attributed=attributed_of(cells),
        minor=cents,
    )


def fact_rows(flows: CellSums, weights: Weights, before: Whole | None = None) -> pd.DataFrame:
    """Apportion the flows of one measure into facts; the opening has none.

    With the cents that the same cells had `before`, the facts are by how much each changed.
    """
    stocks = year_stocks(*flows)
    earlier = None if before is None else year_stocks(flows.cells, before)
    number = weights.number[activity_of(stocks.cells)]
    found = [no_facts()]
    for width in np.unique(number).tolist():
        rows = np.flatnonzero(number == width)
        own = cut_stocks(stocks, rows)
        first = weights.first[activity_of(own.cells)].astype(np.int64)
        places = first[:, None] + np.arange(width)
        parts = stock_parts(own, weights.weight[places])
        if earlier is not None:
            parts = parts - stock_parts(cut_stocks(earlier, rows), weights.weight[places])
        parts[:, year_of(own.cells) == OPENING] = 0
        found.extend(
            _shown_parts(own.cells, cents, places, weights, attributed)
            for attributed, cents in enumerate(parts)
        )
    return pd.concat(found, ignore_index=True)


def year_stocks(cells: Whole, cents: Whole) -> YearStocks:
    """Sum flows up to the stock at the end of each year."""
    years = cells >> FLAG_BITS
    starts = np.flatnonzero(np.diff(years, prepend=-1))
    if not len(starts):
        return YearStocks(cells, np.empty(0, np.bool_), cents, cents)
    row_cells = cells[starts]
    opens = np.diff(stock_of(row_cells), prepend=-1) != 0
    named = np.where(attributed_of(cells) == 1, 0, cents)
    return YearStocks(
        row_cells,
        opens,
        cumulated(np.add.reduceat(cents, starts), opens),
        cumulated(np.add.reduceat(named, starts), opens),
    )


def negative(facts: pd.DataFrame) -> pd.DataFrame:
    """Return facts with the opposite sign."""
    return facts.assign(minor=-facts["minor"])


def no_facts() -> pd.DataFrame:
    """Return a frame of facts without rows."""
    return pd.DataFrame({name: np.empty(0, dtype) for name, dtype in COLUMNS.items()})


def stock_parts(stocks: YearStocks, weights: Whole) -> Whole:
    """Apportion stocks; return what each row adds to their named and to their attributed parts."""
    whole = apportion(stocks.whole, weights)
    named = np.zeros_like(whole)
    same = stocks.named == stocks.whole
    named[same] = whole[same]
    mixed = np.flatnonzero(~same & (stocks.named != 0))
    if len(mixed):
        named[mixed] = apportion(stocks.named[mixed], weights[mixed])
    return np.stack([_added(named, stocks.opens), _added(whole - named, stocks.opens)])


def _shown_parts(
    cells: Whole, cents: Whole, places: Whole, weights: Weights, attributed: int
) -> pd.DataFrame:
    """Return the parts that are not zero as facts; `places` are those of their weights."""
    row, at = np.nonzero(cents)
    cells, place = cells[row], places[row, at]
    return _frame(
        contribution=contribution_of(cells),
        activity=activity_of(cells),
        year=year_of(cells),
        attributed=np.full(len(cells), attributed),
        instrument=weights.instrument[place],
        place=weights.place[place],
        tool=weights.tool[place],
        minor=cents[row, at],
    )


def _added(parts: Whole, opens: npt.NDArray[np.bool_]) -> Whole:
    """Return the increase of each row over the one before it of the same stock."""
    added = parts.copy()
    added[1:] -= np.where(opens[1:, None], 0, parts[:-1])
    return added


def cumulated(cents: Whole, opens: npt.NDArray[np.bool_]) -> Whole:
    """Add cents up within each stock."""
    sums = np.cumsum(cents)
    starts = np.flatnonzero(opens)
    before = sums[starts] - cents[starts]
    within: Whole = sums - np.repeat(before, np.diff(starts, append=len(cents)))
    return within


def cut_stocks(stocks: YearStocks, rows: Whole) -> YearStocks:
    """Return some rows, of whole stocks."""
    return YearStocks(
        stocks.cells[rows], stocks.opens[rows], stocks.whole[rows], stocks.named[rows]
    )


def _frame(**columns: npt.NDArray[np.generic]) -> pd.DataFrame:
    """Make a frame of columns in as few bytes as each needs."""
    return pd.DataFrame(
        {name: values.astype(COLUMNS[name]) for name, values in columns.items()}, copy=False
    )
