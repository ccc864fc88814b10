"""The tables of work on a paragraph: activities by type, programmes, requests, tools.

A table is None where a paragraph has nothing of its kind.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tracker.assistance.dissemination_counts import UNITS, DisseminationBy, UnitCounts
from tracker.assistance.states import RequestStatus
from tracker.reference.codes import ActivityType, label
from tracker.resolution.paragraph_content import NeedsStated, ParagraphContent
from tracker.totals.chart_data.disseminated import EVENTS
from tracker.totals.chart_data.dissemination_words import unit_name
from tracker.totals.chart_data.table import (
    ChartColumn,
    ChartTable,
    Member,
    OpenedNumber,
    count,
    text,
    with_before,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import programme_kind_name
from tracker.totals.opened_work import WorkBy
from tracker.totals.opening import RowKind
from tracker.totals.query import Query
from tracker.totals.record_opening import RecordOpening
from tracker.totals.request_figures import RequestBy
from tracker.words import say

Sum = OpenedNumber | int | None
WORK = RecordOpening(RowKind.WORK)
"""The activities under way."""
REQUESTS = RecordOpening(RowKind.REQUESTS)
"""The requests of States."""


class CountedRow(NamedTuple):
    """A row of one number: its label, the number now and before, and the records behind both.

    `before` is not read where there is no period before.
    """

    label: str
    now: int
    before: int | None
    opens: RecordOpening


def kinds_table(
    one: ParagraphContent, query: Query, before: Query | None, locale: str
) -> ChartTable | None:
    """Return the number of activities under way by type, where there are several."""
    rows = [
        CountedRow(
            label(ActivityType, kind.type, locale),
            kind.activities,
            kind.before,
            WORK.at(WorkBy.TYPE, kind.type),
        )
        for kind in one.kinds
    ]
    if len(rows) == 1:
        return None
    return counted_table(text(say("Type"), "type"), rows, *_of(one, query, before))


def programmes_table(
    one: ParagraphContent, query: Query, before: Query | None
) -> ChartTable | None:
    """Return the number of activities under way by the kind of their programme."""
    rows = [
        CountedRow(
            programme_kind_name(kind.kind),
            kind.activities,
            kind.before,
            WORK.at(WorkBy.PROGRAMME_KIND, kind.kind),
        )
        for kind in one.programmes
    ]
    if not any(row.now or row.before for row in rows):
        return None
    head = text(say("Programme"), "programme_kind")
    return counted_table(head, rows, *_of(one, query, before))


def needs_table(one: ParagraphContent, query: Query, before: Query | None) -> ChartTable | None:
    """Return the requests of States received, and how many of them were taken up."""
    now = one.needs
    if now is None:
        return None
    then = one.needs_before or NeedsStated()
    planned, answered = (
        REQUESTS.at(RequestBy.STATUS, status)
        for status in (RequestStatus.PLANNED, RequestStatus.ANSWERED)
    )
    rows = [
        CountedRow(say("Received"), now.received, then.received, REQUESTS),
        CountedRow(say("Of these, planned"), now.planned, then.planned, planned),
        CountedRow(say("Of these, answered"), now.answered, then.answered, answered),
    ]
    whole = query.having(Dimension.PARAGRAPH)
    whole_before = None if before is None else before.having(Dimension.PARAGRAPH)
    return counted_table(text(say("Requests"), "requests"), rows, whole, whole_before)


def counted_table(
    head: ChartColumn, rows: Sequence[CountedRow], query: Query, before: Query | None
) -> ChartTable | None:
    """Return a table of one number, beside that of the period before."""
    if not rows:
        return None
    now = [(row.label, OpenedNumber(row.now, query, row.opens)) for row in rows]
    columns = (head, count(say("This period"), "now"))
    if before is None:
        return ChartTable(columns, tuple(now))
    then = [OpenedNumber(row.before or 0, before, row.opens) for row in rows]
    pairs = tuple((*cells, number) for cells, number in zip(now, then, strict=True))
    return ChartTable((*columns, count(say("The period before"), "before")), pairs)


def _of(one: ParagraphContent, query: Query, before: Query | None) -> tuple[Query, Query | None]:
    """Return both queries for one paragraph."""
    own = (Dimension.PARAGRAPH, str(one.number))
    return query.having(*own), None if before is None else before.having(*own)


def tools_table(one: ParagraphContent, query: Query, before: Query | None) -> ChartTable | None:
    """Return a row for each tool: work with it, and what its dissemination counted, by unit."""
    if not one.tools:
        return None
    units = (count(unit_name(unit), unit) for unit in UNITS)
    columns = (
        ChartColumn(say("Tool"), "tool"),
        count(say("Activities under way that worked with it"), "activities"),
        *with_before(units, has_before=before is not None),
    )
    asked = _Asked(one.number, query, before)
    rows = tuple(
        (
            Member(Dimension.TOOL, tool.code, tool.title),
            OpenedNumber(
                tool.activities,
                query.having(Dimension.PARAGRAPH, str(one.number)),
                WORK.at(WorkBy.TOOL, tool.code),
            ),
            *asked.units(
                tool.disseminated, tool.before, EVENTS.at(DisseminationBy.TOOL, tool.code)
            ),
        )
        for tool in one.tools
    )
    then = None if one.before is None else one.before.disseminated
    sums = asked.units(one.now.disseminated, then, EVENTS)
    return ChartTable(columns, rows, (None, None, *sums))


class _Asked(NamedTuple):
    """The queries of a paragraph and of the period before."""

    number: int
    query: Query
    before: Query | None

    def units(
        self, now: UnitCounts, then: UnitCounts | None, opens: RecordOpening
    ) -> tuple[Sum, ...]:
        """Return what events counted, unit by unit, each beside that of the period before."""
        cells: list[Sum] = []
        for unit in UNITS:
            opened = opens.at(DisseminationBy.UNIT, unit)
            cells.append(self._cell(getattr(now, unit), self.query, opened))
            if self.before is not None:
                cells.append(self._cell(getattr(then, unit, None), self.before, opened))
        return tuple(cells)

    def _cell(self, number: int | None, query: Query, opens: RecordOpening) -> Sum:
        """Return a number with the events behind it; None for one that is not shown."""
        if number is None:
            return None
        return OpenedNumber(number, query.having(Dimension.PARAGRAPH, str(self.number)), opens)
