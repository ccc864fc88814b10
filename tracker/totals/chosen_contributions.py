"""The contributions of a choice: of its donors and earmarkings, and tied to all else chosen."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.assistance.cost_shares import CostShares
from tracker.fund.ledger.measures import Measure
from tracker.totals.dimensions import Dimension
from tracker.totals.earmark_ties import Tie, TiedActivity, tie_of
from tracker.totals.members import Members
from tracker.totals.query import Choice, Query

Mask = npt.NDArray[np.bool_]
OF_CONTRIBUTIONS = frozenset(
    {
        Dimension.CONTRIBUTION,
        Dimension.DONOR,
        Dimension.DONOR_TYPE,
        Dimension.EARMARKING,
        Dimension.KIND,
        Dimension.CURRENCY,
        Dimension.SOURCE,
    }
)
"""The dimensions in which each contribution has one code, so that all of its money has it."""


GIVEN = frozenset({Measure.PLEDGED, Measure.RECEIVED})
"""The measures of what donors give, which no activity has."""


class ChosenContributions(NamedTuple):
    """Which contributions belong to a choice, by number.

    Where `not_split` names dimensions, what is received is not split by them: `whole` are then
    the contributions tied to the choice and nothing else, `in_part` those tied to it among others.
    """

    whole: Mask
    in_part: Mask
    not_split: tuple[Dimension, ...] = ()


def not_split(query: Query) -> tuple[Dimension, ...]:
    """Return the dimensions of a query by which what donors give is not split."""
    return tuple(one for one, _codes in query.codes if one not in OF_CONTRIBUTIONS)


def chosen_contributions(members: Members, choice: Choice) -> ChosenContributions:
    """Return the contributions of a choice."""
    of_donors = np.ones(members.contributions, np.bool_)
    ties = np.full(len(members.terms.scopes), Tie.ALONE, np.int8)
    not_split = []
    activities = _Activities(members)
    for dimension, codes in choice.codes:
        if dimension in OF_CONTRIBUTIONS:
            table = members.leads[dimension].table
            of_donors &= members.chosen(dimension, codes)[table]
        else:
            not_split.append(dimension)
            own = [
                tie_of(scope, dimension, codes, activities.find) for scope in members.terms.scopes
            ]
            ties = np.minimum(ties, np.array(own, np.int8))
    tie = ties[members.terms.scope_of]
    return ChosenContributions(
        of_donors & (tie == Tie.ALONE), of_donors & (tie == Tie.AMONG_OTHERS), tuple(not_split)
    )


class _Activities:
    """The activities that scopes name, found by their code."""

    def __init__(self, members: Members) -> None:
        self._members = members
        self._numbers: dict[str, int] = {}

    def find(self, code: str) -> TiedActivity | None:
        """Return an activity, None for an unknown code."""
        members = self._members
        codes, table = members.codes[Dimension.ACTIVITY], members.leads[Dimension.ACTIVITY].table
        if not self._numbers and table is not None:
            self._numbers = {codes[place]: number for number, place in enumerate(table.tolist())}
        number = self._numbers.get(code)
        programmes = members.leads[Dimension.PROGRAMME].table
        if number is None or programmes is None:
            return None
        programme = members.codes[Dimension.PROGRAMME][int(programmes[number])]
        return TiedActivity(programme, members.shares.get(number, CostShares()))
