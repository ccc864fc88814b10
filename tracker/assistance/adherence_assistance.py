"""Adherence beside assistance: assisted and not yet party, party and never assisted."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from tracker.assistance.assisted_states import Assisted, AssistedState
from tracker.reference.adherence_changes import NewParty
from tracker.reference.instruments import Instrument
from tracker.reference.states import states

Parties = Mapping[Instrument, Collection[str]]


class AssistedNotParty(NamedTuple):
    """A State assisted on instruments to which it was no party, with the activities of each."""

    state: str
    by_instrument: Mapping[Instrument, AssistedState]


class PartyNotAssisted(NamedTuple):
    """An eligible State that no activity named, with the instruments to which it is a party."""

    state: str
    party_to: tuple[Instrument, ...]


class PartyAssistedBefore(NamedTuple):
    """A new party, with the activities on the instrument that named it before it joined."""

    party: NewParty
    activities: tuple[str, ...]


def assisted_not_party(
    assisted: Assisted, parties: Parties, instruments: Collection[Instrument] = tuple(Instrument)
) -> list[AssistedNotParty]:
    """List the States that were assisted on an instrument to which they were no party, by code."""
    found: dict[str, dict[Instrument, AssistedState]] = {}
    for (instrument, state), one in assisted.items():
        if instrument in instruments and state not in parties[instrument]:
            found.setdefault(state, {})[instrument] = one
    return [AssistedNotParty(state, found[state]) for state in sorted(found)]


def party_never_assisted(
    assisted: Assisted, parties: Parties, instruments: Collection[Instrument] = tuple(Instrument)
) -> list[PartyNotAssisted]:
    """List the eligible parties to an instrument that no activity on any of them named, by code.

    Eligible are developing countries and economies in transition (article 30, paragraph 2 (c)).
    """
    named = {state for instrument, state in assisted if instrument in instruments}
    found = []
    for code, state in sorted(states().items()):
        party_to = tuple(one for one in Instrument if one in instruments and code in parties[one])
        if party_to and state.eligible and code not in named:
            found.append(PartyNotAssisted(code, party_to))
    return found


def assisted_before_joining(
    joined: Iterable[NewParty],
    assisted: Assisted,
    starts: Mapping[str, date | None],
) -> list[PartyAssistedBefore]:
    """Return new parties with the activities on the instrument that began before they joined.

    `starts` are the days on which activities began, by code.
    """
    return [
        PartyAssistedBefore(
            party,
            tuple(
                code
                for code in _activities(assisted, party)
                if (start := starts.get(code)) is not None and start <= party.dated_on
            ),
        )
        for party in joined
    ]


def _activities(assisted: Assisted, party: NewParty) -> tuple[str, ...]:
    """Return the codes of the activities that named a party on an instrument."""
    one = assisted.get((party.instrument, party.party))
    return () if one is None else one.activities
