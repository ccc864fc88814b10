"""The tools that were disseminated in a place: copies, downloads and people, never added up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tracker.assistance.dissemination_events import DisseminationEvent, read_events
from tracker.assistance.small_counts import is_small
from tracker.assistance.states import DisseminationUnit
from tracker.people.permissions import may_see_small_counts
from tracker.reference.regions import holders_of
from tracker.totals.chart_data.table import (
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
    count,
)
from tracker.totals.dimensions import CHOSEN_BY, Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.labels import dimension_name
from tracker.totals.page_source import PageSource
from tracker.totals.query import PLACES, Query
from tracker.words import say

NARROWED_BY = frozenset({*PLACES, Dimension.TOOL})
"""The dimensions of a query that an event of dissemination has."""


class ToolThere(NamedTuple):
    """A tool with what was counted of it in a place; the counts are of three things.

    `people` is None where they are too few to be shown.
    """

    code: str
    label: str
    events: int
    copies: int
    downloads: int
    people: int | None
    languages: tuple[str, ...]
    last_on: date


@dataclass(frozen=True, slots=True)
class PlaceTools:
    """The tools by name; `leaves_out` tells that the query narrows what events do not have."""

    rows: tuple[ToolThere, ...]
    leaves_out: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing was disseminated."""
        return not self.rows


def place_tools(source: PageSource) -> PlaceTools:
    """Return the tools that were disseminated in the places and days of a query, as known then."""
    query = source.query
    known_at = query.known_at.moment if query.known_at else None
    found: dict[str, list[DisseminationEvent]] = {}
    for event in read_events(source.session, known_at):
        if _is_asked_for(event, query):
            found.setdefault(event.tool, []).append(event)
    rows = [
        _there(code, source.reader.label(Dimension.TOOL, code), events)
        for code, events in found.items()
    ]
    if not may_see_small_counts(source.user):
        rows = [row._replace(people=None) if is_small(row.people) else row for row in rows]
    rows.sort(key=lambda row: (row.label, row.code))
    leaves_out = any(
        dimension not in NARROWED_BY and query.of(dimension) for dimension in CHOSEN_BY
    )
    return PlaceTools(tuple(rows), leaves_out)


def place_tools_table(data: PlaceTools) -> ChartTable:
    """Return a row for each tool; copies, downloads and people have no sum."""
    columns = (
        ChartColumn(dimension_name(Dimension.TOOL), Dimension.TOOL.value),
        count(say("Events"), "events"),
        count(say("Copies"), "copies"),
        count(say("Downloads"), "downloads"),
        count(say("People"), "people"),
        ChartColumn(say("Languages"), "languages", ChartColumnKind.TEXT),
        ChartColumn(say("Last on"), "last_on", ChartColumnKind.DAY),
    )
    rows = tuple(
        (
            Member(Dimension.TOOL, row.code, row.label),
            row.events,
            row.copies,
            row.downloads,
            row.people,
            " · ".join(row.languages),
            row.last_on,
        )
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
    """Say which choices do not narrow events."""
    if not data.leaves_out:
        return ()
    return (say("Of the filter, days, places and tools narrow dissemination alone."),)


def _is_asked_for(event: DisseminationEvent, query: Query) -> bool:
    """Tell whether an event is within the days, the places and the tools of a query."""
    last = min(query.last or date.max, query.counted_to())
    if not (query.first or date.min) <= event.held_on <= last:
        return False
    tools = query.of(Dimension.TOOL)
    if tools and event.tool not in tools:
        return False
    holders = frozenset(holders_of(event.place)) if event.place else frozenset()
    return all(not query.of(one) or not holders.isdisjoint(query.of(one)) for one in PLACES)


def _there(code: str, label: str, events: Iterable[DisseminationEvent]) -> ToolThere:
    """Count the events of one tool."""
    own = tuple(events)
    counts = {
        unit: sum(event.number for event in own if event.unit is unit) for unit in DisseminationUnit
    }
    return ToolThere(
        code,
        label,
        len(own),
        counts[DisseminationUnit.COPIES],
        counts[DisseminationUnit.DOWNLOADS],
        counts[DisseminationUnit.PEOPLE],
        tuple(sorted({event.language for event in own if event.language})),
        max(event.held_on for event in own),
    )
