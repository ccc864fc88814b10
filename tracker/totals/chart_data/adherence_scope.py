"""The scope of figures of adherence: the facts under a query, the days, instruments and States."""

from dataclasses import dataclass
from datetime import date

from tracker.reference.adherence_changes import NewParty, consents
from tracker.reference.adherence_codes import Action
from tracker.reference.adherence_reach import AdherenceReach, reach_of
from tracker.reference.adherence_records import RecordedStep, adherence_facts
from tracker.reference.instruments import Instrument, instruments
from tracker.reference.names import choose
from tracker.reference.organisations import EUROPEAN_UNION, giver_name
from tracker.reference.regions import states_in
from tracker.reference.states import states
from tracker.totals.chart_data.table import Cell, Member
from tracker.totals.dimensions import CHOSEN_BY, Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.words import say

APPLIES = frozenset({Dimension.REGION, Dimension.COUNTRY, Dimension.PROTOCOL})
"""The dimensions that narrow figures of adherence; those of money do not."""
FIRST_DAY = date(2000, 1, 1)
"""A day before the first consent: the Convention was opened on 12 December 2000."""


@dataclass(frozen=True, slots=True)
class AdherenceScope:
    """The facts of the chosen instruments and States, and the days that they are asked about.

    `first` is the first day of the period, None for all; `last` the last day that was asked for,
    for what is no fact of adherence; `chosen` the States, None for all, the European Union with
    them. `leaves_out` tells that the query narrows money in a way that adherence is not.
    """

    facts: tuple[RecordedStep, ...]
    reach: AdherenceReach
    first: date | None
    last: date
    instruments: tuple[Instrument, ...]
    chosen: frozenset[str] | None
    leaves_out: bool
    locale: str

    @property
    def bound(self) -> list[NewParty]:
        """The parties on the day of the figures, by the date of their consent."""
        return consents(self.facts, self.reach.as_at, self.reach.known_at)

    @property
    def parties(self) -> dict[Instrument, frozenset[str]]:
        """The codes of the parties to each instrument on the day of the figures."""
        bound = self.bound
        return {
            code: frozenset(one.party for one in bound if one.instrument is code)
            for code in Instrument
        }

    @property
    def has_days(self) -> bool:
        """Whether the period has days that the record covers."""
        return self.reach.covers(self.first)


def adherence_scope(source: PageSource) -> AdherenceScope:
    """Return the facts of adherence under the query of a page, read once for all its parts."""
    return source.once(_read_scope)


def _read_scope(source: PageSource) -> AdherenceScope:
    """Read the facts of adherence under the query of a page."""
    query = source.query
    last = query.last_day()
    known = query.today if query.known_at is None else query.known_at.day
    codes = tuple(map(Instrument, query.of(Dimension.PROTOCOL))) or tuple(Instrument)
    chosen = chosen_states(query)
    facts = tuple(
        step
        for step in adherence_facts(source.session)
        if step.instrument in codes and (chosen is None or step.party in chosen)
    )
    return AdherenceScope(
        facts=facts,
        reach=reach_of(last, known),
        first=query.first,
        last=last,
        instruments=tuple(code for code in Instrument if code in codes),
        chosen=chosen,
        leaves_out=any(query.of(dimension) for dimension in CHOSEN_BY if dimension not in APPLIES),
        locale=source.locale,
    )


def chosen_states(query: Query) -> frozenset[str] | None:
    """Return the States that a query chooses by region and country; None where all count."""
    chosen: frozenset[str] | None = None
    if regions := query.of(Dimension.REGION):
        chosen = frozenset(code for region in regions for code in states_in(region))
    if countries := query.of(Dimension.COUNTRY):
        chosen = frozenset(countries) if chosen is None else chosen & frozenset(countries)
    return chosen


def adherence_notes(scope: AdherenceScope, formatter: Formatter) -> tuple[str, ...]:
    """Say how far the record reaches, where less is known than was asked for."""
    reach = scope.reach
    notes = []
    if reach.is_beyond:
        last = formatter.day(reach.as_at)
        notes.append(say("The record of adherence does not reach beyond %(day)s.", day=last))
    if reach.is_before:
        notes.append(
            say(
                "Nothing on record says what was known before %(day)s: the figures are as known "
                "on that day.",
                day=formatter.day(reach.known_at),
            )
        )
    if scope.leaves_out:
        notes.append(say("Of the filter, days, instruments and places narrow adherence alone."))
    return tuple(notes)


def adherence_dates(scope: AdherenceScope, formatter: Formatter) -> str:
    """Return the two dates of figures of adherence in words."""
    return say(
        "as at %(as_at)s, as known at %(known_at)s",
        as_at=formatter.day(scope.reach.as_at),
        known_at=formatter.day(scope.reach.known_at),
    )


def beyond_record(scope: AdherenceScope, formatter: Formatter) -> str:
    """Say that a period lies beyond the record, which is not that nothing happened in it."""
    return say(
        "The record of adherence does not reach beyond %(day)s, and so says nothing of this "
        "period.",
        day=formatter.day(scope.reach.as_at),
    )


def instrument_name(code: Instrument, locale: str) -> str:
    """Return the short title of an instrument."""
    return choose(instruments()[code].names, locale)


def party_cell(code: str, locale: str) -> Cell:
    """Return a party as a cell of a table: a State leads to its page."""
    dimension = Dimension.COUNTRY if code in states() else None
    return Member(dimension, code, giver_name(code, locale))


def by_name(code: str, locale: str) -> tuple[bool, str]:
    """Return the place of a party in a list: States by name, then the European Union."""
    return (code == EUROPEAN_UNION, giver_name(code, locale))


def action_name(action: Action) -> str:
    """Return the act by which a party was bound, in words."""
    return {
        Action.SIGNATURE: say("signature"),
        Action.RATIFICATION: say("ratification"),
        Action.ACCESSION: say("accession"),
        Action.ACCEPTANCE: say("acceptance"),
        Action.APPROVAL: say("approval"),
        Action.FORMAL_CONFIRMATION: say("formal confirmation"),
        Action.SUCCESSION: say("succession"),
    }[action]
