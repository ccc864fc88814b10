"""The balance by what can still be done with it: parts that add up to it, in US cents."""

from enum import StrEnum
from typing import NamedTuple

from tracker.fund.balances.waterfall import Waterfall


class BalancePartName(StrEnum):
    """The name of a part of the balance."""

    COMMITTED = "committed"  # committed by activities, and not yet spent
    UNCOMMITTED = "uncommitted"  # given to activities, and not committed
    SUPPORT_LEFT = "support_left"  # for support cost: set aside, and to come
    ALLOCABLE = "allocable"  # can still be given to activities
    PERIOD_OVER = "period_over"  # could be, but for its period of use, which is over


class BalancePart(NamedTuple):
    """A part of the balance, in US cents."""

    name: BalancePartName
    minor: int


def balance_parts(fall: Waterfall, period_over_minor: int) -> tuple[BalancePart, ...]:
    """Return the parts of a waterfall's balance; they add up to it.

    `period_over_minor` is the part of what is programmable and not allocated whose period of use
    is over on the day of the waterfall.
    """
    parts = {
        BalancePartName.COMMITTED: fall.committed_open_minor,
        BalancePartName.UNCOMMITTED: fall.uncommitted_minor,
        BalancePartName.SUPPORT_LEFT: fall.support_reserved_minor + fall.support_to_come_minor,
        BalancePartName.ALLOCABLE: fall.programmable_minor - period_over_minor,
        BalancePartName.PERIOD_OVER: period_over_minor,
    }
    return tuple(BalancePart(name, minor) for name, minor in parts.items())
