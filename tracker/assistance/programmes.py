"""Programmes: drafts, their faults, adding and changing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, select

from tracker.assistance.states import ProgrammeKind
from tracker.assistance.tables.activities import Programme
from tracker.assistance.texts import TextIn, read_texts, text_columns, text_faults
from tracker.day_bounds import planned_fault
from tracker.errors import Fault, InvalidDraft, NotFound
from tracker.people.audit import Change, lock_record, record, record_all
from tracker.people.own_programmes import expect_own_programme
from tracker.people.subjects import Subject
from tracker.periods import today
from tracker.reference.languages import TextLanguage
from tracker.reference.place_names import no_place
from tracker.reference.record_codes import code_faults, expect_free, taken_codes
from tracker.reference.regions import places
from tracker.versions import content_of, require_version
from tracker.words import say


@dataclass(frozen=True, slots=True)
class ProgrammeDraft:
    """A programme before it is written; `place` is a State (alpha-3) or region (M49 code)."""

    code: str
    title: str
    kind: ProgrammeKind
    place: str = ""
    description: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    written_in: TextLanguage | None = None
    texts: tuple[TextIn, ...] = ()


def programme_faults(draft: ProgrammeDraft) -> list[Fault]:
    """Return all faults of a draft, field by field."""
    faults = []
    if not draft.code.strip():
        faults.append(Fault("code", say("a programme has a code")))
    if not draft.title.strip():
        faults.append(Fault("title", say("a programme has a title")))
    if draft.place and draft.place not in places():
        faults.append(Fault("place", no_place(draft.place)))
    if draft.kind in {ProgrammeKind.NATIONAL, ProgrammeKind.REGIONAL} and not draft.place:
        faults.append(
            Fault("place", say("a national or regional programme names its State or region"))
        )
    for field, day in (("starts_on", draft.starts_on), ("ends_on", draft.ends_on)):
        if day and (fault := planned_fault(field, day, today())):
            faults.append(fault)
    if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on:
        faults.append(Fault("ends_on", say("the programme ends before it begins")))
    return faults + text_faults(draft)


def add_programmes(
    session: Session, drafts: Sequence[ProgrammeDraft], actor: str
) -> dict[str, int]:
    """Add programmes; return their numbers by code. Raises InvalidDraft or Conflict."""
    if drafts:
        lock_record(session)
    taken = taken_codes(session.exec(select(Programme.code)))
    for draft in drafts:
        faults = [*programme_faults(draft), *code_faults("code", draft.code)]
        if faults:
            raise InvalidDraft(faults)
        on_record = say("the programme %(code)s is on file", code=draft.code)
        expect_free("code", draft.code, taken, on_record)
    rows = [Programme(**_columns(draft)) for draft in drafts]
    session.add_all(rows)
    session.flush()
    record_all(
        session,
        actor,
        (Change("add", Subject.PROGRAMME, draft.code, new=content_of(draft)) for draft in drafts),
    )
    return {row.code: row.id for row in rows if row.id is not None}


def change_programme(
    session: Session,
    code: str,
    draft: ProgrammeDraft,
    actor: str,
    why: str,
    *,
    version: str | None = None,
) -> None:
    """Change a programme; its code stays.

    Raises ChangedMeanwhile for another `version`, InvalidDraft, also for an actor of other
    programmes.
    """
    lock_record(session)
    row = find_programme(session, code)
    expect_own_programme(session, actor, code)
    before = read_programme(row)
    require_version(before, version)
    faults = programme_faults(draft)
    if draft.code != code:
        faults.append(Fault("code", say("a code never changes")))
    if faults:
        raise InvalidDraft(faults)
    old = content_of(before)
    for name, value in _columns(draft).items():
        setattr(row, name, value)
    session.add(row)
    record(session, actor, Change("change", Subject.PROGRAMME, code, old, content_of(draft), why))


def find_programme(session: Session, code: str) -> Programme:
    """Return the programme with that code; raises NotFound."""
    found = session.exec(select(Programme).where(Programme.code == code)).first()
    if found is None:
        raise NotFound(say("no programme has the code %(code)s", code=code))
    return found


def read_programme(row: Programme) -> ProgrammeDraft:
    """Return the draft of a recorded programme, for a form or a comparison."""
    own = (row.code, row.title, row.kind, row.place, row.description, row.starts_on, row.ends_on)
    return ProgrammeDraft(*own, **read_texts(row))


def _columns(draft: ProgrammeDraft) -> dict[str, Any]:
    """Return the draft's values of the table's columns."""
    return asdict(draft) | text_columns(draft)
