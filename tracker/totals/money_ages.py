"""Money by age: pledges that are not paid, since their day; money whose period of use ends soon."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.fund.ledger.measures import Measure
from tracker.totals.chosen_contributions import chosen_contributions
from tracker.totals.money_stocks import ChosenStocks, closing_moment
from tracker.totals.money_terms import NO_LAST_DAY
from tracker.totals.totals import Scope

Whole = npt.NDArray[np.int64]
YEAR_DAYS = 365
UNPAID_YEARS = (1, 2, 3, 5)
"""The bounds of the ages of unpaid pledges, in years since the day of the pledge."""

ENDING_DAYS = (91, 183, 365)
"""The bounds of the bands in which periods of use end: 3, 6 and 12 months."""


class AgeBand(NamedTuple):
    """Money between two bounds, `least` not among them; None is no bound, or no day on record."""

    least: int | None
    most: int | None
    contributions: int
    minor: int
    with_activities_minor: int = 0


def unpaid_pledges(scope: Scope) -> tuple[AgeBand, ...]:
    """Return what was pledged and not received by years since the pledge; the last has no day.

    The amounts add up to what is not yet received in the waterfall, at the pledge's worth.
    """
    held = _held(scope)
    unpaid = np.maximum(held.outstanding(), 0)
    pledged_on = held.terms.pledged_on[held.numbers]
    age = held.day - pledged_on.astype(np.int64)
    bounds = [None, *(years * YEAR_DAYS for years in UNPAID_YEARS), None]
    dated = pledged_on != NO_LAST_DAY
    bands = [
        _band(unpaid, dated & _between(age, least, most), _years(least), _years(most))
        for least, most in pairwise(bounds)
    ]
    return (*bands, _band(unpaid, ~dated, None, None))


def ending_periods(scope: Scope) -> tuple[AgeBand, ...]:
    """Return the unspent money of contributions whose period of use ends within each band.

    The first band is of periods that are over, the others end at the days of ENDING_DAYS.
    """
    held = _held(scope)
    to_allocate = held.to_allocate()
    unspent = held.of(Measure.ALLOCATED) - held.of(Measure.SPENT)
    left = held.terms.use_until[held.numbers].astype(np.int64) - held.day
    bounds = [None, -1, *ENDING_DAYS]
    return tuple(
        _band(to_allocate, _between(left, least, most), least, most, unspent)
        for least, most in pairwise(bounds)
    )


def _held(scope: Scope) -> ChosenStocks:
    """Return the stocks of the contributions of a scope at the end of its days."""
    facts = scope.rollups.facts
    chosen = chosen_contributions(facts.members, scope.choice).whole
    return ChosenStocks.at(facts, chosen, closing_moment(facts, scope.choice))


def _between(values: Whole, least: int | None, most: int | None) -> npt.NDArray[np.bool_]:
    """Tell which values lie above one bound and not above the other."""
    found = np.ones(len(values), np.bool_)
    if least is not None:
        found &= values > least
    if most is not None:
        found &= values <= most
    return found


def _band(
    minor: Whole,
    within: npt.NDArray[np.bool_],
    least: int | None,
    most: int | None,
    unspent: Whole | None = None,
) -> AgeBand:
    """Sum a band."""
    held = np.zeros(len(minor), np.int64) if unspent is None else unspent
    some = within & ((minor != 0) | (held != 0))
    return AgeBand(least, most, int(some.sum()), int(minor[within].sum()), int(held[within].sum()))


def _years(days: int | None) -> int | None:
    """Return a bound in years."""
    return None if days is None else days // YEAR_DAYS


def total_of(bands: Sequence[AgeBand]) -> int:
    """Return the sum of bands in US cents."""
    return sum(band.minor for band in bands)
