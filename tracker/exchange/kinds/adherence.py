"""Sheets of signatures and consents to be bound, each with the day on which it became known."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TypeVar

from sqlmodel import select

from tracker.day_bounds import happened_fault
from tracker.errors import Fault
from tracker.exchange.cells import Cells
from tracker.exchange.columns import SheetColumn, values_of
from tracker.exchange.import_context import ImportContext
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.outcomes import changes_between
from tracker.people.audit import Change, record_all
from tracker.people.subjects import Subject
from tracker.periods import today
from tracker.reference.adherence import breaches
from tracker.reference.adherence_codes import Action, FactKind
from tracker.reference.adherence_records import add_fact, correct_fact
from tracker.reference.instruments import Instrument
from tracker.reference.organisations import EUROPEAN_UNION
from tracker.reference.place_names import no_state, place_code
from tracker.reference.states import states
from tracker.reference.tables import AdherenceFact
from tracker.words import say

Value = TypeVar("Value")
FIRST_DAY = date(2000, 1, 1)
"""The first day of the year in which the Convention was adopted."""
FactKey = tuple[Instrument, str, FactKind, date, date]


@dataclass(slots=True)
class AdherenceCandidate:
    """One row: the key of a fact, then the fields that may change."""

    instrument: Instrument
    party: str
    fact: FactKind
    dated_on: date
    known_on: date
    action: Action
    superseded_on: date | None
    source: str

    @property
    def key(self) -> FactKey:
        """Return the key of a fact."""
        return (self.instrument, self.party, self.fact, self.dated_on, self.known_on)

    @property
    def reference(self) -> str:
        """Return the name of a fact in the trail."""
        return f"{self.instrument.value} {self.party}"


_NAMES = tuple(field.name for field in fields(AdherenceCandidate))


def columns() -> tuple[SheetColumn, ...]:
    """Return the columns of a sheet of adherence."""
    return (
        SheetColumn(
            "instrument",
            say("the Convention or a Protocol"),
            True,
            "TIP",
            values_of(Instrument),
            key=True,
        ),
        SheetColumn(
            "party", say("ISO 3166 alpha-3, or EU for the European Union"), True, "KEN", key=True
        ),
        SheetColumn(
            "fact",
            say("signed, or consented to be bound"),
            True,
            "consent",
            values_of(FactKind),
            key=True,
        ),
        SheetColumn("action", say("by which act"), True, "ratification", values_of(Action)),
        SheetColumn("dated_on", say("the date from which it holds"), True, "2005-01-05", key=True),
        SheetColumn(
            "known_on", say("the date on which it became known"), True, "2013-07-06", key=True
        ),
        SheetColumn("superseded_on", say("the date on which this was corrected")),
        SheetColumn("source", say("where this is known from")),
    )


def apply(context: ImportContext, rows: Sequence[MappedRow]) -> None:
    """Add facts of adherence, and correct the action, source or end of those on record."""
    on_file = {_step(fact).key: fact for fact in context.session.exec(select(AdherenceFact))}
    checked = context.progress(rows, say("Checking"))
    steps = [one for row in checked if (one := _read(context, row, on_file))]
    doubles = context.refuse_duplicates((row, "party", step.key) for row, step in steps)
    kept = [pair for place, pair in enumerate(steps) if place not in doubles]
    kept = _without_breaches(context, kept, on_file.values())
    changes = []
    for row, step in kept:
        fact = on_file.get(step.key)
        if fact is None:
            add_fact(context.session, AdherenceFact(**asdict(step)))
            changes.append(_change("add", step))
            context.counters.add(row, step.reference)
        elif _step(fact) != step:
            before = _step(fact)
            old = _facts(before)
            correct_fact(
                context.session,
                fact,
                action=step.action,
                superseded_on=step.superseded_on,
                source=step.source,
            )
            changes.append(_change("change", step, old, context.why))
            context.counters.change(row, step.reference, changes_between(before, step))
        else:
            context.counters.leave(row, step.reference)
    if changes:
        record_all(context.session, context.actor, changes)


def _read(
    context: ImportContext, row: MappedRow, on_file: Mapping[FactKey, AdherenceFact]
) -> tuple[MappedRow, AdherenceCandidate] | None:
    """Read a row as a fact; None when it is refused."""
    cells = context.cells(row)
    instrument = cells.choice("instrument", Instrument)
    party = _party(cells)
    fact = cells.choice("fact", FactKind)
    dated_on = cells.day("dated_on", required=True)
    known_on = cells.day("known_on", required=True)
    before = None
    if instrument and fact and dated_on and known_on:
        before = on_file.get((instrument, party, fact, dated_on, known_on))
    cells.on_file = before is not None
    keeps = before is not None and not cells.has("action")
    action = before.action if before and keeps else cells.choice("action", Action)
    superseded_on = _said(cells, "superseded_on", before, lambda: cells.day("superseded_on"))
    source = _said(cells, "source", before, lambda: cells.text("source", 500))
    days = {"dated_on": dated_on, "known_on": known_on, "superseded_on": superseded_on}
    for name, day in days.items():
        if day and (fault := happened_fault(name, day, today(), FIRST_DAY)):
            cells.refuse(name, fault.message)
    if dated_on and known_on and known_on < dated_on:
        cells.refuse("known_on", say("it cannot be known before it happened"))
    if superseded_on and known_on and superseded_on <= known_on:
        cells.refuse("superseded_on", say("it cannot be corrected before it was known"))
    if cells.faults or not (instrument and fact and action and dated_on and known_on):
        context.counters.refuse(cells.faults)
        return None
    return row, AdherenceCandidate(
        instrument, party, fact, dated_on, known_on, action, superseded_on, source
    )


def _said(
    cells: Cells, column: str, before: AdherenceFact | None, read: Callable[[], Value]
) -> Value:
    """Return what a cell says, or what is on record where it says nothing."""
    if before is None or cells.has(column):
        return read()
    kept: Value = getattr(before, column)
    return kept


def _party(cells: Cells) -> str:
    """Read a State or the European Union."""
    party = place_code(cells.text("party", required=True))
    if party and party not in states() and party != EUROPEAN_UNION:
        cells.refuse("party", no_state(party))
    return party


def _without_breaches(
    context: ImportContext,
    steps: list[tuple[MappedRow, AdherenceCandidate]],
    on_file: Iterable[AdherenceFact],
) -> list[tuple[MappedRow, AdherenceCandidate]]:
    """Refuse parties to a Protocol without, or before, the Convention (article 37)."""
    there = {_step(fact).key: _step(fact) for fact in on_file}
    there.update((step.key, step) for _, step in steps)
    broken = {
        (breach.instrument, breach.party, breach.dated_on)
        for breach in breaches(there.values(), date.max)
    }
    kept = []
    for row, step in steps:
        consent = step.fact is FactKind.CONSENT
        if consent and (step.instrument, step.party, step.dated_on) in broken:
            why = say("no State is party to a Protocol without, or before, the Convention")
            context.refuse(row, [Fault("instrument", why)])
        else:
            kept.append((row, step))
    return kept


def _step(fact: AdherenceFact) -> AdherenceCandidate:
    """Return a fact on record in the shape of a row."""
    return AdherenceCandidate(**{name: getattr(fact, name) for name in _NAMES})


def _change(
    action: str, step: AdherenceCandidate, old: dict[str, str] | None = None, why: str = ""
) -> Change:
    """Return the change for the trail."""
    return Change(action, Subject.ADHERENCE, step.reference, old, _facts(step), why)


def _facts(step: AdherenceCandidate) -> dict[str, str]:
    """Return a fact for the trail."""
    return {name: str(value) for name, value in asdict(step).items() if value}
