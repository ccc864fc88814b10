"""Rows of adherence: signatures and consents by instrument, and by State."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tracker.reference.adherence import AdherenceStep, holds
from tracker.reference.adherence_codes import Action, FactKind
from tracker.reference.instruments import Instrument


class AdherenceRow(NamedTuple):
    """The adherence of one party to one instrument; `action` and `party_since` when it is bound."""

    instrument: Instrument
    party: str
    signed_on: date | None
    party_since: date | None
    action: Action | None


class StateAdherence(NamedTuple):
    """The adherence of one State, or of the European Union, by instrument."""

    party: str
    rows: dict[Instrument, AdherenceRow]

    @property
    def bound_by(self) -> tuple[Instrument, ...]:
        """The instruments to which it is a party, the Convention first."""
        return tuple(
            code for code in Instrument if code in self.rows and self.rows[code].party_since
        )


def rows_by_instrument(
    facts: Iterable[AdherenceStep], as_at: date, known_at: date
) -> list[AdherenceRow]:
    """List signatures and consents to be bound, by instrument and party code."""
    signed: dict[tuple[Instrument, str], AdherenceStep] = {}
    bound: dict[tuple[Instrument, str], AdherenceStep] = {}
    for fact in sorted(facts, key=lambda fact: fact.dated_on):
        if holds(fact, as_at, known_at):
            steps_taken = bound if fact.fact == FactKind.CONSENT else signed
            steps_taken.setdefault((fact.instrument, fact.party), fact)
    order = list(Instrument)
    keys = sorted({*signed, *bound}, key=lambda key: (order.index(key[0]), key[1]))
    return [_row(key, signed.get(key), bound.get(key)) for key in keys]


def rows_by_state(
    facts: Iterable[AdherenceStep], as_at: date, known_at: date
) -> list[StateAdherence]:
    """List the States that signed or consented to any instrument, by code."""
    found: dict[str, dict[Instrument, AdherenceRow]] = {}
    for row in rows_by_instrument(facts, as_at, known_at):
        found.setdefault(row.party, {})[row.instrument] = row
    return [StateAdherence(party, found[party]) for party in sorted(found)]


def _row(
    key: tuple[Instrument, str], signed: AdherenceStep | None, bound: AdherenceStep | None
) -> AdherenceRow:
    return AdherenceRow(
        *key,
        signed_on=signed.dated_on if signed else None,
        party_since=bound.dated_on if bound else None,
        action=bound.action if bound else None,
    )
