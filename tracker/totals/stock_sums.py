"""The measures that are stocks, by dimensions: what can still be allocated, and the balance.

Both lie with contributions. What activities hold of the balance is with them, apportioned like
all else of theirs; the rest has no activity, and so none of the codes that activities lead to.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.fund.ledger.measures import CODES, Measure
from tracker.totals.cells import contribution_of, year_of
from tracker.totals.chosen_contributions import OF_CONTRIBUTIONS, Mask, chosen_contributions
from tracker.totals.days_facts import DaysFacts
from tracker.totals.dimensions import Dimension
from tracker.totals.frames import sum_by
from tracker.totals.money_stocks import WENT, closing_moment, programmable_amounts
from tracker.totals.query import EPOCH, Choice, day_number
from tracker.totals.rollups import Rollups

Whole = npt.NDArray[np.int64]
By = tuple[Dimension, ...]
CARRIED = OF_CONTRIBUTIONS | {Dimension.YEAR}
"""The dimensions of money that no activity holds."""

OF_REST = {
    Measure.RECEIVED: 1,
    Measure.INTEREST: 1,
    Measure.ALLOCATED: -1,
    **{measure: -1 for measure in WENT if measure is not Measure.SPENT},
}
"""The measures whose sum is the balance that no activity holds, each with its sign."""


def stock_sums(rollups: Rollups, measure: Measure, by: By, choice: Choice) -> pd.DataFrame:
    """Return a stock at the end of the question's days by dimensions: positions, and cents.

    By year it is what each year added to it. The days have no first one: a stock has all of the
    past in it. Raises ValueError where they have.
    """
    if rollups.facts.days.first is not None:
        raise ValueError("a stock is asked for without a first day")
    if choice.years is not None:
        choice = choice._replace(years=(date.min.year, choice.years[1]))
    parts = _available if measure is Measure.AVAILABLE else _balance
    return _together(rollups.facts, parts(rollups, by, choice), by)


def _balance(rollups: Rollups, by: By, choice: Choice) -> Iterable[pd.DataFrame]:
    """Yield the balance: what activities hold, and all else."""
    for measure, sign in ((Measure.ALLOCATED, 1), (Measure.SPENT, -1)):
        yield _times(rollups.sums(CODES[measure], by, choice), sign)
    if not _counts_rest(choice):
        return
    choice = _carried(choice)
    carried = tuple(dimension for dimension in by if dimension in CARRIED)
    for measure, sign in OF_REST.items():
        yield _times(rollups.sums(CODES[measure], carried, choice), sign)


def _available(rollups: Rollups, by: By, choice: Choice) -> Iterable[pd.DataFrame]:
    """Yield what can still be allocated at the end of each year, less that at the one before."""
    facts = rollups.facts
    if not _counts_rest(choice):
        return
    chosen = chosen_contributions(facts.members, choice).whole
    years = facts.members.chosen(Dimension.YEAR, frozenset()) | True
    for part in _carried(choice).parts:
        codes = facts.members.chosen(part.dimension, frozenset(part.codes)) != part.but
        table = facts.members.leads[part.dimension].table
        if table is None:
            years &= codes
        else:
            chosen &= codes[table]
    before: Whole | None = None
    for year, stock in _by_year(facts, chosen, choice):
        added = stock if before is None else stock - before
        before = stock
        if not years[year]:
            continue
        yield _rows(facts, by, np.flatnonzero(added), added[added != 0], year)


def _counts_rest(choice: Choice) -> bool:
    """Tell whether money that no activity holds belongs to a choice."""
    return CARRIED.issuperset(dimension for dimension, _ in choice.codes) and all(
        ("" in part.codes) != part.but for part in choice.parts if part.dimension not in CARRIED
    )


def _carried(choice: Choice) -> Choice:
    """Return the part of a choice that money has without an activity."""
    return choice._replace(parts=tuple(one for one in choice.parts if one.dimension in CARRIED))


def _by_year(facts: DaysFacts, chosen: Mask, choice: Choice) -> Iterable[tuple[int, Whole]]:
    """Yield the years in which it changed, with what each contribution had to allocate then."""
    closing = closing_moment(facts, choice)
    terms = facts.members.terms
    cells, cents = facts.flows_of(CODES[Measure.UNALLOCATED])
    years = year_of(cells)
    ends = [
        (EPOCH + timedelta(days=int(day) + 1)).year
        for day in np.unique(terms.use_until[chosen[: len(terms.use_until)]])
        if day < closing.day
    ]
    held = np.zeros(len(chosen), np.int64)
    for year in sorted({*years[years <= closing.year].tolist(), *ends}):
        of_year = years == year
        np.add.at(held, contribution_of(cells[of_year]), cents[of_year])
        day = min(closing.day, day_number(date(max(year, 1), 12, 31)))
        usable = chosen & (terms.use_until >= day)
        yield year, np.where(usable, programmable_amounts(held, terms.reserve_rate), 0)


def _rows(facts: DaysFacts, by: By, numbers: Whole, cents: Whole, year: int) -> pd.DataFrame:
    """Return rows of some contributions in a year by dimensions."""
    columns: dict[str, npt.NDArray[np.int32]] = {}
    for dimension in by:
        table = facts.members.leads[dimension].table
        if dimension is Dimension.YEAR:
            columns[dimension.value] = np.full(len(numbers), year, np.int32)
        elif dimension in OF_CONTRIBUTIONS and table is not None:
            columns[dimension.value] = table[numbers]
    return pd.DataFrame({**columns, "minor": cents})


def _together(facts: DaysFacts, parts: Iterable[pd.DataFrame], by: By) -> pd.DataFrame:
    """Sum parts; where one lacks a dimension, its money is not specified there."""
    none = pd.DataFrame({"minor": np.empty(0, np.int64)})
    found = pd.concat([none, *parts], ignore_index=True)
    names = [dimension.value for dimension in by]
    columns = {
        name: found[name].fillna(0).to_numpy(np.int64)
        if name in found
        else np.zeros(len(found), np.int64)
        for name in names
    }
    sizes = [len(facts.members.codes[name]) for name in names]
    return sum_by(columns, sizes, found["minor"].astype(np.int64))


def _times(sums: pd.DataFrame, sign: int) -> pd.DataFrame:
    """Return sums with a sign."""
    return sums.assign(minor=sums["minor"] * sign)
