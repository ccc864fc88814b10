"""Support cost by contribution: what was charged, at which rate, on which basis."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.fund.ledger.measures import Measure
from tracker.fund.states import SupportBasis
from tracker.fund.tables.contributions import Contribution
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
    amount,
    summed,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.labels import dimension_name
from tracker.totals.load import MOST_NAMED
from tracker.totals.measure_words import name as measure_name
from tracker.totals.opening import Opening
from tracker.totals.page_source import PageSource
from tracker.words import say

MEASURES = (Measure.SPENT, Measure.SUPPORT_COST)


class SupportRate(NamedTuple):
    """A contribution with its rate in basis points, and its spending and support cost in cents."""

    reference: str
    rate_bp: int
    basis: SupportBasis
    spent: int
    support_cost: int


@dataclass(frozen=True, slots=True)
class SupportRates:
    """The contributions that spent something or were charged support cost."""

    rows: tuple[SupportRate, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was spent or charged."""
        return not self.rows


def support_rates(source: PageSource) -> SupportRates:
    """Read the rates of the contributions that spent something, the most charged first."""
    amounts = [source.reader.amounts(measure, Dimension.CONTRIBUTION) for measure in MEASURES]
    references = sorted({code for own in amounts for code in own if code})
    rates = _rates(source.session, references)
    rows = (
        SupportRate(code, *rates[code], *(own.get(code, 0) for own in amounts))
        for code in references
        if code in rates
    )
    return SupportRates(tuple(sorted(rows, key=lambda row: (-row.support_cost, row.reference))))


def _rates(session: Session, references: list[str]) -> dict[str, tuple[int, SupportBasis]]:
    """Read the rates of contributions by reference."""
    statement = select(
        col(Contribution.reference),
        col(Contribution.support_rate_bp),
        col(Contribution.support_basis),
    )
    if len(references) <= MOST_NAMED:
        statement = statement.where(col(Contribution.reference).in_(references))
    return {reference: (rate, basis) for reference, rate, basis in session.execute(statement)}


def rates_table(data: SupportRates) -> ChartTable:
    """Return a row for each contribution."""
    columns = (
        ChartColumn(dimension_name(Dimension.CONTRIBUTION), Dimension.CONTRIBUTION.value),
        ChartColumn(say("Rate"), "rate_percent", ChartColumnKind.SHARE),
        ChartColumn(say("Charged on"), "charged_on", ChartColumnKind.TEXT),
        *(amount(measure_name(one), one.value, Opening(one)) for one in MEASURES),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Member(Dimension.CONTRIBUTION, row.reference, row.reference),
            row.rate_bp,
            basis_name(row.basis),
            row.spent,
            row.support_cost,
        )
        for row in data.rows
    )
    return ChartTable(columns, rows, summed(columns, rows))


def rates_sentence(data: SupportRates, formatter: Formatter) -> str:
    """Say what was charged in all, and at which rates."""
    total = formatter.short(sum(row.support_cost for row in data.rows))
    rates = Counter(row.rate_bp for row in data.rows)
    told = [
        say(
            "%(rate)s (%(number)s contributions)",
            rate=formatter.percent(rate),
            number=formatter.whole(number),
        )
        for rate, number in sorted(rates.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return say("%(total)s went to support cost, at %(rates)s.", total=total, rates="; ".join(told))


def basis_name(basis: SupportBasis) -> str:
    """Return what support cost is charged on."""
    return {
        SupportBasis.EXPENDITURE: say("Expenditure"),
        SupportBasis.RECEIPT: say("Receipts"),
        SupportBasis.LUMP_SUM: say("Lump sums"),
    }[basis]
