"""The adherence of one State: by instrument when it signed, since when it is a party, and how."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tracker.reference.adherence_codes import Action
from tracker.reference.adherence_rows import rows_by_instrument
from tracker.reference.instruments import Instrument
from tracker.totals.chart_data.adherence_scope import (
    AdherenceScope,
    action_name,
    adherence_scope,
    instrument_name,
)
from tracker.totals.chart_data.table import ChartColumn, ChartColumnKind, ChartTable, Member
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.page_source import PageSource
from tracker.words import say


class InstrumentAdherence(NamedTuple):
    """What a State did about an instrument; `known_on` is the day from which its consent was."""

    instrument: Instrument
    signed_on: date | None
    party_since: date | None
    action: Action | None
    known_on: date | None


@dataclass(frozen=True, slots=True)
class AdherenceOfState:
    """The adherence of a State, a row for each instrument asked about; none of several States."""

    scope: AdherenceScope
    rows: tuple[InstrumentAdherence, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the record holds nothing of this State, or it is not of one."""
        return not self.rows or not self.scope.facts


def state_adherence(source: PageSource) -> AdherenceOfState:
    """Return the adherence of the one State of a query on the day of the figures."""
    scope = adherence_scope(source)
    if len(source.query.of(Dimension.COUNTRY)) != 1:
        return AdherenceOfState(scope, ())
    found = {
        row.instrument: row
        for row in rows_by_instrument(scope.facts, scope.reach.as_at, scope.reach.known_at)
    }
    known = {one.instrument: one.known_on for one in scope.bound}
    rows = (
        InstrumentAdherence(code, row.signed_on, row.party_since, row.action, known.get(code))
        if (row := found.get(code))
        else InstrumentAdherence(code, None, None, None, None)
        for code in scope.instruments
    )
    return AdherenceOfState(scope, tuple(rows))


def state_table(data: AdherenceOfState) -> ChartTable:
    """Return a row for each instrument."""
    columns = (
        ChartColumn(say("Convention or Protocol"), "protocol"),
        ChartColumn(say("Signed on"), "signed_on", ChartColumnKind.DAY),
        ChartColumn(say("Party since"), "party_since", ChartColumnKind.DAY),
        ChartColumn(say("By"), "action", ChartColumnKind.TEXT),
        ChartColumn(say("Known from"), "known_on", ChartColumnKind.DAY),
    )
    rows = tuple(
        (
            Member(
                Dimension.PROTOCOL,
                row.instrument.value,
                instrument_name(row.instrument, data.scope.locale),
            ),
            row.signed_on,
            row.party_since,
            action_name(row.action) if row.action else "",
            row.known_on,
        )
        for row in data.rows
    )
    return ChartTable(columns, rows)


def state_sentence(data: AdherenceOfState, formatter: Formatter) -> str:
    """Say to how many of the instruments the State was a party."""
    return say(
        "On %(day)s it was a party to %(number)s of %(all)s instruments.",
        day=formatter.day(data.scope.reach.as_at),
        number=formatter.whole(sum(row.party_since is not None for row in data.rows)),
        all=formatter.whole(len(data.rows)),
    )
