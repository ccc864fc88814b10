"""From draft to publication: lawful steps alone, each by whom it belongs to, and all on record."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tests.support.simultaneous import told_at_once
from tests.support.small_account import ACTOR, add_catalogue
from tracker.assistance.activities import add_activities
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.activity_publication import read_known_publications, withheld_at
from tracker.assistance.publication_moves import FIRST, STEPS, Mover, move_faults, steps_from
from tracker.assistance.publication_record import last_moves, moves_of
from tracker.assistance.publication_workflow import move_publication
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.states import PublicationState
from tracker.db import transaction
from tracker.errors import ChangedMeanwhile, InvalidDraft
from tracker.fund.record_changes.activity_change import change_funded_activity
from tracker.fund.verification.record_checks import verify_record
from tracker.people.audit import moment_of_change, trail_of
from tracker.people.subjects import Subject
from tracker.versions import version_of

DRAFT, SUBMITTED, RETURNED, APPROVED, PUBLISHED = PublicationState
AUTHOR, PUBLISHER = {Mover.AUTHOR}, {Mover.PUBLISHER}
ANA, BEN = "ana", "ben"


@pytest.fixture
def written(session: Session) -> Session:
    """Give a record with the activity NEW, a draft that has all it needs."""
    with transaction(session):
        add_catalogue(session)
        draft = replace(
            read_draft(session, find_activity(session, "A1")),
            code="NEW",
            description="For judges",
            actual_start=date(2024, 1, 5),
            publication=DRAFT,
        )
        add_activities(session, [draft], ACTOR)
    return session


def new(session: Session) -> ActivityDraft:
    session.rollback()
    session.expire_all()
    return read_draft(session, find_activity(session, "NEW"))


def move(session: Session, after: PublicationState, actor: str, why: str = "") -> None:
    by = AUTHOR if after in (DRAFT, SUBMITTED) else PUBLISHER
    with transaction(session):
        move_publication(session, "NEW", after, actor, why, by=by)


def test_each_state_is_reached_and_left() -> None:
    assert {step.before for step in STEPS} == set(PublicationState)
    assert {step.after for step in STEPS} == set(PublicationState)
    assert PUBLISHED not in {step.after for step in STEPS if step.by is Mover.AUTHOR}


@pytest.mark.parametrize("by", list(Mover))
def test_what_is_offered_is_what_is_let_in(by: Mover) -> None:
    for before, after in product(PublicationState, PublicationState):
        lawful = after is before or by is Mover.OPERATOR or after in steps_from(before, {by})
        assert bool(move_faults(before, after, {by})) is not lawful
    let_in = {state for state in PublicationState if not move_faults(None, state, {by})}
    assert let_in == FIRST[by]


def test_an_activity_is_submitted_returned_submitted_again_approved_and_published(
    written: Session,
) -> None:
    steps = (
        (SUBMITTED, ANA, ""),
        (RETURNED, BEN, "who took part?"),
        (SUBMITTED, ANA, "added"),
        (APPROVED, BEN, ""),
        (PUBLISHED, BEN, "on the day"),
        (RETURNED, BEN, "a name in the text"),
    )
    for after, actor, why in steps:
        move(written, after, actor, why)
        assert new(written).publication is after
    moves = moves_of(written, "NEW")[::-1]
    assert [(one.after, one.moved_by, one.why) for one in moves] == list(steps)
    assert last_moves(written, ["NEW", "A1"]) == {"NEW": moves[-1]}
    trail = trail_of(written, Subject.ACTIVITY, ["NEW"])[1:]
    assert [(one.actor, one.why) for one in trail] == [(actor, why) for _, actor, why in steps]
    assert not verify_record(written).faults


def test_what_was_public_at_a_moment_is_read_again(written: Session) -> None:
    seen = {}
    for after, actor in ((SUBMITTED, ANA), (PUBLISHED, BEN), (RETURNED, BEN)):
        move(written, after, actor, "so")
        with transaction(written):
            seen[moment_of_change(written)] = after
    known = {at: read_known_publications(written, at)["NEW"].publication for at in seen}
    assert known == seen
    assert all("NEW" in withheld_at(written, at) for at in seen)


def test_who_submitted_does_not_decide_and_a_return_takes_its_reason(written: Session) -> None:
    move(written, SUBMITTED, ANA)
    for after in (PUBLISHED, APPROVED, RETURNED):
        with pytest.raises(InvalidDraft, match="who submitted an activity"):
            move(written, after, ANA, "so")
    with pytest.raises(InvalidDraft, match="say why it is returned"):
        move(written, RETURNED, BEN, "  ")
    assert new(written).publication is SUBMITTED
    with transaction(written):
        added = replace(new(written), code="NEW-2", publication=SUBMITTED)
        add_activities(written, [added], ANA)
    with pytest.raises(InvalidDraft, match="who submitted an activity"), transaction(written):
        move_publication(written, "NEW-2", PUBLISHED, ANA, by=PUBLISHER)


def test_what_lacks_something_is_not_submitted_and_what_was_not_seen_not_published(
    written: Session,
) -> None:
    whole = new(written)
    with transaction(written):
        change_funded_activity(written, "NEW", replace(whole, description=""), ANA, "so")
    with pytest.raises(InvalidDraft) as refused:
        move(written, SUBMITTED, ANA)
    assert [fault.field for fault in refused.value.faults] == ["description"]
    with transaction(written):
        change_funded_activity(written, "NEW", whole, ANA, "so")
    move(written, SUBMITTED, ANA)
    seen = version_of(new(written))
    with transaction(written):
        change_funded_activity(written, "NEW", replace(new(written), title="Else"), ANA, "so")
    with pytest.raises(ChangedMeanwhile), transaction(written):
        move_publication(written, "NEW", PUBLISHED, BEN, by=PUBLISHER, version=seen)


def test_of_two_who_decide_at_once_the_second_is_told(engine: Engine, written: Session) -> None:
    move(written, SUBMITTED, ANA)
    seen = version_of(new(written))
    written.rollback()

    def publish(session: Session) -> None:
        move_publication(session, "NEW", PUBLISHED, BEN, by=PUBLISHER, version=seen)

    def send_back(session: Session) -> None:
        move_publication(session, "NEW", RETURNED, "eve", "no", by=PUBLISHER, version=seen)

    assert isinstance(told_at_once(engine, publish, send_back), ChangedMeanwhile)
    assert new(written).publication is PUBLISHED
    assert [one.after for one in moves_of(written, "NEW")] == [PUBLISHED, SUBMITTED]
