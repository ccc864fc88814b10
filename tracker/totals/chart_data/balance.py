"""The balance of a choice by what can still be done with it."""

from dataclasses import dataclass

from tracker.fund.balances.balance_parts import BalancePart, BalancePartName
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.marks import ChartMark, measure_mark, outlined
from tracker.totals.chart_data.shapes import BarShape, ChartSeries, us_dollars
from tracker.totals.chart_data.step_words import part_name, why_not_split
from tracker.totals.chart_data.table import ChartColumn, ChartTable, Member, amount, summed
from tracker.totals.formatter import Formatter
from tracker.totals.money_account import MoneyAccount, money_account
from tracker.totals.opening import Opening
from tracker.totals.page_source import PageSource
from tracker.words import say

PART_MARKS: dict[BalancePartName, ChartMark] = {
    BalancePartName.COMMITTED: measure_mark(Measure.COMMITTED),
    BalancePartName.UNCOMMITTED: measure_mark(Measure.ALLOCATED),
    BalancePartName.SUPPORT_LEFT: measure_mark(Measure.SUPPORT_COST),
    BalancePartName.ALLOCABLE: measure_mark(Measure.AVAILABLE),
    BalancePartName.PERIOD_OVER: outlined("money-dark"),
}

PART_MEASURES: dict[BalancePartName, Measure] = {
    BalancePartName.COMMITTED: Measure.COMMITTED_OPEN,
    BalancePartName.UNCOMMITTED: Measure.UNCOMMITTED,
    BalancePartName.SUPPORT_LEFT: Measure.SUPPORT_LEFT,
    BalancePartName.ALLOCABLE: Measure.AVAILABLE,
    BalancePartName.PERIOD_OVER: Measure.PERIOD_OVER,
}


@dataclass(frozen=True, slots=True)
class BalanceData:
    """The account of a choice, of which the parts of the balance are shown, in US cents."""

    account: MoneyAccount

    @property
    def parts(self) -> tuple[BalancePart, ...]:
        """The parts of the balance at the end of the days."""
        return self.account.closing.parts

    @property
    def is_empty(self) -> bool:
        """Whether nothing is there."""
        return not any(part.minor for part in self.parts)

    @property
    def total(self) -> int:
        """The balance."""
        return sum(part.minor for part in self.parts)

    def opening(self, name: BalancePartName) -> Opening:
        """Return the opening of a part."""
        return self.account.opens(PART_MEASURES[name])

    def of(self, name: BalancePartName) -> int:
        """Return one part."""
        return next(part.minor for part in self.parts if part.name is name)


def balance_data(source: PageSource) -> BalanceData:
    """Return the balance of a question."""
    return BalanceData(money_account(source.reader.scope))


def balance_shape(data: BalanceData) -> BarShape:
    """Return a bar for each part of the balance."""
    return BarShape(
        tuple(Member(None, part.name.value, part_name(part.name)) for part in data.parts),
        tuple(
            ChartSeries(
                part_name(part.name),
                tuple(part.minor if one.name is part.name else 0 for one in data.parts),
                PART_MARKS[part.name],
                opens=data.opening(part.name),
            )
            for part in data.parts
        ),
        us_dollars(),
    )


def balance_table(data: BalanceData) -> ChartTable:
    """Return a row for each part, and the balance as their sum."""
    columns = (
        ChartColumn(say("Part of the balance"), "part"),
        amount(say("Amount"), "amount", data.account.opens(Measure.BALANCE)),
    )
    rows = tuple(
        (Member(None, part.name.value, part_name(part.name)), part.minor) for part in data.parts
    )
    opens = tuple(data.opening(part.name) for part in data.parts)
    return ChartTable(columns, rows, summed(columns, rows), opens)


def balance_sentence(data: BalanceData, formatter: Formatter) -> str:
    """Tell how much is there and how much of it can still be allocated."""
    found = say(
        "%(balance)s is there: %(held)s lies with activities and %(allocable)s can still be "
        "allocated.",
        balance=formatter.short(data.total),
        held=formatter.short(
            data.of(BalancePartName.COMMITTED) + data.of(BalancePartName.UNCOMMITTED)
        ),
        allocable=formatter.short(data.of(BalancePartName.ALLOCABLE)),
    )
    over = data.of(BalancePartName.PERIOD_OVER)
    more = (
        [say("The period of use of %(amount)s is over.", amount=formatter.short(over))]
        if over
        else []
    )
    account = data.account
    why = [] if account.is_split else [why_not_split(account.not_split)]
    return " ".join([*why, found, *more])
