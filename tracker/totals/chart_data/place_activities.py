"""The activities for a place: what was done there, with which money, and who paid for each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from tracker.assistance.known_activities import KnownActivity, read_known_activities
from tracker.assistance.unpublished import UNPUBLISHED
from tracker.fund.ledger.measures import Measure
from tracker.people.permissions import Permission, may
from tracker.periods import Span
from tracker.reference.codes import ActivityStatus, label
from tracker.reference.regions import line_of
from tracker.reference.states import states
from tracker.totals.chart_data.findings import share_of
from tracker.totals.chart_data.table import (
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
    amount,
    summed,
)
from tracker.totals.chosen_activities import is_chosen
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name
from tracker.totals.opening import Opening, RowKind
from tracker.totals.page_source import PageSource
from tracker.totals.reader import Row, TotalsReader
from tracker.words import say

MOST_DONORS = 5
"""The number of donors that are named beside an activity."""
OF_MONEY = (Dimension.DONOR, Dimension.EARMARKING)


class PaidActivity(NamedTuple):
    """An activity with what of its money is for the place, in US cents, and who paid of it.

    `known` is None for the one line of all activities that are not published.
    """

    code: str
    label: str
    known: KnownActivity | None
    allocated: int
    spent: int
    donors: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class PlaceActivities:
    """The activities of a choice, those with most money first.

    `wider` is the number of activities for a region that holds the one country of the choice.
    """

    rows: tuple[PaidActivity, ...]
    wider: int
    locale: str

    @property
    def is_empty(self) -> bool:
        """Whether there is no activity."""
        return not self.rows

    @property
    def allocated(self) -> int:
        """The sum of what was allocated."""
        return sum(row.allocated for row in self.rows)

    @property
    def spent(self) -> int:
        """The sum of what was spent."""
        return sum(row.spent for row in self.rows)


def place_activities(source: PageSource) -> PlaceActivities:
    """Return the activities of a choice, with money or without, as known at its moment."""
    reader, query = source.reader, source.query
    allocated, spent = (
        {row.code: row for row in reader.rows(measure, Dimension.ACTIVITY)}
        for measure in (Measure.ALLOCATED, Measure.SPENT)
    )
    known = read_known_activities(
        source.session,
        public_only=not may(source.user, Permission.SEE_UNPUBLISHED),
        known_at=query.known_at.moment if query.known_at else None,
    )
    shown = {one.code: one for one in known if one.code not in reader.scope.withheld}
    codes = {*allocated, *spent, *_without_money(source, shown.values())} - {""}
    paid = _donors(reader)
    rows = [
        PaidActivity(
            code,
            reader.label(Dimension.ACTIVITY, code),
            shown.get(code),
            allocated[code].minor if code in allocated else 0,
            spent[code].minor if code in spent else 0,
            paid.get(code, ()),
        )
        for code in codes
    ]
    rows.sort(key=lambda row: (row.code == UNPUBLISHED, -row.spent, -row.allocated, row.code))
    return PlaceActivities(tuple(rows), _wider(source, shown.values()), source.locale)


def activities_table(data: PlaceActivities, formatter: Formatter) -> ChartTable:
    """Return a row for each activity; its amounts lead to the contributions that paid it."""
    columns = (
        ChartColumn(dimension_name(Dimension.ACTIVITY), Dimension.ACTIVITY.value),
        ChartColumn(say("Status"), "status", ChartColumnKind.TEXT),
        ChartColumn(say("Begins on"), "begins_on", ChartColumnKind.DAY),
        ChartColumn(say("Ends on"), "ends_on", ChartColumnKind.DAY),
        *(
            amount(measure_name(one), one.value, Opening(one, rows=RowKind.CONTRIBUTIONS))
            for one in (Measure.ALLOCATED, Measure.SPENT)
        ),
        ChartColumn(say("Spent from the money of"), "donors", ChartColumnKind.TEXT),
    )
    rows = tuple(
        (
            Member(Dimension.ACTIVITY, row.code, row.label),
            label(ActivityStatus, row.known.status, data.locale) if row.known else "",
            row.known.starts_on if row.known else None,
            row.known.ends_on if row.known else None,
            row.allocated,
            row.spent,
            _who_paid(row, formatter),
        )
        for row in data.rows
    )
    return ChartTable(columns, rows, summed(columns, rows))


def activities_sentence(data: PlaceActivities, formatter: Formatter) -> str:
    """Say how many activities there are, and what was given to them and spent."""
    return say(
        "Activities: %(number)s. Of %(allocated)s allocated to them for this place, %(spent)s was "
        "spent.",
        number=formatter.whole(sum(row.known is not None for row in data.rows)),
        allocated=formatter.short(data.allocated),
        spent=formatter.short(data.spent),
    )


def activities_notes(data: PlaceActivities, formatter: Formatter) -> tuple[str, ...]:
    """Say what is not known: what came here of activities for a region that holds the place."""
    if not data.wider:
        return ()
    return (
        say(
            "Not among them are activities for a region that holds this place: %(number)s. What "
            "came here of their money is not known.",
            number=formatter.whole(data.wider),
        ),
    )


def _donors(reader: TotalsReader) -> dict[str, tuple[Row, ...]]:
    """Return who paid what was spent on each activity, the largest first."""
    cross = reader.cross(Measure.SPENT, Dimension.ACTIVITY, Dimension.DONOR)
    found = {}
    for (code, _label), own in zip(cross.rows, cross.minor, strict=True):
        donors = [Row(*donor, minor) for donor, minor in zip(cross.columns, own, strict=True)]
        paid = [row for row in donors if row.minor]
        found[code] = tuple(sorted(paid, key=lambda row: (-row.minor, row.code)))
    return found


def _who_paid(row: PaidActivity, formatter: Formatter) -> str:
    """Name the donors of what was spent with their shares, the largest ones by name."""
    shown = [
        f"{donor.label} {formatter.percent(share_of(donor.minor, row.spent))}"
        for donor in row.donors[:MOST_DONORS]
    ]
    more = len(row.donors) - len(shown)
    if more:
        shown.append(say("%(number)s more", number=more))
    return "; ".join(shown)


def _without_money(source: PageSource, known: Iterable[KnownActivity]) -> set[str]:
    """Return the activities of the choice whose days, actual or planned, meet those of the query.

    None where only some money is asked for.
    """
    query, scope = source.query, source.reader.scope
    if any(query.of(dimension) for dimension in OF_MONEY):
        return set()
    members = scope.rollups.facts.members
    return {
        one.code
        for one in known
        if one.id < members.activities
        and is_chosen(one.id, members, scope.choice)
        and Span(query.first, query.last).meets(one.starts_on, one.ends_on)
    }


def _wider(source: PageSource, known: Collection[KnownActivity]) -> int:
    """Count the activities for a region or the world that holds the one country of a choice."""
    countries = source.query.of(Dimension.COUNTRY)
    if len(countries) != 1 or countries[0] not in states():
        return 0
    regions = frozenset(line_of(countries[0]))
    members = source.reader.scope.rollups.facts.members
    days = Span(source.query.first, source.query.last)
    return sum(
        any(place in regions for place, _share in members.shares[one.id].places)
        for one in known
        if one.id in members.shares and days.meets(one.starts_on, one.ends_on)
    )
