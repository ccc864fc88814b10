"""Requests of States by a breakdown, as chart data: bars by outcome, table, sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.assistance.request_assistance import RequestOutcome
from tracker.people.permissions import may_see_unpublished
from tracker.totals.chart_data.grouping import grouped
from tracker.totals.chart_data.marks import UNSPECIFIED, ChartMark
from tracker.totals.chart_data.request_words import (
    counted_by,
    outcome_name,
    request_member,
    requests_unit,
)
from tracker.totals.chart_data.shapes import BarShape, ChartSeries, Unit
from tracker.totals.chart_data.table import Cell, ChartColumn, ChartTable, Member, count
from tracker.totals.formatter import Formatter
from tracker.totals.opening import RowKind
from tracker.totals.page_source import PageSource
from tracker.totals.record_opening import RecordOpening
from tracker.totals.request_figures import RequestBy, count_requests, read_requests
from tracker.words import say

OPENS = RecordOpening(RowKind.REQUESTS)
MARKS = {
    RequestOutcome.ASSISTED: ChartMark("step-1"),
    RequestOutcome.WITHOUT: ChartMark("step-3", "/", edge="step-2"),
    RequestOutcome.DECLINED: UNSPECIFIED,
}
OVERLAPPING = frozenset({RequestBy.ARTICLE})
"""Breakdowns of which a request stands under several rows, so that they add up to no total."""


@dataclass(frozen=True, slots=True)
class RequestedCode:
    """The requests of one code by what became of them."""

    member: Member
    numbers: dict[RequestOutcome, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.numbers.values())


@dataclass(frozen=True, slots=True)
class RequestedData:
    """Requests by a breakdown, the most first; `is_public` tells that only some are shown."""

    by: RequestBy
    rows: tuple[RequestedCode, ...]
    all: RequestedCode
    is_public: bool

    @property
    def is_empty(self) -> bool:
        """Whether no request is shown."""
        return not self.rows


def requested(
    by: RequestBy, outcome: RequestOutcome | None = None
) -> Callable[[PageSource], RequestedData]:
    """Return the function that reads requests by a breakdown, perhaps those of one outcome."""

    def read(source: PageSource) -> RequestedData:
        outcomes = RequestOutcome if outcome is None else (outcome,)
        found = [one for one in read_requests(source) if one.outcome in outcomes]
        by_outcome = {
            kind: count_requests((one for one in found if one.outcome is kind), by)
            for kind in outcomes
        }
        codes = {code for numbers in by_outcome.values() for code in numbers}
        rows = (
            RequestedCode(
                request_member(source, by, code),
                {kind: numbers.get(code, 0) for kind, numbers in by_outcome.items()},
            )
            for code in codes
        )
        whole = count_requests(found, RequestBy.OUTCOME)
        return RequestedData(
            by,
            tuple(sorted(rows, key=lambda row: (not row.member.code, -row.total, row.member.code))),
            RequestedCode(
                Member(None, "", say("All")), {kind: whole.get(kind, 0) for kind in outcomes}
            ),
            not may_see_unpublished(source.user),
        )

    return read


def requested_shape(data: RequestedData) -> BarShape | None:
    """Return a bar for each code while there is room, by what became of the requests."""
    parts = [(row.member, tuple(row.numbers.values())) for row in data.rows]
    found = grouped(parts, adds_up=data.by not in OVERLAPPING)
    if not found.named:
        return None
    series = tuple(
        ChartSeries(
            outcome_name(kind),
            values,
            MARKS[kind],
            Member(None, kind.value, outcome_name(kind), part=RequestBy.OUTCOME.value),
            OPENS.at(RequestBy.OUTCOME, kind),
        )
        for kind, values in zip(data.all.numbers, found.columns, strict=True)
        if any(values)
    )
    unit = Unit(requests_unit(), is_money=False)
    return BarShape(found.members, series, unit, len(found.apart), found.is_cut)


def requested_table(data: RequestedData) -> ChartTable:
    """Return a row for each code: requests by what became of them, and all."""
    kinds = tuple(data.all.numbers)
    columns = [ChartColumn(counted_by(data.by), data.by.value)]
    columns += [
        count(outcome_name(kind), kind.value, OPENS.at(RequestBy.OUTCOME, kind)) for kind in kinds
    ]
    if len(kinds) > 1:
        columns.append(count(requests_unit(), "requests", OPENS))
    rows: tuple[tuple[Cell, ...], ...] = tuple((row.member, *_cells(row)) for row in data.rows)
    sums = None if data.by in OVERLAPPING or not rows else (None, *_cells(data.all))
    return ChartTable(tuple(columns), rows, sums)


def requested_sentence(data: RequestedData, formatter: Formatter) -> str:
    """Say how many requests there are, and what became of them."""
    parts = [
        say("%(name)s: %(number)s", name=outcome_name(kind), number=formatter.whole(number))
        for kind, number in data.all.numbers.items()
    ]
    number = formatter.whole(data.all.total)
    return say("Requests: %(number)s.", number=number) + f" {'; '.join(parts)}."


def requested_notes(data: RequestedData) -> tuple[str, ...]:
    """Say what is shown to the public, and that rows overlap."""
    notes = []
    if data.is_public:
        notes.append(
            say("Shown are requests that the State has consented to publish, and their activities.")
        )
    if data.by in OVERLAPPING:
        notes.append(say("A request stands whole under each article that it names."))
    return tuple(notes)


def _cells(row: RequestedCode) -> tuple[int, ...]:
    """Return the numbers of a row, and their sum where there are several."""
    numbers = tuple(row.numbers.values())
    return (*numbers, row.total) if len(numbers) > 1 else numbers
