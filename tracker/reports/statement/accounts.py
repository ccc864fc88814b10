"""The account of a donor, and of each contribution: before the period, in it, at its end.

Each line adds up across (before + in the period = at the end), and each column adds up down the
lines by the rules of the waterfall; the balance is that of `tracker.totals.balance_flows`.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.fund.balances.waterfall_steps import StepName, StepSort, WaterfallStep, all_steps
from tracker.totals.balance_flows import BalanceFlows, balance_flows
from tracker.totals.chosen_contributions import chosen_contributions
from tracker.totals.money_stocks import (
    MoneyStocks,
    closing_moment,
    money_stocks,
    opening_moment,
)
from tracker.totals.totals import Scope

Mask = npt.NDArray[np.bool_]


class AccountLine(NamedTuple):
    """A step of the waterfall in US cents: before the period, in it, at its end."""

    name: StepName
    sort: StepSort
    opening: int
    change: int
    closing: int


@dataclass(frozen=True, slots=True)
class PeriodAccount:
    """The stocks of some contributions before a period and at its end, and what flowed between."""

    opening: MoneyStocks
    closing: MoneyStocks
    flows: BalanceFlows

    @property
    def stands(self) -> bool:
        """Whether money is there, or is still owed, before the period or at its end."""
        return any(
            stocks.waterfall.balance_minor or stocks.waterfall.outstanding_minor > 0
            for stocks in (self.opening, self.closing)
        )

    @property
    def lines(self) -> tuple[AccountLine, ...]:
        """The steps that stand before the period or at its end, in their order."""
        opening, closing = _steps(self.opening), _steps(self.closing)
        shown = {step.name for stocks in (self.opening, self.closing) for step in stocks.steps}
        return tuple(
            AccountLine(
                name,
                step.sort,
                opening[name].minor,
                step.minor - opening[name].minor,
                step.minor,
            )
            for name, step in closing.items()
            if name in shown
        )


def account_of_choice(scope: Scope) -> PeriodAccount:
    """Return the account of all contributions of a scope."""
    chosen = chosen_contributions(scope.rollups.facts.members, scope.choice).whole
    return period_account(scope, chosen)


def period_account(scope: Scope, chosen: Mask) -> PeriodAccount:
    """Return the account of the chosen contributions; nothing stands before the beginning."""
    facts = scope.rollups.facts
    closing = money_stocks(facts, chosen, closing_moment(facts, scope.choice))
    before = opening_moment(facts, scope.choice)
    opening = (
        money_stocks(facts, np.zeros_like(chosen), closing_moment(facts, scope.choice))
        if before is None
        else money_stocks(facts, chosen, before)
    )
    return PeriodAccount(opening, closing, balance_flows(opening.waterfall, closing.waterfall))


def _steps(stocks: MoneyStocks) -> dict[StepName, WaterfallStep]:
    """Return all steps of some stocks by their names, those of zero too."""
    return {step.name: step for step in all_steps(stocks.waterfall, stocks.opposite)}
