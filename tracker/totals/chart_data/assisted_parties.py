"""Adherence beside assistance: States assisted and not yet party, parties never assisted."""

from dataclasses import dataclass
from datetime import date

from tracker.assistance.adherence_assistance import (
    AssistedNotParty,
    PartyNotAssisted,
    assisted_not_party,
    party_never_assisted,
)
from tracker.assistance.assisted_states import Assisted, assisted_states
from tracker.totals.begun_activities import begun_activities
from tracker.totals.chart_data.adherence_scope import (
    AdherenceScope,
    adherence_scope,
    beyond_record,
    by_name,
    instrument_name,
    party_cell,
)
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    count,
)
from tracker.totals.formatter import Formatter
from tracker.totals.page_source import PageSource
from tracker.words import say


@dataclass(frozen=True, slots=True)
class NotYetParties:
    """The States assisted on an instrument to which they were no party on the day."""

    scope: AdherenceScope
    states: tuple[AssistedNotParty, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the record holds no adherence that was asked for."""
        return not self.scope.facts


@dataclass(frozen=True, slots=True)
class NeverAssisted:
    """The eligible parties that no activity named up to `assisted_until`."""

    scope: AdherenceScope
    assisted_until: date
    states: tuple[PartyNotAssisted, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the record holds no adherence that was asked for."""
        return not self.scope.facts


def not_yet_parties(source: PageSource) -> NotYetParties:
    """List who was assisted up to the day of the figures and was not yet a party on it."""
    scope = adherence_scope(source)
    if not scope.has_days:
        return NotYetParties(scope, ())
    assisted = _assisted(source, scope, scope.first, scope.reach.as_at)
    found = assisted_not_party(assisted, scope.parties, scope.instruments)
    ordered = sorted(found, key=lambda one: by_name(one.state, scope.locale))
    return NotYetParties(scope, tuple(ordered))


def never_assisted(source: PageSource) -> NeverAssisted:
    """List the eligible parties of the day of the figures that were never assisted since.

    Assistance is looked for up to the last day that was asked for.
    """
    scope = adherence_scope(source)
    assisted = _assisted(source, scope, None, scope.last)
    found = party_never_assisted(assisted, scope.parties, scope.instruments)
    ordered = sorted(found, key=lambda one: by_name(one.state, scope.locale))
    return NeverAssisted(scope, scope.last, tuple(ordered))


def _assisted(
    source: PageSource, scope: AdherenceScope, first: date | None, last: date
) -> Assisted:
    """Return the chosen States that were assisted, by activities and their shares as known."""
    shares = source.reader.scope.rollups.facts.members.shares
    found = assisted_states(begun_activities(source), shares, first=first, last=last)
    if scope.chosen is None:
        return found
    return {key: one for key, one in found.items() if one.state in scope.chosen}


def not_yet_table(data: NotYetParties) -> ChartTable:
    """Return a row for each State: on which instruments, since when, by how many activities."""
    columns = (
        ChartColumn(say("State or area"), "state"),
        ChartColumn(say("Assisted on, and not a party to"), "protocols", ChartColumnKind.TEXT),
        ChartColumn(say("First activity began"), "first", ChartColumnKind.DAY),
        count(say("Activities"), "activities"),
    )
    return ChartTable(columns, tuple(_not_yet_row(one, data.scope) for one in data.states))


def not_yet_sentence(data: NotYetParties, formatter: Formatter) -> str:
    """Count the States, with the day."""
    if not data.scope.has_days:
        return beyond_record(data.scope, formatter)
    if not data.states:
        return say(
            "By %(day)s no activity on record had named a State on an instrument to which it was "
            "not a party on that day.",
            day=formatter.day(data.scope.reach.as_at),
        )
    return say(
        "States that activities had named by %(day)s, on an instrument to which they were not a "
        "party on that day: %(number)s.",
        day=formatter.day(data.scope.reach.as_at),
        number=formatter.whole(len(data.states)),
    )


def never_table(data: NeverAssisted) -> ChartTable:
    """Return a row for each State with the instruments to which it is a party."""
    columns = (
        ChartColumn(say("State or area"), "state"),
        ChartColumn(say("Party to"), "protocols", ChartColumnKind.TEXT),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            party_cell(one.state, data.scope.locale),
            "; ".join(instrument_name(code, data.scope.locale) for code in one.party_to),
        )
        for one in data.states
    )
    return ChartTable(columns, rows)


def never_sentence(data: NeverAssisted, formatter: Formatter) -> str:
    """Count the States, with the day of adherence and the last day of assistance."""
    if not data.states:
        return say(
            "Each developing country and economy in transition that was a party on %(day)s was "
            "named by an activity up to %(until)s.",
            day=formatter.day(data.scope.reach.as_at),
            until=formatter.day(data.assisted_until),
        )
    return say(
        "Developing countries and economies in transition that were parties on %(day)s and were "
        "not named by an activity up to %(until)s: %(number)s.",
        day=formatter.day(data.scope.reach.as_at),
        until=formatter.day(data.assisted_until),
        number=formatter.whole(len(data.states)),
    )


def _not_yet_row(one: AssistedNotParty, scope: AdherenceScope) -> tuple[Cell, ...]:
    """Return the row of a State that was assisted and is no party."""
    own = one.by_instrument
    activities = {code for found in own.values() for code in found.activities}
    names = [instrument_name(code, scope.locale) for code in scope.instruments if code in own]
    first = min((found.first for found in own.values() if found.first), default=None)
    return (party_cell(one.state, scope.locale), "; ".join(names), first, len(activities))
