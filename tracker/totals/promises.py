"""What donors promised and what of it came, by donor and by the year of the pledge.

A contribution without a pledge on record promised nothing: what came of it keeps no promise.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from tracker.fund.ledger.measures import CODES, SIGNS, Measure
from tracker.totals.contribution_groups import held_stocks
from tracker.totals.dimensions import Dimension
from tracker.totals.load import lines_of_measure
from tracker.totals.money_stocks import ChosenStocks, closing_moment
from tracker.totals.money_terms import NO_LAST_DAY
from tracker.totals.query import EPOCH
from tracker.totals.totals import Scope

Whole = npt.NDArray[np.int64]
TENTHS, TENTH_BP = 1_000, 10


class Promise(NamedTuple):
    """What was pledged, and what of it came, is still owed and was written off, in US cents."""

    pledged: int = 0
    received: int = 0
    owed: int = 0
    written_off: int = 0

    @property
    def kept_bp(self) -> int | None:
        """What came of what was promised, in basis points, a tenth of a per cent down.

        Promised is what came, what is still owed and what was written off, so that exchange rates
        do not change it. None where nothing was promised.
        """
        promised = self.received + self.owed + self.written_off
        return self.received * TENTHS // promised * TENTH_BP if promised > 0 else None


def promises_by_donor(scope: Scope) -> dict[str, Promise]:
    """Return the promises of each donor of a scope at the end of its days, by code."""
    held = _pledged(scope)
    members = scope.rollups.facts.members
    table, codes = members.leads[Dimension.DONOR].table, members.codes[Dimension.DONOR]
    return {} if table is None else _grouped(held, [codes[at] for at in table[held.numbers]])


def promises_by_year(scope: Scope) -> dict[str, Promise]:
    """Return the promises of a scope by the year of the pledge, "" where its day is unknown."""
    held = _pledged(scope)
    days = held.terms.pledged_on[held.numbers].tolist()
    return _grouped(held, ["" if day == NO_LAST_DAY else str(_year(day)) for day in days])


def days_to_receipt(connection: Connection, scope: Scope) -> int | None:
    """Return the days from pledge to receipt, the average of all dollars; None of no receipt.

    Contributions without a day of pledge are left out.
    """
    held, facts = held_stocks(scope), scope.rollups.facts
    pledged_on = held.terms.pledged_on
    numbers = [one for one in held.numbers.tolist() if pledged_on[one] != NO_LAST_DAY]
    rows = lines_of_measure(
        connection, CODES[Measure.RECEIVED], facts.days.last, facts.days.known, numbers
    )
    rows = rows[np.isin(rows[:, 2], numbers)]
    cents = rows[:, 4] * SIGNS[Measure.RECEIVED]
    waited = rows[:, 1] - pledged_on[rows[:, 2]].astype(np.int64)
    whole = int(cents.sum())
    if whole <= 0:
        return None
    weighed: int = sum(
        cent * days for cent, days in zip(cents.tolist(), waited.tolist(), strict=True)
    )
    return round(weighed / whole)


def _pledged(scope: Scope) -> ChosenStocks:
    """Return the stocks of those of them that have a pledge on record."""
    held, facts = held_stocks(scope), scope.rollups.facts
    pledged = np.zeros(len(held.terms.pledged_on), dtype=np.bool_)
    pledged[held.numbers[held.of(Measure.PLEDGED) > 0]] = True
    return ChosenStocks.at(facts, pledged, closing_moment(facts, scope.choice))


def _grouped(held: ChosenStocks, keys: Sequence[str]) -> dict[str, Promise]:
    """Add the promises of contributions up by their keys."""
    columns: tuple[Any, ...] = (
        held.of(Measure.PLEDGED),
        held.of(Measure.RECEIVED),
        np.maximum(held.outstanding(), 0),
        held.of(Measure.PLEDGE_WRITTEN_OFF),
    )
    found: dict[str, Promise] = {}
    for key, *own in zip(keys, *(column.tolist() for column in columns), strict=True):
        known = found.get(key, Promise())
        found[key] = Promise(*(one + more for one, more in zip(known, own, strict=True)))
    return found


def _year(day: int) -> int:
    """Return the calendar year of a day by its number."""
    return date.fromordinal(EPOCH.toordinal() + day).year
