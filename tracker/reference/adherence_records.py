"""Reads adherence from the database, and fills it from data/adherence.csv."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.reference.adherence import holds, parties, steps
from tracker.reference.adherence_codes import Action, FactKind
from tracker.reference.instruments import Instrument
from tracker.reference.tables import AdherenceFact


class AdherenceRow(NamedTuple):
    """The adherence of one party to one instrument; `action` and `party_since` when it is bound."""

    instrument: Instrument
    party: str
    signed_on: date | None
    party_since: date | None
    action: Action | None


class NewParty(NamedTuple):
    """A party that consented in a period, and when that became known."""

    instrument: Instrument
    party: str
    dated_on: date
    action: Action
    known_on: date


def parties_by_instrument(session: Session, as_at: date, known_at: date) -> dict[Instrument, int]:
    """Count the parties to each instrument at a date, as known at another."""
    found = parties(_facts(session), as_at, known_at)
    return {instrument: len(codes) for instrument, codes in found.items()}


def adherence_rows(session: Session, as_at: date, known_at: date) -> list[AdherenceRow]:
    """List signatures and consents to be bound, by instrument and party code."""
    signed: dict[tuple[Instrument, str], AdherenceFact] = {}
    bound: dict[tuple[Instrument, str], AdherenceFact] = {}
    for fact in _facts(session):
        if holds(fact, as_at, known_at):
            steps_taken = bound if fact.fact == FactKind.CONSENT else signed
            steps_taken[fact.instrument, fact.party] = fact
    order = list(Instrument)
    keys = sorted({*signed, *bound}, key=lambda key: (order.index(key[0]), key[1]))
    return [_row(key, signed.get(key), bound.get(key)) for key in keys]


def new_parties(session: Session, first: date, last: date, known_at: date) -> list[NewParty]:
    """List the parties that consented from `first` to `last`, both included, by date."""
    return [
        NewParty(fact.instrument, fact.party, fact.dated_on, fact.action, fact.known_on)
        for fact in _facts(session)
        if fact.fact == FactKind.CONSENT and fact.dated_on >= first and holds(fact, last, known_at)
    ]


def seed_adherence(session: Session) -> int:
    """Add the facts of data/adherence.csv that the database lacks; return their number.

    The caller wraps it in `transaction()` and keeps the trail. Facts in the database stay as they
    are.
    """
    there = {
        (fact.instrument, fact.party, fact.fact, fact.dated_on, fact.known_on)
        for fact in _facts(session)
    }
    missing = [
        AdherenceFact(
            instrument=step.instrument,
            party=step.party,
            fact=step.fact,
            action=step.action,
            dated_on=step.dated_on,
            known_on=step.known_on,
            superseded_on=step.superseded_on,
            source=step.source,
        )
        for step in steps()
        if (step.instrument, step.party, step.fact, step.dated_on, step.known_on) not in there
    ]
    session.add_all(missing)
    session.flush()
    return len(missing)


def _facts(session: Session) -> list[AdherenceFact]:
    """Read all facts, the oldest first; there are about a thousand."""
    statement = select(AdherenceFact).order_by(
        col(AdherenceFact.dated_on), col(AdherenceFact.instrument), col(AdherenceFact.party)
    )
    return list(session.exec(statement))


def _row(
    key: tuple[Instrument, str], signed: AdherenceFact | None, bound: AdherenceFact | None
) -> AdherenceRow:
    return AdherenceRow(
        *key,
        signed_on=signed.dated_on if signed else None,
        party_since=bound.dated_on if bound else None,
        action=bound.action if bound else None,
    )


def add_fact(session: Session, fact: AdherenceFact) -> None:
    """Add a signature or a consent to be bound; the caller keeps the trail."""
    session.add(fact)


def correct_fact(
    session: Session,
    fact: AdherenceFact,
    *,
    action: Action,
    superseded_on: date | None,
    source: str,
) -> None:
    """Correct what may change of a fact on record; the caller keeps the trail."""
    fact.action, fact.superseded_on, fact.source = action, superseded_on, source
    session.add(fact)
