"""Tools disseminated, by choice and period: copies, downloads and people, which have no sum.

Each event counts whole, in its one unit, on its day. What its activity has (programme, paragraphs)
counts where the reader may know of the activity; an instrument is one that the tool is for.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from tracker.assistance.count_choice import CountChoice, meets, region_codes
from tracker.assistance.dissemination_events import DisseminationEvent
from tracker.assistance.small_counts import CountRow, CountTable, suppress
from tracker.assistance.states import DisseminationUnit
from tracker.reference.states import states

UNITS = tuple(DisseminationUnit)


class DisseminationBy(StrEnum):
    """What dissemination is broken down by."""

    TOOL = "tool"  # the tool
    MEANS = "means"  # the means of the event
    UNIT = "unit"  # copies, downloads or people
    LANGUAGE = "language"  # the language of what was handed out
    AUDIENCE = "audience"  # the function of the readers
    COUNTRY = "country"  # the State or area of the event
    REGION = "region"  # the M49 region of the event
    YEAR = "year"  # the calendar year
    PROGRAMME = "programme"  # the programme of the activity that the event was part of
    ACTIVITY = "activity"  # that activity
    PROTOCOL = "protocol"  # the instruments that the tool is for, whole under each
    PARAGRAPH = "paragraph"  # paragraph 6 and those that the activity answers, whole under each


OVERLAPPING = frozenset({DisseminationBy.PROTOCOL, DisseminationBy.PARAGRAPH})
"""Breakdowns of which an event stands under several rows, so that they add up to no total."""


class KnownDissemination(NamedTuple):
    """An event with the instruments of its tool, and the programme and paragraphs of its activity.

    The event of an activity that the reader may not know of has none, and no programme.
    """

    event: DisseminationEvent
    instruments: frozenset[str] = frozenset()
    programme: str = ""
    paragraphs: frozenset[int] = frozenset()


class DisseminationPart(NamedTuple):
    """The events with some codes of a breakdown, or those with any `but` them."""

    by: DisseminationBy
    codes: tuple[str, ...]
    but: bool = False

    def has(self, row: KnownDissemination) -> bool:
        """Tell whether an event belongs to the part."""
        return set(self.codes).isdisjoint(codes_of(row, self.by)) is self.but


@dataclass(frozen=True, slots=True)
class DisseminationChoice(CountChoice):
    """The events chosen, by their tool, activity and place, and by parts."""

    parts: tuple[DisseminationPart, ...] = ()

    def has(self, row: KnownDissemination) -> bool:
        """Tell whether an event is chosen."""
        return (
            self.has_day(row.event.held_on)
            and self._has_codes(row)
            and self.has_place(row.event.place)
            and all(part.has(row) for part in self.parts)
        )

    def _has_codes(self, row: KnownDissemination) -> bool:
        """Tell whether an event is chosen by its tool and its activity."""
        return (
            (not self.tools or row.event.tool in self.tools)
            and (self.activities is None or row.event.activity in self.activities)
            and (not self.programmes or row.programme in self.programmes)
            and meets(self.protocols, row.instruments)
            and meets(self.paragraphs, row.paragraphs)
        )


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """Copies, downloads and people; None is not shown. They have no sum."""

    copies: int | None = 0
    downloads: int | None = 0
    people: int | None = 0

    @property
    def each(self) -> tuple[int | None, ...]:
        """The counts in the order of the units."""
        return tuple(self.of(unit) for unit in UNITS)

    def of(self, unit: DisseminationUnit) -> int | None:
        """Return the count of one unit."""
        count: int | None = getattr(self, unit.value)
        return count


class DisseminationRow(NamedTuple):
    """The counts of one code."""

    code: str
    counts: UnitCounts


@dataclass(frozen=True, slots=True)
class DisseminationTable:
    """Rows of counts, and the counts of all, their sum unit by unit unless they overlap."""

    rows: tuple[DisseminationRow, ...]
    all: UnitCounts
    overlapping: bool = False
    suppressed: bool = False


def chosen_events(
    rows: Iterable[KnownDissemination], choice: DisseminationChoice
) -> tuple[KnownDissemination, ...]:
    """Return the events of a choice, in their order."""
    return tuple(row for row in rows if choice.has(row))


def counts_of(rows: Iterable[KnownDissemination]) -> UnitCounts:
    """Add up the counts of events, unit by unit."""
    found = dict.fromkeys(UNITS, 0)
    for row in rows:
        found[row.event.unit] += row.event.number
    return UnitCounts(*found.values())


def dissemination_table(
    rows: Sequence[KnownDissemination], by: DisseminationBy | None = None
) -> DisseminationTable:
    """Return the counts of events by a breakdown, "" for not specified; nothing is hidden."""
    groups: dict[str, list[KnownDissemination]] = defaultdict(list)
    if by is not None:
        for row in rows:
            for code in codes_of(row, by):
                groups[code].append(row)
    made = tuple(DisseminationRow(code, counts_of(groups[code])) for code in sorted(groups))
    return DisseminationTable(made, counts_of(rows), overlapping=by in OVERLAPPING)


def without_small_counts(table: DisseminationTable) -> DisseminationTable:
    """Return a table as the public sees it: no count of one to four people, nor what tells it."""
    people = suppress(
        CountTable(
            tuple(_people_row(row.code, row.counts) for row in table.rows),
            _people_row("", table.all),
            table.overlapping,
        )
    )
    shown = {row.code: row.total for row in people.rows}
    rows = tuple(
        row._replace(counts=replace(row.counts, people=shown.get(row.code))) for row in table.rows
    )
    everybody = replace(table.all, people=people.all.total)
    hidden = (rows, everybody) != (table.rows, table.all)
    return DisseminationTable(rows, everybody, table.overlapping, suppressed=hidden)


def without_people(table: DisseminationTable) -> DisseminationTable:
    """Return a table of which no number of people is shown."""
    rows = tuple(row._replace(counts=replace(row.counts, people=None)) for row in table.rows)
    everybody = replace(table.all, people=None)
    return DisseminationTable(rows, everybody, table.overlapping, suppressed=True)


def codes_of(row: KnownDissemination, by: DisseminationBy) -> tuple[str, ...]:
    """Return the codes that an event has of a breakdown; "" where it has none."""
    return _CODES[by](row) or ("",)


def _people_row(code: str, counts: UnitCounts) -> CountRow:
    """Return the people of a row as a count of one column."""
    number = counts.people or 0
    return CountRow(code, (number,), number)


def _own(code: str) -> tuple[str, ...]:
    """Return a code, nothing for an empty one."""
    return (code,) if code else ()


_CODES: Mapping[DisseminationBy, Callable[[KnownDissemination], tuple[str, ...]]] = {
    DisseminationBy.TOOL: lambda row: _own(row.event.tool),
    DisseminationBy.MEANS: lambda row: _own(row.event.means.value),
    DisseminationBy.UNIT: lambda row: _own(row.event.unit.value),
    DisseminationBy.LANGUAGE: lambda row: _own(row.event.language),
    DisseminationBy.AUDIENCE: lambda row: _own(row.event.audience.value),
    DisseminationBy.COUNTRY: lambda row: (
        _own(row.event.place) if row.event.place in states() else ()
    ),
    DisseminationBy.REGION: lambda row: region_codes(row.event.place),
    DisseminationBy.YEAR: lambda row: (str(row.event.held_on.year),),
    DisseminationBy.PROGRAMME: lambda row: _own(row.programme),
    DisseminationBy.ACTIVITY: lambda row: _own(row.event.activity),
    DisseminationBy.PROTOCOL: lambda row: tuple(sorted(row.instruments)),
    DisseminationBy.PARAGRAPH: lambda row: tuple(map(str, sorted(row.paragraphs))),
}
