"""Delivery by programme: of what was allocated, what is spent, committed, and not committed."""

from dataclasses import dataclass
from typing import NamedTuple

from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.findings import share_of
from tracker.totals.chart_data.marks import measure_mark
from tracker.totals.chart_data.shapes import BarShape, ChartSeries, us_dollars
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

SHOWN = 15


class DeliveredRow(NamedTuple):
    """The money of a code in US cents; open and uncommitted are zero under a period."""

    member: Member
    allocated: int
    spent: int
    open: int

    @property
    def uncommitted(self) -> int:
        """Allocated, neither committed nor spent."""
        return self.allocated - self.spent - self.open


@dataclass(frozen=True, slots=True)
class Delivered:
    """The money of each code, the largest first.

    Of a period it is what was given and spent in it, which no share and no rest compare.
    """

    by: Dimension
    rows: tuple[DeliveredRow, ...]
    of_period: bool = False

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
    found = [
        DeliveredRow(
            Member(by, code, label),
            sums[Measure.ALLOCATED].get(code, 0),
            sums[Measure.SPENT].get(code, 0),
            sums[Measure.ENCUMBERED].get(code, 0) - sums[Measure.SPENT].get(code, 0),
        )
        for code, label in labels.items()
    ]
    found.sort(key=lambda row: (-row.allocated, row.member.code))
    return Delivered(by, tuple(found), source.query.first is not None)


def delivered_shape(data: Delivered) -> BarShape:
    """Return a bar of three parts for each of the largest."""
    rows = data.rows[:SHOWN]
    parts = (
        (measure_name(Measure.SPENT), Measure.SPENT, tuple(row.spent for row in rows)),
        (say("Committed, not yet spent"), Measure.COMMITTED_OPEN, tuple(row.open for row in rows)),
        (say("Not committed"), Measure.UNCOMMITTED, tuple(row.uncommitted for row in rows)),
    )
    drawn = parts[:1] if data.of_period else parts
    series = tuple(
        ChartSeries(name, values, measure_mark(one), Member(None, one.value, name), Opening(one))
        for name, one, values in drawn
    )
    return BarShape(tuple(row.member for row in rows), series, us_dollars())


def delivered_table(data: Delivered) -> ChartTable:
    """Return a row for each code; what is spent, committed and not committed is what was given."""
    columns = (
        ChartColumn(dimension_name(data.by), data.by.value),
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
    return say(
        "Of %(allocated)s given to activities, %(spent)s is spent, or %(share)s, and %(open)s is "
        "committed.",
        allocated=formatter.short(allocated),
        spent=formatter.short(spent),
        share=formatter.percent(share_of(spent, allocated)),
        open=formatter.short(sum(row.open for row in data.rows)),
    )
