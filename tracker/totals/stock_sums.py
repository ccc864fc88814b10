"""The measures that follow from others, by dimensions: stocks, and sums of measures.

What activities hold of a stock is with them, apportioned like all else of theirs. The rest lies
with contributions: it has no activity, and so none of the codes that activities lead to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tracker.fund.ledger.measures import BY_CODE, CODES, Measure
from tracker.late_imports import LateImport
from tracker.totals.cells import contribution_of, year_of
from tracker.totals.chosen_contributions import OF_CONTRIBUTIONS, chosen_contributions
from tracker.totals.days_facts import DaysFacts
from tracker.totals.dimensions import Dimension
from tracker.totals.frames import sum_by
from tracker.totals.money_stocks import ChosenStocks, closing_moment
from tracker.totals.money_terms import MoneyTerms
from tracker.totals.query import Choice, date_of, day_number
from tracker.totals.rollups import Rollups
from tracker.totals.stock_rules import STOCK_RULES, OfEach, Signs, StockRule

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = LateImport("pandas")

Whole = npt.NDArray[np.int64]
By = tuple[Dimension, ...]
CARRIED = OF_CONTRIBUTIONS | {Dimension.YEAR}
"""The dimensions of money that no activity holds."""


def stock_sums(rollups: Rollups, measure: Measure, by: By, choice: Choice) -> pd.DataFrame:
    """Return a stock at the end of the question's days by dimensions: positions, and cents.

    By year it is what each year added to it. The days have no first one: a stock has all of the
    past in it. Raises ValueError where they have.
    """
    if rollups.facts.days.first is not None:
        raise ValueError("a stock is asked for without a first day")
    if choice.years is not None:
        choice = choice._replace(years=(date.min.year, choice.years[1]))
    return _together(rollups.facts, _parts(rollups, STOCK_RULES[measure], by, choice), by)


def measure_sums(rollups: Rollups, signs: Signs, by: By, choice: Choice) -> pd.DataFrame:
    """Return the sum of several measures, each with its sign, by dimensions."""
    parts = [
        _times(rollups.sums(CODES[measure], by, choice), sign) for measure, sign in signs.items()
    ]
    return _together(rollups.facts, parts, by)


def _parts(rollups: Rollups, rule: StockRule, by: By, choice: Choice) -> Iterator[pd.DataFrame]:
    """Yield the parts of a stock: what activities hold, and what contributions do."""
    if rule.held:
        yield measure_sums(rollups, rule.held, by, choice)
    if not _counts_rest(choice):
        return
    choice = _carried(choice)
    if rule.rest:
        carried = tuple(dimension for dimension in by if dimension in CARRIED)
        yield measure_sums(rollups, rule.rest, carried, choice)
    if rule.of_each is not None:
        yield from _of_each(rollups.facts, rule.of_each, by, choice)


def _of_each(facts: DaysFacts, rule: OfEach, by: By, choice: Choice) -> Iterator[pd.DataFrame]:
    """Yield the amounts of contributions at the end of each year, less those at the one before.

    Where no year is asked for they are those at the end.
    """
    chosen = chosen_contributions(facts.members, choice).whole
    years = facts.members.chosen(Dimension.YEAR, frozenset()) | True
    for part in choice.parts:
        codes = facts.members.chosen(part.dimension, frozenset(part.codes)) != part.but
        table = facts.members.leads[part.dimension].table
        if table is None:
            years &= codes
        else:
            chosen &= codes[table]
    if Dimension.YEAR not in by and years.all():
        held = ChosenStocks.at(facts, chosen, closing_moment(facts, choice))
        yield _rows(facts, by, held.numbers, rule.amount(held), 0)
        return
    numbers = np.flatnonzero(chosen)
    before = np.zeros(len(numbers), np.int64)
    for year, amounts in _by_year(facts, rule, numbers, choice):
        if years[year]:
            yield _rows(facts, by, numbers, amounts - before, year)
        before = amounts


def _counts_rest(choice: Choice) -> bool:
    """Tell whether money that no activity holds belongs to a choice."""
    return CARRIED.issuperset(dimension for dimension, _ in choice.codes) and all(
        ("" in part.codes) != part.but for part in choice.parts if part.dimension not in CARRIED
    )


def _carried(choice: Choice) -> Choice:
    """Return the part of a choice that money has without an activity."""
    return choice._replace(parts=tuple(one for one in choice.parts if one.dimension in CARRIED))


def _by_year(
    facts: DaysFacts, rule: OfEach, numbers: Whole, choice: Choice
) -> Iterator[tuple[int, Whole]]:
    """Yield the years in which amounts changed, with that of each contribution at their end."""
    closing, terms = closing_moment(facts, choice), facts.members.terms
    flows = [(CODES[measure], facts.flows_of(CODES[measure])) for measure in rule.of]
    stocks = np.zeros((max(BY_CODE) + 1, facts.members.contributions), np.int64)
    changes = {year for _code, own in flows for year in np.unique(year_of(own.cells)).tolist()}
    years = {year for year in changes if year <= closing.year}
    years |= set(_ends_of_use(terms, numbers, closing.day)) if rule.by_use else set()
    for year in sorted(years):
        for code, (cells, cents) in flows:
            of_year = year_of(cells) == year
            np.add.at(stocks[code], contribution_of(cells[of_year]), cents[of_year])
        day = min(closing.day, day_number(date(max(year, 1), 12, 31)))
        yield year, rule.amount(ChosenStocks(terms, day, numbers, stocks[:, numbers]))


def _ends_of_use(terms: MoneyTerms, numbers: Whole, day: int) -> list[int]:
    """Return the years in which periods of use were over that ended before a day."""
    ended = np.unique(terms.use_until[numbers])
    return [date_of(int(last) + 1).year for last in ended[ended < day]]


def _rows(facts: DaysFacts, by: By, numbers: Whole, cents: Whole, year: int) -> pd.DataFrame:
    """Return rows of the contributions that have an amount in a year, by dimensions."""
    some = cents != 0
    numbers, cents = numbers[some], cents[some]
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
    return sum_by(columns, sizes, found["minor"].to_numpy(np.int64))


def _times(sums: pd.DataFrame, sign: int) -> pd.DataFrame:
    """Return sums with a sign."""
    return sums.assign(minor=sums["minor"] * sign)
