"""The money of a brief: what it cost, who paid which share, and what was spent by year."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracker.apportion import apportion_one
from tracker.fund.ledger.measures import Measure
from tracker.reports.briefs.parts import note
from tracker.reports.content.blocks import ReportChart, ReportTable, TableRow
from tracker.reports.content.charts import frozen_chart, member_text
from tracker.reports.content.texts import Amount, PerCent, PlainText, Sentence, Text, sentence
from tracker.reports.statement.cells import amount_column, share_column, sums_of, text_column
from tracker.totals.chart_data.by_year import every_year
from tracker.totals.chart_data.marks import measure_mark
from tracker.totals.chart_data.shapes import ChartSeries, ColumnShape, us_dollars
from tracker.totals.chart_data.table import Member
from tracker.totals.dimensions import BY_RULE, NAMED, Dimension
from tracker.totals.measure_words import name as measure_name
from tracker.totals.measure_words import rule_definition
from tracker.totals.reader import TotalsReader
from tracker.words import say

MOST_PAYERS = 8
FEWEST_YEARS = 2
"""The fewest years that a chart compares."""
WHOLE = 10_000


class Payer(NamedTuple):
    """A donor, or all others together, with what of its money was allocated and spent."""

    code: str
    name: Text
    allocated: int
    spent: int


def brief_measures(reader: TotalsReader, *, since_beginning: bool) -> dict[Measure, int]:
    """Return what was allocated, committed and spent; what is committed still is a stock."""
    committed = Measure.COMMITTED_OPEN if since_beginning else Measure.COMMITTED
    return {
        measure: reader.total(measure) for measure in (Measure.ALLOCATED, committed, Measure.SPENT)
    }


def cost_table(found: dict[Measure, int], budget: int | None) -> ReportTable:
    """Return the budget, where there is one, and the money in one row."""
    columns = (
        text_column("money", say("Money")),
        *(() if budget is None else (amount_column("budget", say("Budget")),)),
        *(amount_column(measure.value, measure_name(measure)) for measure in found),
    )
    cells = (Amount(minor) for minor in (budget, *found.values()) if minor is not None)
    row = TableRow("all", (sentence("All donors"), *cells))
    title = sentence("Cost in US dollars, without support cost")
    return ReportTable("cost", (title,), columns, (row,))


def payers_of(reader: TotalsReader) -> tuple[Payer, ...]:
    """Return who paid, the most spent first."""
    allocated, spent = (
        reader.amounts(measure, Dimension.DONOR) for measure in (Measure.ALLOCATED, Measure.SPENT)
    )
    payers = (
        Payer(
            code,
            member_text(Dimension.DONOR, code, reader.label(Dimension.DONOR, code)),
            allocated.get(code, 0),
            spent.get(code, 0),
        )
        for code in {**allocated, **spent}
    )
    return tuple(sorted(payers, key=lambda one: (-one.spent, -one.allocated, one.code)))


def payers_table(reader: TotalsReader, payers: Sequence[Payer]) -> tuple[ReportTable, ...]:
    """Return the donors with their shares, which add up; those after the largest together."""
    if not payers:
        return ()
    shown = _largest(payers)
    of_spent = any(one.spent for one in shown)
    shares = _shares([one.spent if of_spent else one.allocated for one in shown])
    rows = tuple(
        TableRow(one.code or "-none", (one.name, Amount(one.allocated), Amount(one.spent), share))
        for one, share in zip(shown, shares, strict=True)
    )
    columns = (
        text_column("donor", say("Donor")),
        amount_column("allocated", measure_name(Measure.ALLOCATED)),
        amount_column("spent", measure_name(Measure.SPENT)),
        share_column("share", say("Share of spent") if of_spent else say("Share of allocated")),
    )
    title = sentence("Who paid, in US dollars")
    sums = sums_of(rows, sentence("Total"))
    return (ReportTable("payers", (title,), columns, rows, sums, tuple(_notes(reader))),)


def _notes(reader: TotalsReader) -> Iterator[tuple[Text, ...]]:
    """Tell how much was attributed by the rule, where any was."""
    parts = reader.amounts(Measure.SPENT, Dimension.ATTRIBUTION)
    if parts.get(BY_RULE):
        told = sentence(
            "Of what was spent, %(named)s was given by name and %(attributed)s is attributed.",
            named=Amount(parts.get(NAMED, 0)),
            attributed=Amount(parts[BY_RULE]),
        )
        yield note(told) + note(Sentence(rule_definition()))


def _largest(payers: Sequence[Payer]) -> tuple[Payer, ...]:
    """Return the payers, the smallest of many added up in one row."""
    if len(payers) <= MOST_PAYERS:
        return tuple(payers)
    own, others = payers[: MOST_PAYERS - 1], payers[MOST_PAYERS - 1 :]
    number = PlainText(str(len(others)))
    together = Payer(
        "-others",
        sentence("%(number)s other donors", number=number),
        sum(one.allocated for one in others),
        sum(one.spent for one in others),
    )
    return (*own, together)


def _shares(amounts: Sequence[int]) -> list[PerCent | None]:
    """Return the shares of amounts, which add up to all; none where one is below zero."""
    if min(amounts) < 0 or not any(amounts):
        return [None] * len(amounts)
    scale = max(amounts).bit_length() - 30  # weights are below 2^40 together
    weights = [amount >> max(0, scale) for amount in amounts]
    return [PerCent(part) for part in apportion_one(WHOLE, weights)]


def spent_by_year(reader: TotalsReader) -> tuple[ReportChart, ...]:
    """Return what was spent by year as a chart, where there are years to compare."""
    found = reader.amounts(Measure.SPENT, Dimension.YEAR)
    years = every_year(list(found))
    if len(years) < FEWEST_YEARS:
        return ()
    values = tuple(found.get(year, 0) for year in years)
    mark = measure_mark(Measure.SPENT)
    shape = ColumnShape(
        tuple(Member(Dimension.YEAR, year, year) for year in years),
        (ChartSeries(measure_name(Measure.SPENT), values, mark),),
        us_dollars(),
    )
    best = max(range(len(years)), key=values.__getitem__)
    alternative = sentence(
        "Spent from %(first)s to %(last)s; the most in %(year)s, with %(amount)s.",
        first=PlainText(years[0]),
        last=PlainText(years[-1]),
        year=PlainText(years[best]),
        amount=Amount(values[best]),
    )
    return (frozen_chart("spent-by-year", (sentence("Spent by year"),), (alternative,), shape),)
