"""Adherence as pure rules: who is a party at a date, as known at another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple, Protocol

from tracker.reference.adherence_codes import Action, FactKind
from tracker.reference.data_files import read_date, read_table
from tracker.reference.instruments import CONVENTION, PROTOCOLS, Instrument


class AdherenceStep(Protocol):
    """A signature or consent, from the table in the database or from the one in data/."""

    @property
    def instrument(self) -> Instrument:
        """The instrument that was signed or consented to."""

    @property
    def party(self) -> str:
        """The State (ISO 3166 alpha-3), or EU."""

    @property
    def fact(self) -> FactKind:
        """Whether it is a signature or a consent."""

    @property
    def action(self) -> Action:
        """The act by which it was done."""

    @property
    def dated_on(self) -> date:
        """The day from which it holds."""

    @property
    def known_on(self) -> date:
        """The day from which it was known."""

    @property
    def superseded_on(self) -> date | None:
        """The day from which it was known to be wrong; None while it holds."""


@dataclass(frozen=True, slots=True)
class AdherenceFileRow:
    """One row of data/adherence.csv; `name` is the party's name as its source wrote it."""

    instrument: Instrument
    party: str
    name: str
    fact: FactKind
    action: Action
    dated_on: date
    known_on: date
    superseded_on: date | None
    source: str


class Breach(NamedTuple):
    """A party to a Protocol without, or before, the Convention."""

    instrument: Instrument
    party: str
    dated_on: date


@cache
def steps() -> tuple[AdherenceFileRow, ...]:
    """Return the facts of data/adherence.csv."""
    return tuple(
        AdherenceFileRow(
            instrument=Instrument(row["instrument"]),
            party=row["party"],
            name=row["name"],
            fact=FactKind(row["fact"]),
            action=Action(row["action"]),
            dated_on=date.fromisoformat(row["date"]),
            known_on=date.fromisoformat(row["known_on"]),
            superseded_on=read_date(row["superseded_on"]),
            source=row["source"],
        )
        for row in read_table("adherence")
    )


def holds(step: AdherenceStep, as_at: date, known_at: date) -> bool:
    """Tell whether a step had been taken by `as_at`, as known on `known_at`."""
    known = step.known_on <= known_at
    corrected = step.superseded_on is not None and step.superseded_on <= known_at
    return step.dated_on <= as_at and known and not corrected


def parties(
    facts: Iterable[AdherenceStep], as_at: date, known_at: date
) -> dict[Instrument, frozenset[str]]:
    """Return the parties to each instrument at a date, as known at another."""
    found: dict[Instrument, set[str]] = {instrument: set() for instrument in Instrument}
    for step in facts:
        if step.fact == FactKind.CONSENT and holds(step, as_at, known_at):
            found[step.instrument].add(step.party)
    return {instrument: frozenset(codes) for instrument, codes in found.items()}


def breaches(facts: Iterable[AdherenceStep], known_at: date) -> list[Breach]:
    """List the parties to a Protocol without or before the Convention (its article 37)."""
    consents = [
        step for step in facts if step.fact == FactKind.CONSENT and holds(step, date.max, known_at)
    ]
    bound: dict[str, date] = {}
    for step in consents:
        if step.instrument == CONVENTION:
            bound[step.party] = min(step.dated_on, bound.get(step.party, date.max))
    return [
        Breach(step.instrument, step.party, step.dated_on)
        for step in consents
        if step.instrument in PROTOCOLS and step.dated_on < bound.get(step.party, date.max)
    ]


FIRST_KNOWN = min(step.known_on for step in steps())
"""The first date of knowledge on record."""

COMPLETE_UNTIL = max(step.known_on for step in steps())
"""The date until which the record is complete; later deposits are not in it."""
