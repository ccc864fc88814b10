"""Events of dissemination: three counts that are never added up, and what was known when."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from tests.support.small_account import ACTOR, fill_small_account
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.activity_publication import withheld_at
from tracker.assistance.counted_activities import read_counted
from tracker.assistance.dissemination_events import read_events
from tracker.assistance.disseminations import (
    DisseminationDraft,
    KnownDisseminationCodes,
    add_disseminations,
    change_dissemination,
    dissemination_faults,
    disseminations_on_record,
)
from tracker.assistance.known_disseminations import read_disseminations
from tracker.assistance.recorded_activities import activities_on_file
from tracker.assistance.request_assistance import answering_activities
from tracker.assistance.states import DisseminationMeans, DisseminationUnit, PublicationState
from tracker.assistance.tables.tools import FormerDissemination
from tracker.assistance.tool_list import list_tools
from tracker.db import transaction
from tracker.listing import ListQuery
from tracker.people.audit import moment_of_change
from tracker.reference.codes import ParticipantFunction

DRAFT = DisseminationDraft(
    "DIS-1", "GUIDE", DisseminationMeans.TRAINING, DisseminationUnit.PEOPLE, date(2024, 3, 1), 40
)
KNOWN = KnownDisseminationCodes({"GUIDE"}, {"A1"})


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": " "}, "code"),
        ({"tool": "NONE"}, "tool"),
        ({"activity": "NONE"}, "activity"),
        ({"number": -1}, "number"),
        ({"place": "XXX"}, "place"),
        ({"language": "english"}, "language"),
        ({"language": "xx"}, "language"),
    ],
)
def test_each_fault_names_its_field(change: dict[str, object], field: str) -> None:
    faults = dissemination_faults(replace(DRAFT, **change), KNOWN)  # type: ignore[arg-type] # a case of the table
    assert [fault.field for fault in faults] == [field]
    assert dissemination_faults(DRAFT, KNOWN) == []


def test_what_was_known_at_a_moment_comes_out_again_after_edits(session: Session) -> None:
    """Add and change events by chance; what was read after each step is read again at the end."""
    fill_small_account(session)
    chance, seen = Random(6), {}
    for step in range(25):
        with transaction(session):
            if step < 3 or chance.random() < 0.4:
                draft = replace(_changed(chance, DRAFT), code=f"DIS-{step}")
                add_disseminations(session, [draft], ACTOR)
            else:
                code = chance.choice([event.code for event in read_events(session)])
                draft = disseminations_on_record(session, [code])[code]
                change_dissemination(session, code, _changed(chance, draft), ACTOR, "recounted")
            moment = moment_of_change(session)
        seen[moment] = read_events(session)
    assert len(set(seen.values())) > 20
    assert {moment: read_events(session, moment) for moment in seen} == seen
    assert read_events(session, min(seen) - timedelta(seconds=1)) == ()
    assert read_events(session) == seen[max(seen)]


def test_an_event_of_before_its_moment_was_kept_was_known_always(session: Session) -> None:
    fill_small_account(session)
    early = datetime.fromisoformat("2024-03-09T09:00:00+00:00")
    with transaction(session):
        add_disseminations(session, [DRAFT], ACTOR, {DRAFT.code: early})
    (known,) = read_events(session, early)
    assert (known.number, known.unit) == (40, DisseminationUnit.PEOPLE)
    assert read_events(session, early - timedelta(microseconds=1)) == ()
    with transaction(session):
        session.execute(text("UPDATE tool_dissemination SET known_from = NULL"))
        change_dissemination(session, "DIS-1", replace(DRAFT, number=41), ACTOR, "recounted")
    assert [event.number for event in read_events(session, early)] == [40]
    assert [event.number for event in read_events(session)] == [41]


def test_former_states_are_only_ever_added(session: Session) -> None:
    fill_small_account(session)
    with transaction(session):
        add_disseminations(session, [DRAFT], ACTOR)
        change_dissemination(session, "DIS-1", DRAFT, ACTOR, "the same")
    assert session.exec(select(FormerDissemination)).all() == []
    with transaction(session):
        change_dissemination(session, "DIS-1", replace(DRAFT, number=41), ACTOR, "recounted")
    for statement in (
        "UPDATE former_dissemination SET number = 1",
        "DELETE FROM former_dissemination",
    ):
        with pytest.raises(DBAPIError, match="only ever added"), transaction(session):
            session.execute(text(statement))


def test_what_the_activity_has_counts_as_it_was_known_and_where_it_is_shown(
    session: Session,
) -> None:
    fill_small_account(session)
    with transaction(session):
        add_disseminations(session, [replace(DRAFT, activity="A1")], ACTOR)
        moment = moment_of_change(session)
    with transaction(session):
        wanted = replace(activities_on_file(session, ["A1"])["A1"], paragraphs=(5,))
        change_activity(session, "A1", wanted, ACTOR, "answers")
        closed = replace(wanted, publication=PublicationState.DRAFT)
    (then,) = read_disseminations(session, read_counted(session, moment), moment)
    (now,) = read_disseminations(session, read_counted(session))
    assert then.paragraphs == {6}
    assert now.paragraphs == {5, 6}
    with transaction(session):
        change_activity(session, "A1", closed, ACTOR, "not yet")
    hidden = withheld_at(session)
    (public,) = read_disseminations(session, read_counted(session), None, hidden)
    assert hidden == {"A1"}
    assert (public.event.activity, public.programme) == ("", "")
    assert [tool.activities for tool in list_tools(session, ListQuery()).rows] == [0]
    assert answering_activities(session, read_counted(session))[0].code == "A1"


def _changed(chance: Random, draft: DisseminationDraft) -> DisseminationDraft:
    """Return an event with another number, and now and then another place or means."""
    return replace(
        draft,
        number=chance.randrange(1_000_000),
        place=chance.choice(("", "KEN", "002")),
        means=chance.choice(list(DisseminationMeans)),
        unit=chance.choice(list(DisseminationUnit)),
        audience=chance.choice(list(ParticipantFunction)),
        activity=chance.choice(("", "A1", "A2")),
    )
