"""Adds activities with all their parts."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, select

from tracker.assistance.activity_drafts import ActivityDraft, activity_faults
from tracker.assistance.activity_parts import (
    activity_part_rows,
    known_numbers,
)
from tracker.assistance.publication_record import note_submissions
from tracker.assistance.recorded_activities import OWN_COLUMNS
from tracker.assistance.tables.activities import Activity
from tracker.assistance.texts import text_columns
from tracker.errors import InvalidDraft
from tracker.people.audit import Change, moment_of_change, record_all
from tracker.people.own_programmes import expect_own_programmes
from tracker.people.subjects import Subject
from tracker.reference.record_codes import code_faults, expect_free, taken_codes
from tracker.versions import content_of
from tracker.words import say


def add_activities(
    session: Session, drafts: Sequence[ActivityDraft], actor: str, *, known_from_now: bool = True
) -> dict[str, int]:
    """Add activities with all their parts; return their numbers by code.

    They are on record from this moment, or from the beginning as those of a history that is
    loaded. A count of people may name another of the drafts as where they were counted before.
    Raises InvalidDraft with the first faulty draft's faults, or for a programme that is another
    manager's; Conflict for a code on file.
    """
    moment = moment_of_change(session) if drafts else None
    expect_own_programmes(session, actor, {draft.programme for draft in drafts})
    facts = known_numbers(session)
    codes = facts.codes().with_activities(draft.code for draft in drafts)
    taken = taken_codes(session.exec(select(Activity.code)))
    for draft in drafts:
        faults = [*activity_faults(draft, codes), *code_faults("code", draft.code)]
        if faults:
            raise InvalidDraft(faults)
        on_record = say("the activity %(code)s is on file", code=draft.code)
        expect_free("code", draft.code, taken, on_record)
    rows = [
        Activity(
            programme_id=facts.programmes[draft.programme],
            known_from=moment if known_from_now else None,
            **columns_of(draft),
        )
        for draft in drafts
    ]
    session.add_all(rows)
    session.flush()
    numbers = {row.code: row.id for row in rows if row.id is not None}
    for draft in drafts:
        session.add_all(activity_part_rows(numbers[draft.code], draft, facts))
    session.flush()
    note_submissions(session, numbers, drafts, actor)
    record_all(
        session,
        actor,
        (Change("add", Subject.ACTIVITY, draft.code, new=content_of(draft)) for draft in drafts),
    )
    return numbers


def columns_of(draft: ActivityDraft) -> dict[str, Any]:
    """Return the draft's values of the table's own columns."""
    return {name: getattr(draft, name) for name in OWN_COLUMNS} | text_columns(draft)
