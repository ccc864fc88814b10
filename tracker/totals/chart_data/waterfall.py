"""The waterfall of a choice: from the pledges to the balance, or through a period."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tracker.fund.balances.waterfall_steps import StepName, StepSort
from tracker.fund.ledger.measures import Measure
from tracker.totals.balance_flows import BalanceFlows
from tracker.totals.chart_data.marks import ChartMark, measure_mark
from tracker.totals.chart_data.shapes import StepBar, WaterfallShape, us_dollars
from tracker.totals.chart_data.step_words import flow_name, step_name, why_not_split
from tracker.totals.chart_data.table import ChartColumn, ChartTable, Member, amount
from tracker.totals.formatter import Formatter
from tracker.totals.money_account import MoneyAccount, money_account
from tracker.totals.opening import Opening
from tracker.totals.page_source import PageSource
from tracker.totals.recorded import has_pledges
from tracker.words import say

RESULT, CHANGE = ChartMark("money"), ChartMark("money-light", edge="money")
STEP_MARKS: dict[str, ChartMark] = {
    StepName.PLEDGED: measure_mark(Measure.PLEDGED),
    StepName.RECEIVED: measure_mark(Measure.RECEIVED),
    StepName.SUPPORT_COST: measure_mark(Measure.SUPPORT_COST),
    StepName.ALLOCATED: measure_mark(Measure.ALLOCATED),
    StepName.SPENT: measure_mark(Measure.SPENT),
    StepName.COMMITTED: measure_mark(Measure.COMMITTED),
    StepName.UNCOMMITTED: measure_mark(Measure.ALLOCATED),
    StepName.REFUNDED: measure_mark(Measure.REFUNDED),
}


OPENING, CLOSING = "opening", "closing"
STEP_MEASURES: dict[str, Measure] = {
    StepName.PLEDGED: Measure.PLEDGED,
    StepName.EXCHANGE_DIFFERENCE: Measure.EXCHANGE_DIFFERENCE,
    StepName.PLEDGE_WRITTEN_OFF: Measure.PLEDGE_WRITTEN_OFF,
    StepName.OUTSTANDING: Measure.OUTSTANDING,
    StepName.BEYOND_PLEDGE: Measure.BEYOND_PLEDGE,
    StepName.RECEIVED: Measure.RECEIVED,
    StepName.INTEREST: Measure.INTEREST,
    StepName.BANK_CHARGES: Measure.BANK_CHARGES,
    StepName.TRANSFERRED_OUT: Measure.TRANSFERRED_OUT,
    StepName.TRANSFERRED_IN: Measure.TRANSFERRED_IN,
    StepName.WRITTEN_OFF: Measure.WRITTEN_OFF,
    StepName.RESOURCES: Measure.RESOURCES,
    StepName.SUPPORT_COST: Measure.SUPPORT_COST,
    StepName.SUPPORT_RESERVED: Measure.SUPPORT_RESERVED,
    StepName.SUPPORT_TO_COME: Measure.SUPPORT_TO_COME,
    StepName.PROGRAMMABLE: Measure.PROGRAMMABLE,
    StepName.ALLOCATED: Measure.ALLOCATED,
    StepName.SPENT: Measure.SPENT,
    StepName.COMMITTED: Measure.COMMITTED_OPEN,
    StepName.UNCOMMITTED: Measure.UNCOMMITTED,
    StepName.REFUNDED: Measure.REFUNDED,
    StepName.REFUND_DIFFERENCE: Measure.REFUND_DIFFERENCE,
    StepName.NOT_ALLOCATED: Measure.TO_ALLOCATE,
    StepName.UNSPENT: Measure.UNSPENT,
    StepName.SUPPORT_LEFT: Measure.SUPPORT_LEFT,
    StepName.BALANCE: Measure.BALANCE,
}
"""The measures that steps are of, whose rows are the step's but for its sign."""
FLOW_MEASURES = STEP_MEASURES | {
    StepName.TRANSFERRED_OUT: Measure.TRANSFERRED,
    StepName.TRANSFERRED_IN: Measure.TRANSFERRED,
    OPENING: Measure.BALANCE,
    CLOSING: Measure.BALANCE,
}
"""The measures of the flows of a period, and of the balances at its ends."""


class WaterfallBar(NamedTuple):
    """A step of a waterfall with the sum before it, in US cents."""

    code: str
    label: str
    sort: StepSort
    before: int
    minor: int

    @property
    def mark(self) -> ChartMark:
        """The mark of its measure, else that of a result or of a change."""
        usual = RESULT if self.sort is StepSort.RESULT else CHANGE
        return STEP_MARKS.get(self.code, usual)


@dataclass(frozen=True, slots=True)
class WaterfallData:
    """The steps of a choice; under a period, the flows between its opening and closing balance."""

    account: MoneyAccount
    bars: tuple[WaterfallBar, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return self.has_no_money and self.account.is_split

    def opening(self, bar: WaterfallBar) -> Opening:
        """Return the opening of a step."""
        measures = FLOW_MEASURES if self.account.is_of_period else STEP_MEASURES
        opens = self.account.opens(measures[bar.code])
        before = self.account.before if bar.code == OPENING else None
        return opens if before is None else opens.within(before)

    @property
    def has_no_money(self) -> bool:
        """Whether all steps are zero."""
        return not any(bar.minor for bar in self.bars)


def waterfall_data(source: PageSource) -> WaterfallData:
    """Return the waterfall of a question."""
    account = money_account(source.reader.scope)
    if account.flows is not None:
        return WaterfallData(account, tuple(_of_period(account.flows)))
    bars = tuple(_of_choice(account))
    return WaterfallData(account, bars if has_pledges(source.reader.scope) else _received(bars))


def _received(bars: tuple[WaterfallBar, ...]) -> tuple[WaterfallBar, ...]:
    """Return the steps from what was received on: no pledge is on record."""
    first = [bar.code for bar in bars].index(StepName.RECEIVED)
    return bars[first:]


def _of_choice(account: MoneyAccount) -> Iterator[WaterfallBar]:
    """Yield the steps from the pledges to the balance."""
    running, whole_before = 0, 0
    for name, sort, minor in account.closing.steps:
        before = 0 if sort is StepSort.RESULT else running
        if sort is StepSort.OF_THIS:
            before, whole_before = whole_before, whole_before + minor
        yield WaterfallBar(name.value, step_name(name), sort, before, minor)
        if sort is StepSort.ADDED:
            whole_before, running = running, running + minor


def _of_period(flows: BalanceFlows) -> Iterator[WaterfallBar]:
    """Yield opening balance, what came, what went, closing balance."""
    running = flows.opening_minor
    yield WaterfallBar(OPENING, say("Opening balance"), StepSort.RESULT, 0, running)
    for flow in (*flows.came, *flows.went):
        label = flow_name(flow.name)
        yield WaterfallBar(flow.name.value, label, StepSort.ADDED, running, flow.minor)
        running += flow.minor
    yield WaterfallBar(CLOSING, say("Closing balance"), StepSort.RESULT, 0, running)


def waterfall_shape(data: WaterfallData) -> WaterfallShape | None:
    """Return a bar for each step that counts in the sum, and for the parts of one."""
    if data.has_no_money:
        return None
    return WaterfallShape(
        tuple(
            StepBar(
                Member(None, bar.code, bar.label),
                bar.before,
                bar.minor,
                bar.mark,
                data.opening(bar),
            )
            for bar in data.bars
            if bar.sort is not StepSort.BESIDE
        ),
        us_dollars(),
    )


def waterfall_table(data: WaterfallData) -> ChartTable:
    """Return a row for each step; parts of a step, and what is beside it, have their own column."""
    rows = tuple(
        (
            Member(None, bar.code, bar.label),
            bar.minor if bar.sort in (StepSort.ADDED, StepSort.RESULT) else None,
            bar.minor if bar.sort in (StepSort.OF_THIS, StepSort.BESIDE) else None,
        )
        for bar in data.bars
    )
    columns = (
        ChartColumn(say("Step"), "step"),
        amount(say("Amount"), "amount"),
        amount(say("Of this, or beside it"), "part"),
    )
    return ChartTable(columns, rows, row_opens=tuple(map(data.opening, data.bars)))


def waterfall_sentence(data: WaterfallData, formatter: Formatter) -> str:
    """Tell what came, what went and what is there."""
    account, short = data.account, formatter.short
    sentences = [] if account.is_split else [why_not_split(account.not_split)]
    fall, flows = account.closing.waterfall, account.flows
    if flows is not None:
        sentences.append(
            say(
                "From %(opening)s at the beginning, %(came)s came and %(went)s went: "
                "%(closing)s is there at the end.",
                opening=short(flows.opening_minor),
                came=short(flows.came_minor),
                went=short(-flows.went_minor),
                closing=short(flows.closing_minor),
            )
        )
    elif not data.has_no_money:
        sentences.append(
            say(
                "Of %(received)s received, %(spent)s is spent on activities and %(balance)s is in "
                "the account; %(allocable)s can still be allocated.",
                received=short(fall.received_minor),
                spent=short(fall.spent_minor),
                balance=short(fall.balance_minor),
                allocable=short(account.closing.allocable_minor),
            )
        )
    if account.in_part.waterfall.received_minor:
        more = short(account.in_part.waterfall.received_minor)
        sentences.append(
            say("%(amount)s more was received that is tied to it among others.", amount=more)
        )
    return " ".join(sentences)


def waterfall_notes(data: WaterfallData) -> tuple[str, ...]:
    """Return how steps are valued that are not what they seem."""
    if any(bar.code == StepName.OUTSTANDING for bar in data.bars):
        return (say("What is not yet received is valued at the exchange rate of the pledge."),)
    return ()
