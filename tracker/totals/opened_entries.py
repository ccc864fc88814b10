"""The lines of the ledger behind a figure, each with the amount that counts in it.

Where a figure is of an instrument, a place or a tool, a line counts with what it adds to that part
of its stock: the stock is apportioned after each line, as facts apportion it at the end of each
year. So the lines add up to the figure to the cent.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from tracker.assistance.unpublished import UNPUBLISHED
from tracker.fund.ledger.measures import CODES, SIGNS, SUMS, Measure
from tracker.totals.cells import calendar_year, pack
from tracker.totals.dimensions import Dimension
from tracker.totals.facts import YearStocks, cumulated, cut_stocks, stock_parts
from tracker.totals.load import lines_of_measure
from tracker.totals.members import PLACE, Members, Weights
from tracker.totals.query import Choice
from tracker.totals.rollups import chosen_codes
from tracker.totals.totals import Scope

Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


class OpenedEntry(NamedTuple):
    """A line: its entry, its day as a number, its codes, what counts in the figure, its whole."""

    entry: int
    day: int
    contribution: str
    activity: str
    minor: int
    whole: int


def opened_entries(
    connection: Connection, scope: Scope, measure: Measure
) -> tuple[OpenedEntry, ...]:
    """Return the lines of a measure in a scope, the newest first.

    Of a measure that is a sum of others, the lines of an entry count together.
    """
    if measure in SUMS:
        return _together(connection, scope, SUMS[measure])
    members, days = scope.rollups.facts.members, scope.rollups.facts.days
    chosen = _Chosen.of(members, scope.choice)
    lines = _Lines.read(connection, measure, scope, chosen)
    minor = chosen.parts_of(lines, members.weights)
    shown = chosen.years[calendar_year(lines.day)] & (minor != 0)
    if days.first is not None:
        shown &= lines.day >= days.first
    at = np.flatnonzero(shown)
    at = at[np.lexsort([-lines.entry[at], -lines.day[at]])]
    contribution, activity = (
        _codes(members, dimension, numbers[at])
        for dimension, numbers in (
            (Dimension.CONTRIBUTION, lines.contribution),
            (Dimension.ACTIVITY, lines.activity),
        )
    )
    hidden = scope.withheld
    activity = [UNPUBLISHED if code in hidden else code for code in activity]
    columns = (lines.entry[at], lines.day[at], contribution, activity, minor[at], lines.cents[at])
    lists = (one.tolist() if isinstance(one, np.ndarray) else one for one in columns)
    return tuple(OpenedEntry(*row) for row in zip(*lists, strict=True))


def _together(
    connection: Connection, scope: Scope, signs: Mapping[Measure, int]
) -> tuple[OpenedEntry, ...]:
    """Add the lines of several measures up by entry; those that cancel out are left out."""
    sums: defaultdict[tuple[int, int, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for measure, sign in signs.items():
        for *place, minor, whole in opened_entries(connection, scope, measure):
            held = sums[tuple(place)]  # type: ignore[index] # entry, day, codes
            held[0] += sign * minor
            held[1] += sign * whole
    found = [OpenedEntry(*place, *amounts) for place, amounts in sums.items() if amounts[0]]
    return tuple(sorted(found, key=lambda one: (-one.day, -one.entry)))


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines in the order of their stocks, each in the order of its days."""

    entry: Whole
    day: Whole
    contribution: Whole
    activity: Whole
    cents: Whole
    attributed: Whole

    @classmethod
    def read(
        cls, connection: Connection, measure: Measure, scope: Scope, chosen: "_Chosen"
    ) -> "_Lines":
        """Read the lines of the contributions and activities that are chosen."""
        days = scope.rollups.facts.days
        numbers = np.flatnonzero(chosen.contributions).tolist()
        code = CODES[measure]
        rows = lines_of_measure(connection, code, days.last, days.known, numbers)
        rows = rows[chosen.contributions[rows[:, 2]] & chosen.activities[rows[:, 3]]]
        rows[:, 4] *= SIGNS[measure]
        return cls(*rows[np.lexsort([rows[:, 1], rows[:, 3], rows[:, 2]])].T)

    def stocks(self) -> YearStocks:
        """Return what stands of each stock after each of its lines."""
        none = np.zeros_like(self.day)
        cells = pack(none + 1, self.contribution, self.activity, none, none)
        opens = np.diff(cells, prepend=-1) != 0
        named = np.where(self.attributed == 1, 0, self.cents)
        return YearStocks(cells, opens, cumulated(self.cents, opens), cumulated(named, opens))


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What is chosen: contributions and activities by number, weights, years, attribution.

    `weights` is None where the figure is of no instrument, place or tool.
    """

    contributions: Mask
    activities: Mask
    years: Mask
    attributed: Mask
    weights: Mask | None

    @classmethod
    def of(cls, members: Members, choice: Choice) -> "_Chosen":
        """Find what is chosen among the members."""
        weights = members.weights
        sizes = (members.contributions, members.activities, len(members.codes[Dimension.YEAR]), 2)
        masks = [np.ones(size, np.bool_) for size in sizes]
        contributions, activities, years, attributed = masks
        found = dict(zip(("contribution", "activity", "year", "attributed"), masks, strict=True))
        tagged = np.ones(len(weights.weight), np.bool_)
        columns = {"instrument": weights.instrument, PLACE: weights.place, "tool": weights.tool}
        is_tagged = False
        for name, codes in chosen_codes(members, choice):
            source, table = members.leads[name]
            own = codes if table is None else codes[table]
            if source in columns:
                tagged &= own[columns[source]]
                is_tagged = True
            else:
                found[source] &= own
        return cls(contributions, activities, years, attributed, tagged if is_tagged else None)

    def parts_of(self, lines: _Lines, weights: Weights) -> Whole:
        """Return what each line adds to the part that is chosen."""
        if self.weights is None:
            return np.where(self.attributed[lines.attributed], lines.cents, 0)
        stocks = lines.stocks()
        found = np.zeros_like(lines.cents)
        number = weights.number[lines.activity]
        for width in np.unique(number).tolist():
            at = np.flatnonzero(number == width)
            places = weights.first[lines.activity[at]].astype(np.int64)[:, None] + np.arange(width)
            parts = stock_parts(cut_stocks(stocks, at), weights.weight[places])
            of_both = parts[self.attributed].sum(axis=0)
            found[at] = np.where(self.weights[places], of_both, 0).sum(axis=1)
        return found


def _codes(members: Members, dimension: Dimension, numbers: Whole) -> list[str]:
    """Return the codes of contributions or activities by their numbers."""
    table, codes = members.leads[dimension].table, members.codes[dimension]
    positions = numbers if table is None else table[numbers]
    return [codes[position] for position in positions.tolist()]
