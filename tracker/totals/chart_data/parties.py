"""The parties to each instrument: over time, by State, by region, before and after a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.reference.adherence_changes import (
    PartiesInPeriod,
    counts_over_time,
    parties_in_period,
)
from tracker.reference.adherence_rows import StateAdherence, rows_by_state
from tracker.reference.instruments import Instrument
from tracker.reference.organisations import EUROPEAN_UNION, giver_name
from tracker.reference.regions import area_name, children, line_of
from tracker.reference.states import states
from tracker.totals.chart_data.adherence_scope import (
    FIRST_DAY,
    AdherenceScope,
    adherence_scope,
    beyond_record,
    by_name,
    instrument_name,
    party_cell,
)
from tracker.totals.chart_data.marks import INSTRUMENT_MARKS, ChartMark
from tracker.totals.chart_data.shapes import (
    BarShape,
    ChartSeries,
    ColumnShape,
    LineShape,
    Unit,
)
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
    count,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.page_source import PageSource
from tracker.words import say

WORLD = "001"


@dataclass(frozen=True, slots=True)
class PartiesOverTime:
    """The number of parties on the last day of each year; the last day is that of the figures.

    `counts` has a row for each of the instruments.
    """

    scope: AdherenceScope
    days: tuple[date, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def is_empty(self) -> bool:
        """Whether the record holds no adherence that was asked for."""
        return not self.scope.facts


@dataclass(frozen=True, slots=True)
class PartiesByState:
    """The States that signed or are parties, by name; the European Union comes last."""

    scope: AdherenceScope
    states: tuple[StateAdherence, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the record holds no adherence that was asked for."""
        return not self.scope.facts


@dataclass(frozen=True, slots=True)
class PartiesByRegion:
    """The number of parties in each region, the one with most first.

    `counts` has a row for each of `regions`, which are codes with names, with a number for each
    instrument; the European Union is in no region and has a row of its own, with the code "".
    """

    scope: AdherenceScope
    regions: tuple[tuple[str, str], ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def is_empty(self) -> bool:
        """Whether no region has a party."""
        return not self.regions


@dataclass(frozen=True, slots=True)
class PeriodOfParties:
    """The parties before a period and those that joined in it, by instrument."""

    scope: AdherenceScope
    first: date
    periods: tuple[PartiesInPeriod, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the record holds no adherence that was asked for."""
        return not self.scope.facts


def parties_over_time(source: PageSource) -> PartiesOverTime:
    """Count the parties at the end of each year, and on the day of the figures."""
    scope = adherence_scope(source)
    as_at = scope.reach.as_at
    begin = FIRST_DAY if scope.first is None else max(scope.first, FIRST_DAY)
    ends = [date(year, 12, 31) for year in range(begin.year, as_at.year)]
    days = (*(day for day in ends if day < as_at), as_at) if scope.has_days else ()
    found = counts_over_time(scope.facts, days, scope.reach.known_at)
    return PartiesOverTime(scope, days, tuple(found[code] for code in scope.instruments))


def parties_by_state(source: PageSource) -> PartiesByState:
    """List the States that signed or are parties."""
    scope = adherence_scope(source)
    found = rows_by_state(scope.facts, scope.reach.as_at, scope.reach.known_at)
    ordered = sorted(found, key=lambda one: by_name(one.party, scope.locale))
    return PartiesByState(scope, tuple(ordered))


def parties_by_region(source: PageSource) -> PartiesByRegion:
    """Count the parties in each region of M49."""
    scope = adherence_scope(source)
    counts: dict[str, list[int]] = {}
    parties = scope.parties
    for place, instrument in enumerate(scope.instruments):
        for party in parties[instrument]:
            own = counts.setdefault(_region(party), [0] * len(scope.instruments))
            own[place] += 1
    ordered = sorted(counts, key=lambda code: (not code, -sum(counts[code]), code))
    union = giver_name(EUROPEAN_UNION, scope.locale)
    names = tuple((code, area_name(code, scope.locale) if code else union) for code in ordered)
    return PartiesByRegion(scope, names, tuple(tuple(counts[code]) for code in ordered))


def period_of_parties(source: PageSource) -> PeriodOfParties:
    """Compare the parties before a period with those that joined in it.

    Without a period it is the twelve months that end with the day of the figures.
    """
    scope = adherence_scope(source)
    first = scope.first or year_before(scope.reach.as_at)
    if not scope.has_days:
        return PeriodOfParties(scope, first, ())
    found = parties_in_period(scope.facts, first, scope.reach.as_at, scope.reach.known_at)
    own = tuple(one for one in found if one.instrument in scope.instruments)
    return PeriodOfParties(scope, first, own)


def year_before(day: date) -> date:
    """Return the first day of the twelve months that end with a day."""
    before = day + timedelta(days=1)
    leap_day = (before.month, before.day) == (2, 29)
    return before.replace(year=before.year - 1, day=28 if leap_day else before.day)


def over_time_shape(data: PartiesOverTime) -> LineShape | None:
    """Return a line for each instrument; a last year of which the record has a part is marked."""
    if not data.days:
        return None
    years = tuple(Member(None, str(day.year), str(day.year)) for day in data.days)
    last = data.days[-1]
    unfinished = "" if (last.month, last.day) == (12, 31) else str(last.year)
    return LineShape(years, _series(data.scope, data.counts), _unit(), unfinished)


def over_time_finding(data: PartiesOverTime, formatter: Formatter) -> str:
    """Name the instrument with most parties and that with fewest, with their numbers."""
    if not data.days or len(data.counts) == 1:
        return ""
    at_end = sorted(
        zip([own[-1] for own in data.counts], data.scope.instruments, strict=True),
        key=lambda pair: pair[0],
    )
    (fewest, last), (most, first) = at_end[0], at_end[-1]
    if most == fewest:
        return ""
    return say(
        "%(first)s: %(most)s parties, %(last)s: %(fewest)s",
        first=instrument_name(first, data.scope.locale),
        most=formatter.whole(most),
        last=instrument_name(last, data.scope.locale),
        fewest=formatter.whole(fewest),
    )


def by_state_shape(data: PartiesByState) -> BarShape | None:
    """Return the number of parties to each instrument as bars, for paper."""
    counts = tuple(
        sum(code in one.bound_by for one in data.states) for code in data.scope.instruments
    )
    if not any(counts):
        return None
    series = ChartSeries(say("Parties"), counts, ChartMark("money"))
    return BarShape(_instruments(data.scope, data.scope.instruments), (series,), _unit())


def by_region_shape(data: PartiesByRegion) -> ColumnShape:
    """Return for each region a column for each instrument, side by side."""
    regions = tuple(
        Member(Dimension.REGION if code else None, code, label) for code, label in data.regions
    )
    counts = tuple(zip(*data.counts, strict=True))
    return ColumnShape(regions, _series(data.scope, counts), _unit())


def period_shape(data: PeriodOfParties) -> BarShape | None:
    """Return for each instrument the parties before the period, and those that joined in it."""
    if not data.periods:
        return None
    instruments = tuple(one.instrument for one in data.periods)
    before = tuple(one.before for one in data.periods)
    joined = tuple(len(one.joined) for one in data.periods)
    series = (
        ChartSeries(
            say("Before the period"), before, ChartMark("money-light", edge="money"),
            Member(None, "before", say("Before the period")),
        ),
        ChartSeries(
            say("Joined"), joined, ChartMark("money-dark"), Member(None, "joined", say("Joined"))
        ),
    )  # fmt: skip
    return BarShape(_instruments(data.scope, instruments), series, _unit())


def over_time_table(data: PartiesOverTime) -> ChartTable:
    """Return a row for each day, a column for each instrument."""
    columns = (
        ChartColumn(say("Day"), "day", ChartColumnKind.DAY),
        *_instrument_columns(data.scope),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (day, *own) for day, own in zip(data.days, zip(*data.counts, strict=True), strict=True)
    )
    return ChartTable(columns, rows)


def over_time_sentence(data: PartiesOverTime, formatter: Formatter) -> str:
    """State the number of parties to each instrument on the last day."""
    if not data.days:
        return beyond_record(data.scope, formatter)
    counts = [
        say(
            "%(instrument)s: %(number)s",
            instrument=instrument_name(code, data.scope.locale),
            number=formatter.whole(own[-1]),
        )
        for code, own in zip(data.scope.instruments, data.counts, strict=True)
    ]
    return say(
        "Parties on %(day)s: %(counts)s.",
        day=formatter.day(data.days[-1]),
        counts="; ".join(counts),
    )


def by_state_table(data: PartiesByState) -> ChartTable:
    """Return a row for each State with the dates from which it is a party."""
    locale = data.scope.locale
    columns = (
        ChartColumn(say("State or organization"), "state"),
        *(
            ChartColumn(
                instrument_name(code, locale), f"{code.lower()}_party_since", ChartColumnKind.DAY
            )
            for code in data.scope.instruments
        ),
        ChartColumn(say("Signed, not a party"), "signed_only", ChartColumnKind.TEXT),
    )
    return ChartTable(columns, tuple(_state_row(one, data.scope) for one in data.states))


def by_state_sentence(data: PartiesByState, formatter: Formatter) -> str:
    """Count the parties to at least one instrument, and to all of those asked about."""
    bound = [one for one in data.states if one.bound_by]
    whole = sum(len(one.bound_by) == len(data.scope.instruments) for one in bound)
    if len(data.scope.instruments) == 1:
        return say(
            "On %(day)s there were %(number)s parties.",
            day=formatter.day(data.scope.reach.as_at),
            number=formatter.whole(len(bound)),
        )
    return say(
        "On %(day)s, %(number)s were parties to at least one instrument, %(all)s to each.",
        day=formatter.day(data.scope.reach.as_at),
        number=formatter.whole(len(bound)),
        all=formatter.whole(whole),
    )


def by_region_table(data: PartiesByRegion) -> ChartTable:
    """Return a row for each region, a column for each instrument."""
    columns = (ChartColumn(say("Region"), "region"), *_instrument_columns(data.scope))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (Member(Dimension.REGION if code else None, code, label), *own)
        for (code, label), own in zip(data.regions, data.counts, strict=True)
    )
    return ChartTable(columns, rows)


def by_region_sentence(data: PartiesByRegion, formatter: Formatter) -> str:
    """Name the region with most parties to the first of the instruments."""
    most = max(range(len(data.regions)), key=lambda place: data.counts[place][0])
    return say(
        "%(region)s has most parties to the %(instrument)s: %(number)s of %(all)s.",
        region=data.regions[most][1],
        instrument=instrument_name(data.scope.instruments[0], data.scope.locale),
        number=formatter.whole(data.counts[most][0]),
        all=formatter.whole(sum(own[0] for own in data.counts)),
    )


def period_table(data: PeriodOfParties) -> ChartTable:
    """Return for each instrument the parties before the period, those that joined, and after."""
    columns = (
        ChartColumn(say("Convention or Protocol"), "protocol"),
        count(say("Before the period"), "before"),
        count(say("Joined"), "joined"),
        count(say("At its end"), "after"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Member(
                Dimension.PROTOCOL,
                one.instrument.value,
                instrument_name(one.instrument, data.scope.locale),
            ),
            one.before,
            len(one.joined),
            one.after,
        )
        for one in data.periods
    )
    return ChartTable(columns, rows)


def period_sentence(data: PeriodOfParties, formatter: Formatter) -> str:
    """Count the consents of the period."""
    if not data.periods:
        return beyond_record(data.scope, formatter)
    return say(
        "Consents to be bound from %(first)s to %(last)s: %(number)s.",
        first=formatter.day(data.first),
        last=formatter.day(data.scope.reach.as_at),
        number=formatter.whole(sum(len(one.joined) for one in data.periods)),
    )


def _unit() -> Unit:
    """Return the unit of numbers of parties."""
    return Unit(say("Parties"), is_money=False)


def _series(scope: AdherenceScope, counts: Sequence[tuple[int, ...]]) -> tuple[ChartSeries, ...]:
    """Return a series for each instrument."""
    return tuple(
        ChartSeries(member.label, own, INSTRUMENT_MARKS[member.code], member)
        for member, own in zip(_instruments(scope, scope.instruments), counts, strict=True)
    )


def _instruments(scope: AdherenceScope, instruments: Sequence[Instrument]) -> tuple[Member, ...]:
    """Return instruments as codes with their names."""
    return tuple(
        Member(Dimension.PROTOCOL, code.value, instrument_name(code, scope.locale))
        for code in instruments
    )


def _instrument_columns(scope: AdherenceScope) -> Sequence[ChartColumn]:
    """Return a column of counts for each instrument."""
    return [count(instrument_name(code, scope.locale), code.lower()) for code in scope.instruments]


def _state_row(one: StateAdherence, scope: AdherenceScope) -> tuple[Cell, ...]:
    """Return the row of a State: its dates, and the instruments that it signed alone."""
    since = [one.rows[code].party_since if code in one.rows else None for code in scope.instruments]
    signed = [
        instrument_name(code, scope.locale)
        for code in scope.instruments
        if code in one.rows and one.rows[code].party_since is None
    ]
    return (party_cell(one.party, scope.locale), *since, "; ".join(signed))


def _region(party: str) -> str:
    """Return the region of a State; "" for the European Union."""
    if party not in states():
        return ""
    return next((code for code in line_of(party) if code in children(WORLD)), "")
