"""Delivery by programme: budget, and of what was allocated, what is spent, committed and not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.fund.ledger.measures import Measure
from tracker.people.permissions import Permission, may
from tracker.totals.budgets import budgets_by
from tracker.totals.chart_data.findings import share_of
from tracker.totals.chart_data.grouping import grouped
from tracker.totals.chart_data.marks import ChartMark, measure_mark
from tracker.totals.chart_data.shapes import BarShape, ChartSeries, Levels, us_dollars
from tracker.totals.chart_data.table import (
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
from tracker.totals.measure_words import name as measure_name
from tracker.totals.opening import Opening
from tracker.totals.page_source import PageSource
from tracker.words import say

BUDGET = ChartMark("ink")
"""The mark of budgets: a line across the bar."""


class DeliveredRow(NamedTuple):
    """The money of a code in US cents; open and uncommitted are zero under a period.

    `budget` is what it is planned to cost, None where that is not known.
    """

    member: Member
    allocated: int
    spent: int
    open: int
    budget: int | None = None

    @property
    def uncommitted(self) -> int:
        """Allocated, neither committed nor spent."""
        return self.allocated - self.spent - self.open


@dataclass(frozen=True, slots=True)
class Delivered:
    """The money of each code, the largest first.

    Of a period it is what was given and spent in it, which no share and no rest compare.
    `is_public` tells that the budgets are those of published activities.
    """

    by: Dimension
    rows: tuple[DeliveredRow, ...]
    of_period: bool = False
    is_public: bool = False

    @property
    def has_budgets(self) -> bool:
        """Whether a budget is known."""
        return any(row.budget is not None for row in self.rows)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was allocated or spent."""
        return not self.rows


def delivered_by(source: PageSource, by: Dimension) -> Delivered:
    """Return what was given to activities and what became of it, by a dimension."""
    reader = source.reader
    sums: dict[Measure, dict[str, int]] = {}
    labels: dict[str, str] = {}
    for measure in (Measure.ALLOCATED, Measure.SPENT, Measure.ENCUMBERED):
        rows = reader.rows(measure, by)
        sums[measure] = {row.code: row.minor for row in rows}
        labels |= {row.code: row.label for row in rows}
    budgets = budgets_by(source, by) or {}
    labels |= {code: reader.label(by, code) for code in budgets if code not in labels}
    found = [
        DeliveredRow(
            Member(by, code, label),
            sums[Measure.ALLOCATED].get(code, 0),
            sums[Measure.SPENT].get(code, 0),
            sums[Measure.ENCUMBERED].get(code, 0) - sums[Measure.SPENT].get(code, 0),
            budgets.get(code),
        )
        for code, label in labels.items()
    ]
    found.sort(key=lambda row: (-row.allocated, -(row.budget or 0), row.member.code))
    is_public = not may(source.user, Permission.SEE_TERMS)
    return Delivered(by, tuple(found), source.query.first is not None, is_public)


def delivered_shape(data: Delivered) -> BarShape | None:
    """Return a bar of three parts for each of the largest, with its budget as a line across it."""
    bars = [(row.member, (row.spent, row.open, row.uncommitted)) for row in data.rows]
    found = grouped(bars)
    if not found.named:
        return None
    spent, committed, uncommitted = found.columns
    parts = (
        (measure_name(Measure.SPENT), Measure.SPENT, spent),
        (say("Committed, not yet spent"), Measure.COMMITTED_OPEN, committed),
        (say("Not committed"), Measure.UNCOMMITTED, uncommitted),
    )
    drawn = parts[:1] if data.of_period else parts
    series = tuple(
        ChartSeries(name, values, measure_mark(one), Member(None, one.value, name), Opening(one))
        for name, one, values in drawn
    )
    return BarShape(
        found.members,
        series,
        us_dollars(),
        len(found.apart),
        found.is_cut,
        _levels(data, found.members) if data.has_budgets else None,
    )


def _levels(data: Delivered, members: Sequence[Member]) -> Levels:
    """Return the budget of each bar; that of others together is the sum of those known."""
    budgets = {row.member.code: row.budget for row in data.rows}

    def budget_of(member: Member) -> int | None:
        if not member.beside:
            return budgets[member.code]
        rest = [budgets[code] for code in budgets.keys() - set(member.beside)]
        known = [budget for budget in rest if budget is not None]
        return sum(known) if known else None

    return Levels(say("Budget"), tuple(map(budget_of, members)), BUDGET)


def delivered_table(data: Delivered) -> ChartTable:
    """Return a row for each code; what is spent, committed and not committed is what was given."""
    columns = (
        ChartColumn(dimension_name(data.by), data.by.value),
        *((amount(say("Budget"), "budget"),) if data.has_budgets else ()),
        amount(measure_name(Measure.ALLOCATED), "allocated", Opening(Measure.ALLOCATED)),
        amount(measure_name(Measure.SPENT), "spent", Opening(Measure.SPENT)),
        amount(
            measure_name(Measure.COMMITTED_OPEN), "committed_open", Opening(Measure.COMMITTED_OPEN)
        ),
        amount(say("Not committed"), "uncommitted", Opening(Measure.UNCOMMITTED)),
        ChartColumn(say("Share spent"), "share_spent_percent", ChartColumnKind.SHARE),
    )
    if data.of_period:
        flows = tuple((row.member, row.allocated, row.spent) for row in data.rows)
        return ChartTable(columns[:3], flows, summed(columns[:3], flows))
    rows = tuple(
        (
            row.member,
            *((row.budget,) if data.has_budgets else ()),
            row.allocated,
            row.spent,
            row.open,
            row.uncommitted,
            share_of(row.spent, row.allocated),
        )
        for row in data.rows
    )
    return ChartTable(columns, rows, summed(columns, rows))


def delivered_sentence(data: Delivered, formatter: Formatter) -> str:
    """Tell how much of what was allocated is spent."""
    allocated = sum(row.allocated for row in data.rows)
    spent = sum(row.spent for row in data.rows)
    if data.of_period:
        return say(
            "%(allocated)s was given to activities in the period, and %(spent)s was spent.",
            allocated=formatter.short(allocated),
            spent=formatter.short(spent),
        )
    if any((allocated, spent)):
        told = say(
            "Of %(allocated)s given to activities, %(spent)s is spent, or %(share)s, and %(open)s "
            "is committed.",
            allocated=formatter.short(allocated),
            spent=formatter.short(spent),
            share=formatter.percent(share_of(spent, allocated)),
            open=formatter.short(sum(row.open for row in data.rows)),
        )
    else:
        told = say("No activity has been given money yet.")
    if not data.has_budgets:
        return told
    budgets = formatter.short(sum(row.budget or 0 for row in data.rows))
    planned = say("Their budgets are %(budgets)s in all.", budgets=budgets)
    return f"{told} {planned}"


def delivered_notes(data: Delivered) -> tuple[str, ...]:
    """Say what a budget is, and whose budgets these are."""
    if not data.has_budgets:
        return ()
    notes = [
        say(
            "A budget is what an activity is planned to cost in all. It is no money, and is added "
            "to none; cancelled activities have none here."
        )
    ]
    if data.is_public:
        notes.append(say("Budgets are those of published activities."))
    return tuple(notes)
