"""Money by age: pledges that are not paid, since their day; money whose period of use ends soon."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.fund.ledger.measures import Measure
from tracker.totals.contribution_groups import group_mask, held_stocks
from tracker.totals.group_codes import GROUP_CODES, ContributionGroup, GroupKind
from tracker.totals.totals import Scope


class AgeBand(NamedTuple):
    """The money of the contributions of a group's code, in US cents."""

    code: str
    contributions: int
    minor: int
    with_activities_minor: int = 0


def unpaid_pledges(scope: Scope) -> tuple[AgeBand, ...]:
    """Return what was pledged and not received by years since the pledge; the last has no day.

    The amounts add up to what is not yet received in the waterfall, at the pledge's worth.
    """
    held, members = held_stocks(scope), scope.rollups.facts.members
    unpaid = held.unpaid()
    return tuple(
        AgeBand(code, int((unpaid[within] != 0).sum()), int(unpaid[within].sum()))
        for code in GROUP_CODES[GroupKind.PLEDGED]
        for within in [group_mask(held, ContributionGroup(GroupKind.PLEDGED, (code,)), members)]
    )


def ending_periods(scope: Scope) -> tuple[AgeBand, ...]:
    """Return the unspent money of contributions by the end of their period of use.

    The first band is of periods that are over. Contributions are those that have a balance.
    """
    held, members = held_stocks(scope), scope.rollups.facts.members
    to_allocate, balance = held.to_allocate(), held.balance()
    unspent = held.of(Measure.ALLOCATED) - held.of(Measure.SPENT)

    def band(code: str, within: npt.NDArray[np.bool_]) -> AgeBand:
        sums = (int(one[within].sum()) for one in (to_allocate, unspent))
        return AgeBand(code, int((balance[within] != 0).sum()), *sums)

    return tuple(
        band(code, group_mask(held, ContributionGroup(GroupKind.ENDING, (code,)), members))
        for code in GROUP_CODES[GroupKind.ENDING]
    )


def total_of(bands: Sequence[AgeBand]) -> int:
    """Return the sum of bands in US cents."""
    return sum(band.minor for band in bands)
