"""What was disseminated where: people by State as a map, and each tool by State as a list."""

from collections import defaultdict
from dataclasses import dataclass

from tracker.assistance.dissemination_counts import (
    UNITS,
    DisseminationBy,
    DisseminationRow,
    DisseminationTable,
    KnownDissemination,
    UnitCounts,
    codes_of,
    counts_of,
)
from tracker.assistance.small_counts import hidden_counts_note
from tracker.totals.chart_data.disseminated import EVENTS
from tracker.totals.chart_data.dissemination_words import (
    breakdown_name,
    code_member,
    unit_name,
)
from tracker.totals.chart_data.table import ChartColumn, ChartTable, Member, count
from tracker.totals.dissemination_figures import as_shown, events_behind
from tracker.totals.formatter import Formatter
from tracker.totals.page_source import PageSource
from tracker.words import say

PAIR = "/"
"""Stands between the codes of a State and a tool."""


@dataclass(frozen=True, slots=True)
class ToolInPlace:
    """What was disseminated of a tool in a State, "" for no single one."""

    place: Member
    tool: Member
    counts: UnitCounts


@dataclass(frozen=True, slots=True)
class ToolsByPlace:
    """Tools by State, and the counts of all."""

    rows: tuple[ToolInPlace, ...]
    all: UnitCounts
    suppressed: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was disseminated."""
        return not self.rows


def tools_by_place(source: PageSource) -> ToolsByPlace:
    """Read what was disseminated of each tool in each State, by the name of the State."""
    events = events_behind(source, source.query)
    groups: dict[str, list[KnownDissemination]] = defaultdict(list)
    places = DisseminationBy.COUNTRY
    for one in events:
        (place,) = codes_of(one, places)
        groups[f"{place}{PAIR}{one.event.tool}"].append(one)
    made = tuple(DisseminationRow(pair, counts_of(own)) for pair, own in groups.items())
    shown = as_shown(source, DisseminationTable(made, counts_of(events)))
    rows = []
    for row in shown.rows:
        place, _between, tool = row.code.partition(PAIR)
        named = (
            code_member(source, places, place),
            code_member(source, DisseminationBy.TOOL, tool),
        )
        rows.append(ToolInPlace(*named, row.counts))
    rows.sort(key=lambda row: (not row.place.code, row.place.label, row.tool.label))
    return ToolsByPlace(tuple(rows), shown.all, shown.suppressed)


def by_place_table(data: ToolsByPlace) -> ChartTable:
    """Return a row for each tool in each State."""
    columns = (
        ChartColumn(breakdown_name(DisseminationBy.COUNTRY), DisseminationBy.COUNTRY.value),
        ChartColumn(breakdown_name(DisseminationBy.TOOL), DisseminationBy.TOOL.value),
        *(count(unit_name(unit), unit.value, EVENTS.at("unit", unit.value)) for unit in UNITS),
    )
    rows = tuple((row.place, row.tool, *row.counts.each) for row in data.rows)
    return ChartTable(columns, rows, (None, None, *data.all.each) if rows else None)


def by_place_sentence(data: ToolsByPlace, formatter: Formatter) -> str:
    """Count the States that tools reached."""
    places = {row.place.code for row in data.rows if row.place.code}
    tools = {row.tool.code for row in data.rows}
    return say(
        "Tools: %(tools)s. Countries and areas that they reached: %(places)s.",
        tools=formatter.whole(len(tools)),
        places=formatter.whole(len(places)),
    )


def by_place_notes(data: ToolsByPlace) -> tuple[str, ...]:
    """Say that numbers are hidden."""
    return (hidden_counts_note(),) if data.suppressed else ()
