"""The events of dissemination and the tools behind a count, as tables."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from tracker.assistance.dissemination_counts import (
    OVERLAPPING,
    UNITS,
    DisseminationBy,
    DisseminationPart,
    DisseminationRow,
    DisseminationTable,
    KnownDissemination,
    UnitCounts,
    counts_of,
    dissemination_table,
    without_people,
)
from tracker.assistance.states import DisseminationMeans, DisseminationUnit
from tracker.people.permissions import may_see_small_counts
from tracker.reference.codes import ParticipantFunction
from tracker.reference.instruments import Instrument
from tracker.reference.languages import languages
from tracker.reference.paragraphs import paragraphs
from tracker.reference.regions import regions
from tracker.reference.states import states
from tracker.totals.chart_data.disseminated_places import tools_by_place
from tracker.totals.chart_data.dissemination_words import breakdown_name, code_member, unit_name
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
    count,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.dissemination_figures import (
    as_shown,
    events_behind,
    read_dissemination,
)
from tracker.totals.labels import Titles
from tracker.totals.opening import RowKind
from tracker.totals.page_source import PageSource
from tracker.totals.record_opening import RecordOpening, RecordPart
from tracker.words import say

MEMBERS = (
    DisseminationBy.TOOL,
    DisseminationBy.MEANS,
    DisseminationBy.LANGUAGE,
    DisseminationBy.AUDIENCE,
)
"""The columns of codes of an event beside its place."""
IN_PLACE = frozenset({DisseminationBy.COUNTRY, DisseminationBy.TOOL})
"""The parts of a number of a tool in a State."""


def events_table(source: PageSource, parts: tuple[RecordPart, ...]) -> ChartTable:
    """Return a row for each event, with the sum of each unit that the parts have.

    Whoever may see no small counts sees a number of people that the breakdown itself shows.
    """
    units = _units(parts)
    events = events_behind(source, source.query, _own(parts))
    counts = _shown(source, DisseminationTable(_by_event(events), counts_of(events)), parts)
    columns = (
        ChartColumn(say("Event"), "event", ChartColumnKind.TEXT),
        ChartColumn(say("Day"), "held_on", ChartColumnKind.DAY),
        *(ChartColumn(breakdown_name(by), by.value) for by in MEMBERS),
        ChartColumn(say("Place"), "place"),
        ChartColumn(say("Activity"), "activity"),
        *(count(unit_name(unit), unit.value) for unit in units),
    )
    rows = tuple(
        (*_event_cells(source, one), *_numbers(shown.counts, units))
        for one, shown in zip(events, counts.rows, strict=True)
    )
    return ChartTable(columns, rows, _sums(columns, counts.all, units) if rows else None)


def tools_table(source: PageSource, parts: tuple[RecordPart, ...]) -> ChartTable:
    """Return the tools that events of the parts were about, with what these count."""
    events = events_behind(source, source.query, _own(parts))
    table = _shown(source, dissemination_table(events, DisseminationBy.TOOL), parts)
    opens = RecordOpening(RowKind.DISSEMINATIONS, parts)
    columns = (
        ChartColumn(breakdown_name(DisseminationBy.TOOL), DisseminationBy.TOOL.value),
        *(count(unit_name(unit), unit.value, opens.at("unit", unit.value)) for unit in UNITS),
    )
    rows = tuple(
        (code_member(source, DisseminationBy.TOOL, row.code), *_numbers(row.counts, UNITS))
        for row in table.rows
    )
    return ChartTable(columns, rows, _sums(columns, table.all, UNITS) if rows else None)


def dissemination_codes(titles: Titles) -> Mapping[str, Iterable[str] | None]:
    """Return the codes that parts may have, by the name of the breakdown; None for any."""
    return {
        DisseminationBy.TOOL: titles[Dimension.TOOL],
        DisseminationBy.MEANS: DisseminationMeans,
        DisseminationBy.UNIT: DisseminationUnit,
        DisseminationBy.LANGUAGE: languages(),
        DisseminationBy.AUDIENCE: ParticipantFunction,
        DisseminationBy.COUNTRY: states(),
        DisseminationBy.REGION: regions(),
        DisseminationBy.YEAR: None,
        DisseminationBy.PROGRAMME: titles[Dimension.PROGRAMME],
        DisseminationBy.ACTIVITY: None,
        DisseminationBy.PROTOCOL: Instrument,
        DisseminationBy.PARAGRAPH: tuple(map(str, paragraphs())),
    }


def part_label(source: PageSource, name: str, code: str) -> str:
    """Return the label of a code of a part; of an activity its code alone."""
    by = DisseminationBy(name)
    if by is DisseminationBy.ACTIVITY and code:
        return code
    return code_member(source, by, code).label


def _own(parts: Iterable[RecordPart]) -> tuple[DisseminationPart, ...]:
    """Return parts of records as parts of dissemination."""
    return tuple(DisseminationPart(DisseminationBy(one.name), one.codes, one.but) for one in parts)


def _units(parts: Iterable[RecordPart]) -> tuple[DisseminationUnit, ...]:
    """Return the units of parts, all where they name none."""
    named = chain.from_iterable(
        one.codes for one in parts if one.name == DisseminationBy.UNIT and not one.but
    )
    chosen = set(named)
    return tuple(unit for unit in UNITS if unit in chosen) or UNITS


def _by_event(events: Sequence[KnownDissemination]) -> tuple[DisseminationRow, ...]:
    """Return a row of counts for each event."""
    return tuple(DisseminationRow(one.event.code, counts_of([one])) for one in events)


def _shown(
    source: PageSource, table: DisseminationTable, parts: Iterable[RecordPart]
) -> DisseminationTable:
    """Return a table behind parts as the source's user may see it."""
    behind = tuple(part for part in _own(parts) if part.by is not DisseminationBy.UNIT)
    if may_see_small_counts(source.user) or _tells(source, behind):
        return as_shown(source, table)
    return without_people(table)


def _tells(source: PageSource, behind: Sequence[DisseminationPart]) -> bool:
    """Tell whether a figure shows the reader the people of parts.

    Of two parts there is one of a tool in a State; of rows that overlap each stands by itself.
    """
    if not behind:
        return True
    part = behind[0]
    if len(behind) > 1:
        return _tells_in_place(source, behind)
    if part.by in OVERLAPPING and (part.but or len(part.codes) > 1):
        return False
    rows = (
        row
        for row in read_dissemination(source, part.by).rows
        if (row.code in part.codes) != part.but
    )
    return all(row.counts.people is not None for row in rows)


def _tells_in_place(source: PageSource, behind: Sequence[DisseminationPart]) -> bool:
    """Tell whether the list of tools by State shows the people of one tool in one State."""
    named = {part.by: part.codes for part in behind if len(part.codes) == 1 and not part.but}
    if len(behind) > len(IN_PLACE) or named.keys() != IN_PLACE:
        return False
    pair = [named[DisseminationBy.COUNTRY], named[DisseminationBy.TOOL]]
    rows = tools_by_place(source).rows
    return all(
        row.counts.people is not None
        for row in rows
        if [(row.place.code,), (row.tool.code,)] == pair
    )


def _event_cells(source: PageSource, one: KnownDissemination) -> tuple[Cell, ...]:
    """Return the cells of an event but its counts."""
    event = one.event
    place = Dimension.COUNTRY if event.place in states() else Dimension.REGION
    codes = (event.tool, event.means.value, event.language, event.audience.value)
    return (
        event.code,
        event.held_on,
        *(code_member(source, by, code) for by, code in zip(MEMBERS, codes, strict=True)),
        Member(place, event.place, source.reader.label(place, event.place)),
        Member(Dimension.ACTIVITY, event.activity, event.activity),
    )


def _numbers(counts: UnitCounts, units: Iterable[DisseminationUnit]) -> tuple[int | None, ...]:
    """Return the counts of some units."""
    return tuple(counts.of(unit) for unit in units)


def _sums(
    columns: Sequence[ChartColumn], counts: UnitCounts, units: Sequence[DisseminationUnit]
) -> tuple[int | None, ...]:
    """Return the sums at the foot of a table, each below its unit."""
    return (*(None,) * (len(columns) - len(units)), *_numbers(counts, units))
