"""Stocks of money on a day: the waterfall and the balance of the contributions of a choice.

The sums are those of the contributions' own waterfalls, to the cent: what is rounded or changes
its name with its sign is worked out for each contribution before it is summed.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.fund.balances.balance_parts import BalancePart, balance_parts
from tracker.fund.balances.waterfall import OppositeParts, Waterfall
from tracker.fund.balances.waterfall_steps import WaterfallStep, steps_of
from tracker.fund.ledger.measures import CODES, WENT, Measure
from tracker.money import BASIS_POINTS
from tracker.totals.cells import OPENING
from tracker.totals.contribution_stocks import ALL_YEARS
from tracker.totals.days_facts import DaysFacts
from tracker.totals.money_terms import MoneyTerms
from tracker.totals.query import Choice, day_number

Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


class Moment(NamedTuple):
    """The end of a day at which stocks are taken: its number, and the last year that counts."""

    day: int
    year: int = ALL_YEARS


@dataclass(frozen=True, slots=True)
class MoneyStocks:
    """The stocks of some contributions at the end of a day, in US cents."""

    waterfall: Waterfall
    opposite: OppositeParts
    period_over_minor: int

    @property
    def steps(self) -> tuple[WaterfallStep, ...]:
        """The steps of the waterfall, those of zero left out."""
        return steps_of(self.waterfall, self.opposite)

    @property
    def parts(self) -> tuple[BalancePart, ...]:
        """The parts of the balance."""
        return balance_parts(self.waterfall, self.period_over_minor)

    @property
    def allocable_minor(self) -> int:
        """What can still be allocated."""
        return self.waterfall.programmable_minor - self.period_over_minor


def closing_moment(facts: DaysFacts, choice: Choice) -> Moment:
    """Return the end of the days of a question."""
    if choice.years is None:
        return Moment(facts.days.last)
    last = choice.years[1]
    return Moment(min(facts.days.last, day_number(date(last, 12, 31))), last)


def opening_moment(facts: DaysFacts, choice: Choice) -> Moment | None:
    """Return the end of the day before the days of a question; None where they have no first."""
    if choice.years is not None and choice.years[0] > date.min.year:
        first = choice.years[0]
        return Moment(day_number(date(first, 1, 1)) - 1, first - 1)
    if facts.days.first is not None:
        return Moment(facts.days.first - 1, OPENING)
    return None


def money_stocks(facts: DaysFacts, chosen: Mask, moment: Moment) -> MoneyStocks:
    """Return the stocks of the chosen contributions at the end of a day."""
    held = ChosenStocks.at(facts, chosen, moment)
    to_allocate = held.to_allocate()
    opposite = OppositeParts(int(held.beyond_pledge().sum()), int(held.transferred_in().sum()))
    over = int(held.out_of_use().sum())
    return MoneyStocks(_waterfall(held, int(to_allocate.sum())), opposite, over)


class ChosenStocks:
    """The stocks of the chosen contributions on a day, one number for each of them."""

    def __init__(self, terms: MoneyTerms, day: int, numbers: Whole, stocks: Whole) -> None:
        """Take the terms of all contributions, and the stocks of those of some numbers."""
        self.terms, self.day, self.numbers, self._stocks = terms, day, numbers, stocks

    @classmethod
    def at(cls, facts: DaysFacts, chosen: Mask, moment: Moment) -> "ChosenStocks":
        """Return the stocks of the chosen contributions at the end of a day."""
        stocks = facts.stocks(moment.year)
        numbers = np.flatnonzero(chosen[: stocks.shape[1]])
        return cls(facts.members.terms, moment.day, numbers, stocks[:, numbers])

    def of(self, measure: Measure) -> Whole:
        """Return the stocks of a measure of lines."""
        code = CODES[measure]
        stocks: Whole = self._stocks[code]
        return stocks

    def total(self, measure: Measure) -> int:
        """Return the sum of a measure."""
        return int(self.of(measure).sum())

    def balance(self) -> Whole:
        """Return what lies in the account."""
        came = self.of(Measure.RECEIVED) + self.of(Measure.INTEREST)
        for measure in WENT:
            came = came - self.of(measure)
        return came

    def outstanding(self) -> Whole:
        """Return what is pledged and not received, below zero beyond the pledge."""
        return (
            self.of(Measure.PLEDGED)
            + self.of(Measure.EXCHANGE_DIFFERENCE)
            - self.of(Measure.PLEDGE_WRITTEN_OFF)
            - self.of(Measure.RECEIVED)
        )

    def unpaid(self) -> Whole:
        """Return what is pledged and not received, zero beyond the pledge."""
        return np.maximum(self.outstanding(), 0)

    def beyond_pledge(self) -> Whole:
        """Return what is received beyond the pledge."""
        return np.maximum(-self.outstanding(), 0)

    def transferred_out(self) -> Whole:
        """Return what each gave to others, less what it has from them; zero where that is more."""
        return np.maximum(self.of(Measure.TRANSFERRED), 0)

    def transferred_in(self) -> Whole:
        """Return what each has from others, less what it gave; zero where that is more."""
        return np.maximum(-self.of(Measure.TRANSFERRED), 0)

    def to_allocate(self) -> Whole:
        """Return what is not allocated, less the support cost that would come on it."""
        rates = self.terms.reserve_rate[self.numbers]
        return programmable_amounts(self.of(Measure.UNALLOCATED), rates)

    def support_to_come(self) -> Whole:
        """Return the support cost that would come on what is not allocated."""
        return self.of(Measure.UNALLOCATED) - self.to_allocate()

    def allocable(self) -> Whole:
        """Return what can still be allocated: none where the period of use is over."""
        return np.where(self.period_is_over(), 0, self.to_allocate())

    def out_of_use(self) -> Whole:
        """Return what could be allocated, but for its period of use, which is over."""
        return np.where(self.period_is_over(), self.to_allocate(), 0)

    def period_is_over(self) -> Mask:
        """Tell whose period of use ended before the day."""
        over: Mask = self.terms.use_until[self.numbers] < self.day
        return over


def programmable_amounts(available: Whole, rates: npt.NDArray[np.int32]) -> Whole:
    """Return the most that can be allocated of each amount so that its support cost still fits.

    The rule is `support_cost.programmable`, of many amounts at once.
    """
    rate = rates.astype(np.int64)
    amounts = np.maximum(available, 0) * BASIS_POINTS // (BASIS_POINTS + rate) + 1
    while True:
        reserved = (2 * amounts * rate + BASIS_POINTS) // (2 * BASIS_POINTS)
        beyond = (amounts > 0) & (amounts + reserved > available)
        if not beyond.any():
            return amounts
        amounts -= beyond


def _waterfall(held: ChosenStocks, to_allocate: int) -> Waterfall:
    """Sum the stocks; what lines do not name follows from what they do."""
    total = held.total
    allocated, encumbered, spent = (
        total(measure) for measure in (Measure.ALLOCATED, Measure.ENCUMBERED, Measure.SPENT)
    )
    came = total(Measure.RECEIVED) + total(Measure.INTEREST)
    went = sum(total(measure) for measure in WENT)
    unallocated = total(Measure.UNALLOCATED)
    return Waterfall(
        pledged_minor=total(Measure.PLEDGED),
        exchange_difference_minor=total(Measure.EXCHANGE_DIFFERENCE),
        pledge_written_off_minor=total(Measure.PLEDGE_WRITTEN_OFF),
        received_minor=total(Measure.RECEIVED),
        interest_minor=total(Measure.INTEREST),
        bank_charges_minor=total(Measure.BANK_CHARGES),
        transferred_minor=total(Measure.TRANSFERRED),
        written_off_minor=total(Measure.WRITTEN_OFF),
        refunded_minor=total(Measure.REFUNDED),
        refund_difference_minor=total(Measure.REFUND_DIFFERENCE),
        allocated_minor=allocated,
        committed_minor=total(Measure.COMMITTED),
        committed_open_minor=encumbered - spent,
        uncommitted_minor=allocated - encumbered,
        spent_minor=spent,
        support_cost_minor=total(Measure.SUPPORT_COST),
        support_reserved_minor=came - went - unallocated - (allocated - spent),
        available_minor=unallocated,
        programmable_minor=to_allocate,
    )
