"""The tools that were disseminated in a place: copies, downloads and people, never added up."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tracker.assistance.dissemination_counts import (
    UNITS,
    DisseminationBy,
    UnitCounts,
    dissemination_table,
)
from tracker.assistance.dissemination_events import DisseminationEvent
from tracker.assistance.small_counts import hidden_counts_note
from tracker.totals.chart_data.disseminated import EVENTS
from tracker.totals.chart_data.dissemination_words import (
    breakdown_name,
    code_member,
    unit_name,
)
from tracker.totals.chart_data.table import (
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
    count,
)
from tracker.totals.dissemination_figures import as_shown, events_behind
from tracker.totals.formatter import Formatter
from tracker.totals.page_source import PageSource
from tracker.words import say


class ToolThere(NamedTuple):
    """A tool with what was counted of it in a place; the counts are of three things."""

    tool: Member
    events: int
    counts: UnitCounts
    languages: tuple[str, ...]
    last_on: date


@dataclass(frozen=True, slots=True)
class PlaceTools:
    """The tools by name; `suppressed` tells that numbers of people are hidden."""

    rows: tuple[ToolThere, ...]
    suppressed: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was disseminated."""
        return not self.rows


def place_tools(source: PageSource) -> PlaceTools:
    """Return the tools that were disseminated in the places and days of a query, as known then."""
    known = events_behind(source, source.query)
    own: dict[str, list[DisseminationEvent]] = defaultdict(list)
    for one in known:
        own[one.event.tool].append(one.event)
    table = as_shown(source, dissemination_table(known, DisseminationBy.TOOL))
    rows = [
        ToolThere(
            code_member(source, DisseminationBy.TOOL, row.code),
            len(own[row.code]),
            row.counts,
            tuple(sorted({event.language for event in own[row.code] if event.language})),
            max(event.held_on for event in own[row.code]),
        )
        for row in table.rows
    ]
    rows.sort(key=lambda row: (row.tool.label, row.tool.code))
    return PlaceTools(tuple(rows), table.suppressed)


def place_tools_table(data: PlaceTools) -> ChartTable:
    """Return a row for each tool; copies, downloads and people have no sum."""
    columns = (
        ChartColumn(breakdown_name(DisseminationBy.TOOL), DisseminationBy.TOOL.value),
        count(say("Events"), "events"),
        *(
            count(unit_name(unit), unit.value, EVENTS.at(DisseminationBy.UNIT, unit))
            for unit in UNITS
        ),
        ChartColumn(say("Languages"), "languages", ChartColumnKind.TEXT),
        ChartColumn(say("Last on"), "last_on", ChartColumnKind.DAY),
    )
    rows = tuple(
        (row.tool, row.events, *row.counts.each, " · ".join(row.languages), row.last_on)
        for row in data.rows
    )
    return ChartTable(columns, rows)


def place_tools_sentence(data: PlaceTools, formatter: Formatter) -> str:
    """Count the tools and the events."""
    return say(
        "Tools disseminated here: %(tools)s, at %(events)s events.",
        tools=formatter.whole(len(data.rows)),
        events=formatter.whole(sum(row.events for row in data.rows)),
    )


def place_tools_notes(data: PlaceTools) -> tuple[str, ...]:
    """Say that numbers are hidden."""
    return (hidden_counts_note(),) if data.suppressed else ()
