"""The tables of work on a paragraph: activities by type, programmes, requests, tools.

A table is None where a paragraph has nothing of its kind.
"""

from typing import NamedTuple

from tracker.assistance.dissemination_counts import UNITS, DisseminationBy, UnitCounts
from tracker.assistance.states import ProgrammeKind
from tracker.reference.codes import ActivityType, label
from tracker.resolution.paragraph_content import ParagraphContent
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
from tracker.totals.query import Query
from tracker.totals.record_opening import RecordOpening
from tracker.words import say

Sum = OpenedNumber | int | None


def kinds_table(one: ParagraphContent, locale: str) -> ChartTable | None:
    """Return the number of activities under way by type, where there are several."""
    rows = [
        (label(ActivityType, kind.type, locale), kind.activities, kind.before) for kind in one.kinds
    ]
    if len(rows) == 1:
        return None
    return counted_table(text(say("Type"), "type"), rows, has_before=one.before is not None)


def programmes_table(one: ParagraphContent) -> ChartTable | None:
    """Return the number of activities under way by the kind of their programme."""
    names = {
        ProgrammeKind.NATIONAL: say("National"),
        ProgrammeKind.REGIONAL: say("Regional"),
        ProgrammeKind.THEMATIC: say("Thematic"),
        ProgrammeKind.GLOBAL: say("Global"),
    }
    rows = [(names[kind.kind], kind.activities, kind.before) for kind in one.programmes]
    if not any(number or before for _name, number, before in rows):
        return None
    head = text(say("Programme"), "programme_kind")
    return counted_table(head, rows, has_before=one.before is not None)


def needs_table(one: ParagraphContent) -> ChartTable | None:
    """Return the requests of States received, and how many of them were taken up."""
    now, then = one.needs, one.needs_before
    if now is None:
        return None
    rows = [
        (say("Received"), now.received, None if then is None else then.received),
        (say("Of these, accepted"), now.accepted, None if then is None else then.accepted),
        (say("Of these, answered"), now.answered, None if then is None else then.answered),
    ]
    return counted_table(text(say("Requests"), "requests"), rows, has_before=then is not None)


def counted_table(
    head: ChartColumn, rows: list[tuple[str, int, int | None]], *, has_before: bool
) -> ChartTable | None:
    """Return a table of one number, beside that of the period before."""
    if not rows:
        return None
    if not has_before:
        return ChartTable((head, count(say("This period"), "now")), tuple(row[:2] for row in rows))
    columns = (head, count(say("This period"), "now"), count(say("The period before"), "before"))
    return ChartTable(columns, tuple(rows))


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
            tool.activities,
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
