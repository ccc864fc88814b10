"""Lists of deposits: those of a period, and those that became known late."""

from dataclasses import dataclass
from datetime import date

from tracker.reference.adherence_changes import (
    CountsAsKnown,
    LateDeposit,
    NewParty,
    counts_as_known,
    late_deposits,
)
from tracker.reference.instruments import Instrument
from tracker.totals.chart_data.adherence_scope import (
    AdherenceScope,
    action_name,
    adherence_scope,
    beyond_record,
    instrument_name,
    party_cell,
)
from tracker.totals.chart_data.parties import period_of_parties
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.page_source import PageSource
from tracker.words import say

RESOLUTION_DAY = date(2013, 3, 28)
"""The day of the draft resolution, whose paragraph 1 counts the parties to each instrument."""


@dataclass(frozen=True, slots=True)
class NewParties:
    """The consents of a period by date, the newest first."""

    scope: AdherenceScope
    first: date
    joined: tuple[NewParty, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the record holds no adherence that was asked for."""
        return not self.scope.facts


@dataclass(frozen=True, slots=True)
class LateDeposits:
    """The deposits that became known late, and the counts of one day as known at each list.

    The day is that of the figures where a list after it says more; else that of the resolution.
    """

    scope: AdherenceScope
    day: date
    counts: tuple[CountsAsKnown, ...]
    deposits: tuple[LateDeposit, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the record holds no adherence that was asked for."""
        return not self.scope.facts

    @property
    def grown(self) -> tuple[Instrument, ...]:
        """The instruments whose count of the day has changed from list to list."""
        return tuple(
            code
            for code in self.scope.instruments
            if len({one.counts[code] for one in self.counts}) > 1
        )


def new_parties(source: PageSource) -> NewParties:
    """List the consents of the period of a query, else of the last twelve months on record."""
    found = period_of_parties(source)
    joined = [one for period in found.periods for one in period.joined]
    order = list(Instrument)
    joined.sort(key=lambda one: (-one.dated_on.toordinal(), order.index(one.instrument), one.party))
    return NewParties(found.scope, found.first, tuple(joined))


def known_late(source: PageSource) -> LateDeposits:
    """List the deposits up to the day of the figures that became known late."""
    scope = adherence_scope(source)
    as_at, known_at = scope.reach.as_at, scope.reach.known_at
    counts = counts_as_known(scope.facts, as_at, known_at)
    day = as_at if len(counts) > 1 or as_at <= RESOLUTION_DAY else RESOLUTION_DAY
    return LateDeposits(
        scope,
        day,
        counts_as_known(scope.facts, day, known_at),
        late_deposits(scope.facts, as_at, known_at),
    )


def new_parties_table(data: NewParties) -> ChartTable:
    """Return a row for each consent."""
    columns = (*_deposit_columns(), _day(say("Known from"), "known_on"))
    rows = tuple((*_deposit(one, data.scope), one.known_on) for one in data.joined)
    return ChartTable(columns, rows)


def new_parties_sentence(data: NewParties, formatter: Formatter) -> str:
    """Count the States, and the European Union, that consented in the period."""
    if not data.scope.has_days:
        return beyond_record(data.scope, formatter)
    days = {
        "first": formatter.day(data.first),
        "last": formatter.day(data.scope.reach.as_at),
    }
    if not data.joined:
        return say("From %(first)s to %(last)s nobody on record consented to be bound.", **days)
    return say(
        "Parties that consented to be bound from %(first)s to %(last)s: %(number)s.",
        number=formatter.whole(len({one.party for one in data.joined})),
        **days,
    )


def late_table(data: LateDeposits) -> ChartTable:
    """Return a row for each deposit that became known late."""
    columns = (
        *_deposit_columns(),
        _day(say("Missing from the list of"), "missing_from"),
        _day(say("Known from"), "known_on"),
        _day(say("Dated before"), "before"),
    )
    rows = tuple(
        (*_deposit(one, data.scope), one.missing_from, one.known_on, one.before)
        for one in data.deposits
    )
    return ChartTable(columns, rows)


def late_sentence(data: LateDeposits, formatter: Formatter) -> str:
    """Say how the count of one day has grown, and why."""
    sentences = [_growth(data, code, formatter) for code in data.grown]
    why = say(
        "A deposit can reach the list of parties after it was made: each has the day from which "
        "it holds and the day from which it was known."
    )
    return " ".join([*sentences, why])


def _growth(data: LateDeposits, code: Instrument, formatter: Formatter) -> str:
    """Compare the count of an instrument as known at the first and at the last list."""
    before, after = data.counts[0], data.counts[-1]
    return say(
        "%(instrument)s: %(before)s parties on %(day)s as known at %(first)s, %(after)s as known "
        "at %(last)s.",
        instrument=instrument_name(code, data.scope.locale),
        day=formatter.day(data.day),
        before=formatter.whole(before.counts[code]),
        first=formatter.day(before.known_at),
        after=formatter.whole(after.counts[code]),
        last=formatter.day(after.known_at),
    )


def _deposit_columns() -> tuple[ChartColumn, ...]:
    """Return the columns of what was deposited, by whom and when."""
    return (
        ChartColumn(say("State or organization"), "state"),
        ChartColumn(say("Convention or Protocol"), "protocol"),
        _day(say("Party since"), "dated_on"),
        ChartColumn(say("By"), "action", ChartColumnKind.TEXT),
    )


def _deposit(one: NewParty | LateDeposit, scope: AdherenceScope) -> tuple[Cell, ...]:
    """Return the cells of a deposit."""
    name = instrument_name(one.instrument, scope.locale)
    return (
        party_cell(one.party, scope.locale),
        Member(Dimension.PROTOCOL, one.instrument.value, name),
        one.dated_on,
        action_name(one.action),
    )


def _day(label: str, name: str) -> ChartColumn:
    """Return a column of days."""
    return ChartColumn(label, name, ChartColumnKind.DAY)
