"""What each stock follows from: sums of measures, and amounts worked out for each contribution."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.fund.ledger.measures import SUMS, WENT, Measure
from tracker.totals.money_stocks import ChosenStocks

Whole = npt.NDArray[np.int64]
Signs = Mapping[Measure, int]
NOTHING: Signs = MappingProxyType({})


class OfEach(NamedTuple):
    """An amount of each contribution, and the measures that it follows from.

    `by_use` tells that it changes too when a period of use ends.
    """

    of: tuple[Measure, ...]
    amount: Callable[[ChosenStocks], Whole]
    by_use: bool = False


class StockRule(NamedTuple):
    """The parts of a stock, each measure with its sign.

    `held` lies with activities, with all their codes; `rest` and what is `of_each` contribution
    lie with contributions, and have no activity.
    """

    held: Signs = NOTHING
    rest: Signs = NOTHING
    of_each: OfEach | None = None


RESOURCES: Signs = {
    Measure.RECEIVED: 1,
    Measure.INTEREST: 1,
    Measure.BANK_CHARGES: -1,
    Measure.TRANSFERRED: -1,
    Measure.WRITTEN_OFF: -1,
}
NOT_HELD: Signs = {
    Measure.RECEIVED: 1,
    Measure.INTEREST: 1,
    Measure.ALLOCATED: -1,
    **{measure: -1 for measure in WENT if measure is not Measure.SPENT},
}
"""The balance that no activity holds."""
RESERVED: Signs = {**NOT_HELD, Measure.UNALLOCATED: -1}
"""What is set aside for support cost: the balance that no activity holds but what can be used."""
PROMISED = (
    Measure.PLEDGED,
    Measure.EXCHANGE_DIFFERENCE,
    Measure.PLEDGE_WRITTEN_OFF,
    Measure.RECEIVED,
)
TO_COME = OfEach((Measure.UNALLOCATED,), ChosenStocks.support_to_come)
TO_ALLOCATE = OfEach((Measure.UNALLOCATED,), ChosenStocks.to_allocate)

STOCK_RULES: dict[Measure, StockRule] = {
    Measure.BALANCE: StockRule(SUMS[Measure.UNSPENT], NOT_HELD),
    Measure.UNSPENT: StockRule(SUMS[Measure.UNSPENT]),
    Measure.COMMITTED_OPEN: StockRule(SUMS[Measure.COMMITTED_OPEN]),
    Measure.UNCOMMITTED: StockRule(SUMS[Measure.UNCOMMITTED]),
    Measure.RESOURCES: StockRule(rest=RESOURCES),
    Measure.PROGRAMMABLE: StockRule(
        rest={Measure.ALLOCATED: 1, Measure.REFUNDED: 1}, of_each=TO_ALLOCATE
    ),
    Measure.SUPPORT_RESERVED: StockRule(rest=RESERVED),
    Measure.SUPPORT_TO_COME: StockRule(of_each=TO_COME),
    Measure.SUPPORT_LEFT: StockRule(rest=RESERVED, of_each=TO_COME),
    Measure.TO_ALLOCATE: StockRule(of_each=TO_ALLOCATE),
    Measure.AVAILABLE: StockRule(
        of_each=OfEach((Measure.UNALLOCATED,), ChosenStocks.allocable, by_use=True)
    ),
    Measure.PERIOD_OVER: StockRule(
        of_each=OfEach((Measure.UNALLOCATED,), ChosenStocks.out_of_use, by_use=True)
    ),
    Measure.OUTSTANDING: StockRule(of_each=OfEach(PROMISED, ChosenStocks.unpaid)),
    Measure.BEYOND_PLEDGE: StockRule(of_each=OfEach(PROMISED, ChosenStocks.beyond_pledge)),
    Measure.TRANSFERRED_OUT: StockRule(
        of_each=OfEach((Measure.TRANSFERRED,), ChosenStocks.transferred_out)
    ),
    Measure.TRANSFERRED_IN: StockRule(
        of_each=OfEach((Measure.TRANSFERRED,), ChosenStocks.transferred_in)
    ),
}
"""The rule of every stock. A programmable total is what was allocated, refunded, and is left."""
