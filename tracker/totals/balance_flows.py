"""Stocks and flows of a period: the balance before it, what came, what went, the balance after.

A period has no other figures of the account than these: a quotient of what came and went in it
would compare the money of different years.
"""

from typing import NamedTuple

from tracker.fund.balances.waterfall import Waterfall
from tracker.fund.balances.waterfall_steps import StepName


class BalanceFlow(NamedTuple):
    """A flow of the period in US cents, with the sign with which it changes the balance."""

    name: StepName
    minor: int


class BalanceFlows(NamedTuple):
    """The balance of a period in US cents: opening + what came - what went = closing."""

    opening_minor: int
    came: tuple[BalanceFlow, ...]
    went: tuple[BalanceFlow, ...]
    closing_minor: int

    @property
    def came_minor(self) -> int:
        """The sum of what came; below zero where corrections outweigh receipts."""
        return sum(flow.minor for flow in self.came)

    @property
    def went_minor(self) -> int:
        """The sum of what went, with the sign of the balance's change."""
        return sum(flow.minor for flow in self.went)


def balance_flows(opening: Waterfall, closing: Waterfall) -> BalanceFlows:
    """Return the flows between two days, those of zero left out.

    Transfers count in what went, by what contributions outside the choice had of it, less what
    came from them.
    """

    def grown(name: str) -> int:
        return int(getattr(closing, name) - getattr(opening, name))

    transferred = grown("transferred_minor")
    came = {
        StepName.RECEIVED: grown("received_minor"),
        StepName.INTEREST: grown("interest_minor"),
    }
    went = {
        StepName.SPENT: -grown("spent_minor"),
        StepName.SUPPORT_COST: -grown("support_cost_minor"),
        StepName.REFUNDED: -grown("refunded_minor"),
        StepName.BANK_CHARGES: -grown("bank_charges_minor"),
        StepName.WRITTEN_OFF: -grown("written_off_minor"),
        StepName.TRANSFERRED_OUT: -max(0, transferred),
        StepName.TRANSFERRED_IN: max(0, -transferred),
    }
    return BalanceFlows(opening.balance_minor, _shown(came), _shown(went), closing.balance_minor)


def _shown(flows: dict[StepName, int]) -> tuple[BalanceFlow, ...]:
    """Return the flows that are not zero."""
    return tuple(BalanceFlow(name, minor) for name, minor in flows.items() if minor)
