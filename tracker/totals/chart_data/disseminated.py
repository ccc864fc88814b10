"""Tools disseminated by a breakdown, as chart data: one unit as bars, all units as a list."""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.assistance.dissemination_counts import (
    OVERLAPPING,
    UNITS,
    DisseminationBy,
    UnitCounts,
)
from tracker.assistance.small_counts import hidden_counts_note
from tracker.assistance.states import DisseminationUnit
from tracker.periods import Span
from tracker.totals.chart_data.dissemination_words import breakdown_name, code_member, unit_name
from tracker.totals.chart_data.findings import share_of
from tracker.totals.chart_data.grouping import grouped
from tracker.totals.chart_data.marks import ChartMark
from tracker.totals.chart_data.shapes import BarShape, ChartSeries, Unit
from tracker.totals.chart_data.table import ChartColumn, ChartTable, Member, count
from tracker.totals.chart_data.titles import AHEAD, FEW, LARGE
from tracker.totals.comparisons import query_before
from tracker.totals.dissemination_figures import read_with_period_before
from tracker.totals.formatter import Formatter
from tracker.totals.opening import RowKind
from tracker.totals.page_source import PageSource
from tracker.totals.record_opening import RecordOpening
from tracker.words import say

MARK = ChartMark("step-1")
EVENTS = RecordOpening(RowKind.DISSEMINATIONS)


@dataclass(frozen=True, slots=True)
class DisseminatedCode:
    """The counts of one code now, and in the period before; None where there is no such period."""

    member: Member
    now: UnitCounts
    before: UnitCounts | None


@dataclass(frozen=True, slots=True)
class DisseminationData:
    """Counts by a breakdown; `unit` is the one that is drawn, None for a list of all.

    `before` are the days of the period before.
    """

    by: DisseminationBy
    rows: tuple[DisseminatedCode, ...]
    all: DisseminatedCode
    before: Span | None
    unit: DisseminationUnit | None = None
    suppressed: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was disseminated, now or in the period before."""
        units = self.units
        both = (self.all.now, self.all.before or UnitCounts())
        return all(counts.of(unit) == 0 for counts in both for unit in units)

    @property
    def units(self) -> tuple[DisseminationUnit, ...]:
        """The units of its table."""
        return UNITS if self.unit is None else (self.unit,)


def disseminated(
    by: DisseminationBy, unit: DisseminationUnit | None = None
) -> Callable[[PageSource], DisseminationData]:
    """Return the function that reads what was disseminated by a breakdown, the most first."""

    def read(source: PageSource) -> DisseminationData:
        periods = read_with_period_before(source, by)
        now = {row.code: row.counts for row in periods.now.rows}
        earlier = None if periods.before is None else periods.before
        before = {} if earlier is None else {row.code: row.counts for row in earlier.rows}
        rows = [
            DisseminatedCode(
                code_member(source, by, code),
                now.get(code, UnitCounts()),
                None if earlier is None else before.get(code, UnitCounts()),
            )
            for code in now.keys() | before.keys()
        ]
        everything = DisseminatedCode(
            Member(None, "", say("All")), periods.now.all, None if earlier is None else earlier.all
        )
        return DisseminationData(
            by,
            tuple(sorted(filter(_has(unit), rows), key=_order(unit))),
            everything,
            days_before(source),
            unit,
            periods.now.suppressed or bool(earlier and earlier.suppressed),
        )

    return read


def days_before(source: PageSource) -> Span | None:
    """Return the days of the period before; None where the query has no first day."""
    query = query_before(source.query, source.reader.sessions)
    return None if query is None else Span(query.first, query.last)


def _has(unit: DisseminationUnit | None) -> Callable[[DisseminatedCode], bool]:
    """Return whether a row has something of a unit, or of any."""
    units = UNITS if unit is None else (unit,)

    def has(row: DisseminatedCode) -> bool:
        both = (row.now, row.before or UnitCounts())
        return any(counts.of(one) != 0 for counts in both for one in units)

    return has


def _order(unit: DisseminationUnit | None) -> Callable[[DisseminatedCode], tuple[object, ...]]:
    """Return the order of rows: by what is drawn, else by people, copies and downloads."""
    units = (
        (DisseminationUnit.PEOPLE, DisseminationUnit.COPIES, DisseminationUnit.DOWNLOADS)
        if unit is None
        else (unit,)
    )
    return lambda row: (
        not row.member.code,
        *(-(row.now.of(one) or 0) for one in units),
        row.member.code,
    )


def disseminated_shape(data: DisseminationData) -> BarShape | None:
    """Return a bar for each code while there is room, then others together."""
    unit = data.unit
    if unit is None:
        return None
    parts = [(row.member, (row.now.of(unit) or 0,)) for row in data.rows if row.now.of(unit)]
    found = grouped(parts, adds_up=data.by not in OVERLAPPING)
    if not found.named:
        return None
    opens = EVENTS.at(DisseminationBy.UNIT, unit)
    series = ChartSeries(unit_name(unit), found.columns[0], MARK, opens=opens)
    counted = Unit(unit_name(unit), is_money=False)
    return BarShape(found.members, (series,), counted, len(found.apart), found.is_cut)


def disseminated_table(data: DisseminationData) -> ChartTable:
    """Return a row for each code: each unit now, and in the period before."""
    columns = (ChartColumn(breakdown_name(data.by), data.by.value), *count_columns(data))
    rows = tuple((row.member, *count_cells(data, row)) for row in data.rows)
    sums = (None, *count_cells(data, data.all))
    return ChartTable(columns, rows, sums if rows and data.by not in OVERLAPPING else None)


def count_columns(data: DisseminationData) -> tuple[ChartColumn, ...]:
    """Return the columns of counts: each unit, and what it was in the period before."""
    found = []
    for unit in data.units:
        opens = EVENTS.at(DisseminationBy.UNIT, unit)
        found.append(count(unit_name(unit), unit.value, opens))
        if data.before is not None:
            text = say("%(unit)s, period before", unit=unit_name(unit))
            found.append(count(text, f"{unit}_before", opens.within(data.before)))
    return tuple(found)


def count_cells(data: DisseminationData, row: DisseminatedCode) -> tuple[int | None, ...]:
    """Return the counts of a row in the order of their columns."""
    pairs = ((row.now, row.before) for _unit in data.units)
    return tuple(
        counts.of(unit)
        for unit, both in zip(data.units, pairs, strict=True)
        for counts in both
        if counts is not None
    )


def disseminated_sentence(data: DisseminationData, formatter: Formatter) -> str:
    """Say how many there were of each unit, and in the period before."""
    return " ".join(
        _of_unit(data.all, unit, formatter) for unit in data.units if _has(unit)(data.all)
    )


def _of_unit(row: DisseminatedCode, unit: DisseminationUnit, formatter: Formatter) -> str:
    """Say how many there were of one unit."""
    now = _number(row.now.of(unit), formatter)
    if row.before is None:
        return say("%(unit)s: %(number)s.", unit=unit_name(unit), number=now)
    before = _number(row.before.of(unit), formatter)
    return say(
        "%(unit)s: %(number)s; %(before)s in the period before.",
        unit=unit_name(unit),
        number=now,
        before=before,
    )


def _number(number: int | None, formatter: Formatter) -> str:
    """Write a count, or that it is too small to be shown."""
    return say("fewer than 5") if number is None else formatter.whole(number)


def disseminated_finding(data: DisseminationData, formatter: Formatter) -> str:
    """Say which code has much the largest part of the unit that is drawn."""
    unit = data.unit
    whole = 0 if unit is None else data.all.now.of(unit)
    if unit is None or not whole or data.by in OVERLAPPING:
        return ""
    named = [(row.now.of(unit) or 0, row.member.label) for row in data.rows if row.member.code]
    if len(named) < FEW:
        return ""
    (first, label), (second, _next) = sorted(named, key=lambda pair: -pair[0])[:2]
    share = share_of(first, whole)
    if share < LARGE or first < AHEAD * second:
        return ""
    return say(
        "%(measure)s: %(name)s has %(share)s",
        measure=unit_name(unit),
        name=label,
        share=formatter.percent(share),
    )


def disseminated_notes(data: DisseminationData) -> tuple[str, ...]:
    """Say that numbers are hidden, and that rows overlap."""
    notes = []
    if data.suppressed and DisseminationUnit.PEOPLE in data.units:
        notes.append(hidden_counts_note())
    if data.by in OVERLAPPING:
        notes.append(say("An event stands whole under each row, so that rows add up to no sum."))
    return tuple(notes)
