"""Reads adherence from the database, and fills it from data/adherence.csv."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session

from tracker.reference.adherence import parties, steps
from tracker.reference.adherence_changes import NewParty, consents
from tracker.reference.adherence_codes import Action, FactKind
from tracker.reference.adherence_rows import AdherenceRow, rows_by_instrument
from tracker.reference.instruments import Instrument
from tracker.reference.tables import AdherenceFact


class RecordedStep(NamedTuple):
    """A signature or consent on record, as a plain value."""

    instrument: Instrument
    party: str
    fact: FactKind
    action: Action
    dated_on: date
    known_on: date
    superseded_on: date | None


def parties_by_instrument(session: Session, as_at: date, known_at: date) -> dict[Instrument, int]:
    """Count the parties to each instrument at a date, as known at another."""
    found = parties(adherence_facts(session), as_at, known_at)
    return {instrument: len(codes) for instrument, codes in found.items()}


def adherence_rows(session: Session, as_at: date, known_at: date) -> list[AdherenceRow]:
    """List signatures and consents to be bound, by instrument and party code."""
    return rows_by_instrument(adherence_facts(session), as_at, known_at)


def new_parties(session: Session, first: date, last: date, known_at: date) -> list[NewParty]:
    """List the parties that consented from `first` to `last`, both included, by date."""
    found = consents(adherence_facts(session), last, known_at)
    return [party for party in found if party.dated_on >= first]


def adherence_facts(session: Session) -> tuple[RecordedStep, ...]:
    """Read all facts as plain values, the oldest first; there are about a thousand."""
    columns = AdherenceFact.__table__.c  # type: ignore[attr-defined]
    statement = select(*(columns[name] for name in RecordedStep._fields)).order_by(
        columns.dated_on, columns.instrument, columns.party
    )
    return tuple(RecordedStep(*row) for row in session.execute(statement))


def seed_adherence(session: Session) -> int:
    """Add the facts of data/adherence.csv that the database lacks; return their number.

    The caller wraps it in `transaction()` and keeps the trail. Facts in the database stay as they
    are.
    """
    there = {
        (fact.instrument, fact.party, fact.fact, fact.dated_on, fact.known_on)
        for fact in adherence_facts(session)
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
