"""The account of a question: stocks at the end of its days, and what came and went within them."""

from dataclasses import dataclass

from tracker.fund.ledger.measures import Measure
from tracker.periods import Span
from tracker.totals.balance_flows import BalanceFlows, balance_flows
from tracker.totals.chosen_contributions import chosen_contributions
from tracker.totals.dimensions import Dimension
from tracker.totals.group_codes import TIED_ALONE
from tracker.totals.money_stocks import (
    MoneyStocks,
    closing_moment,
    money_stocks,
    opening_moment,
)
from tracker.totals.opening import Opening
from tracker.totals.query import date_of
from tracker.totals.totals import Scope


@dataclass(frozen=True, slots=True)
class MoneyAccount:
    """The money of the contributions of a choice.

    Where `not_split` names dimensions of the choice, receipts are not split by them: `closing`
    then has the contributions tied to the choice and to nothing else, `in_part` those tied to it
    among others. `opening` and `flows` are there where the days have a first one, and `before` are
    the days whose closing balance is the opening one.
    """

    closing: MoneyStocks
    in_part: MoneyStocks
    not_split: tuple[Dimension, ...]
    opening: MoneyStocks | None
    flows: BalanceFlows | None
    before: Span | None

    @property
    def is_split(self) -> bool:
        """Whether all of the money is that of the choice."""
        return not self.not_split

    @property
    def is_of_period(self) -> bool:
        """Whether the days have a first one, so that what came and went is told from stocks."""
        return self.flows is not None

    def opens(self, measure: Measure) -> Opening:
        """Return the opening of a measure of the contributions of the choice."""
        return Opening(measure, group=None if self.is_split else TIED_ALONE)


def money_account(scope: Scope) -> MoneyAccount:
    """Return the account of the contributions of a scope."""
    facts = scope.rollups.facts
    chosen = chosen_contributions(facts.members, scope.choice)
    moment, before = closing_moment(facts, scope.choice), opening_moment(facts, scope.choice)
    closing = money_stocks(facts, chosen.whole, moment)
    opening = None if before is None else money_stocks(facts, chosen.whole, before)
    flows = None if opening is None else balance_flows(opening.waterfall, closing.waterfall)
    in_part = money_stocks(facts, chosen.in_part, moment)
    span = None if before is None else Span(None, date_of(before.day))
    return MoneyAccount(closing, in_part, chosen.not_split, opening, flows, span)
