"""Changes of published activities: what holds at once, what waits, and who publishes it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tests.support.people import make_user
from tests.support.simultaneous import told_at_once
from tests.support.small_account import fill_small_account
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.outcome_drafts import ParticipantCount
from tracker.assistance.programmes import ProgrammeDraft, add_programmes
from tracker.assistance.publication_moves import Mover
from tracker.assistance.publication_workflow import move_publication
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.revisions import (
    Revision,
    draft_to_change,
    open_revision,
    waiting_revisions,
)
from tracker.assistance.shares import Share
from tracker.assistance.states import ProgrammeKind, PublicationState, RevisionState
from tracker.db import transaction
from tracker.errors import ChangedMeanwhile, InvalidDraft, InvalidInput
from tracker.fund.record_changes.activity_change import change_funded_activity
from tracker.fund.record_changes.activity_saving import save_activity
from tracker.fund.record_changes.revision_decisions import (
    drop_revision,
    publish_revision,
    return_revision,
)
from tracker.fund.verification.record_checks import verify_record
from tracker.people.accounts import change_role
from tracker.people.audit import data_version, trail_of
from tracker.people.roles import Role
from tracker.people.subjects import Subject
from tracker.questions import QuestionCode
from tracker.reference.codes import ActivityStatus, ActivityType, ParticipantFunction
from tracker.versions import version_of

ANA, BEN = "ana", "ben"
JUDGES = ParticipantCount(ParticipantFunction.JUDGE, "KEN", women=4)


@pytest.fixture
def published(session: Session) -> Session:
    """Give the small account, whose activities are published."""
    fill_small_account(session)
    return session


def live(session: Session, code: str = "A1") -> ActivityDraft:
    session.rollback()
    session.expire_all()
    return read_draft(session, find_activity(session, code))


def save(session: Session, draft: ActivityDraft, actor: str = ANA, **named: str | None) -> int:
    with transaction(session):
        return save_activity(session, draft.code, draft, actor, "so it is", **named)  # type: ignore[arg-type]


def revision(session: Session, code: str = "A1") -> Revision | None:
    now = live(session, code)
    return open_revision(session, find_activity(session, code).id or 0, now)


def waiting(session: Session) -> Revision:
    found = revision(session)
    assert found is not None
    return found


def test_status_days_and_people_hold_at_once_and_the_rest_waits(published: Session) -> None:
    before = live(published)
    wanted = replace(
        before, title="Better", status=ActivityStatus.SUSPENDED, participants=(JUDGES,),
        actual_start=date(2022, 1, 5), beneficiaries=(Share("PER", 10_000),),
    )  # fmt: skip
    assert save(published, wanted, version=version_of(before)) == 0
    now = live(published)
    assert (now.status, now.participants, now.actual_start) == (
        wanted.status, (JUDGES,), wanted.actual_start
    )  # fmt: skip
    assert (now.title, now.beneficiaries) == (before.title, before.beneficiaries)
    found = waiting(published)
    assert (found.state, found.draft, found.clashes) == (RevisionState.WAITING, wanted, ())
    assert (found.made_by, found.why) == (ANA, "so it is")
    assert draft_to_change(published, "A1") == wanted
    assert [one.code for one in waiting_revisions(published)] == ["A1"]
    (told,) = trail_of(published, Subject.ACTIVITY_REVISION, ["A1"])
    assert told.new == {"changed": ["title", "beneficiaries"]}
    assert not verify_record(published).faults


def test_what_is_not_published_changes_on_record(published: Session) -> None:
    with transaction(published):
        draft = PublicationState.DRAFT
        move_publication(published, "A1", draft, ANA, by={Mover.OPERATOR})
    save(published, replace(live(published), title="Better"))
    assert live(published).title == "Better"
    assert revision(published) is None


def test_an_approved_activity_that_changes_waits_again(published: Session) -> None:
    for state, expected in ((PublicationState.APPROVED, PublicationState.SUBMITTED),):
        with transaction(published):
            move_publication(published, "A1", state, BEN, by={Mover.OPERATOR})
        save(published, replace(live(published), status=ActivityStatus.SUSPENDED))
        assert live(published).publication is state
        save(published, replace(live(published), title="Better"))
        assert live(published).publication is expected
    with pytest.raises(InvalidDraft, match="who submitted"), transaction(published):
        move_publication(published, "A1", PublicationState.PUBLISHED, ANA, by={Mover.PUBLISHER})


def test_its_publication_changes_the_record_by_its_author_and_never_by_its_decision(
    published: Session,
) -> None:
    wanted = replace(live(published), title="Better", venue="Lima")
    save(published, wanted)
    with pytest.raises(InvalidInput, match="who wrote a revision"), transaction(published):
        publish_revision(published, "A1", ANA)
    with pytest.raises(ChangedMeanwhile), transaction(published):
        publish_revision(published, "A1", BEN, version=version_of(live(published)))
    with transaction(published):
        assert publish_revision(published, "A1", BEN, version=version_of(wanted)) == 0
    assert live(published) == wanted
    assert revision(published) is None
    (change,) = trail_of(published, Subject.ACTIVITY, ["A1"])[1:]
    assert (change.actor, change.why) == (ANA, "so it is")
    with pytest.raises(InvalidInput, match="no revision"), transaction(published):
        publish_revision(published, "A1", BEN)
    assert not verify_record(published).faults


def test_a_returned_one_is_mended_and_one_without_difference_ends(published: Session) -> None:
    before = live(published)
    save(published, replace(before, title="Better"))
    with pytest.raises(InvalidInput, match="say why"), transaction(published):
        return_revision(published, "A1", BEN, " ")
    with transaction(published):
        return_revision(published, "A1", BEN, "too long")
    found = waiting(published)
    assert (found.state, found.decision) == (RevisionState.RETURNED, "too long")
    with pytest.raises(InvalidInput), transaction(published):
        publish_revision(published, "A1", BEN)
    mended = replace(draft_to_change(published, "A1"), venue="Lima")
    save(published, mended, version=version_of(found.draft))
    assert waiting(published).draft == replace(before, title="Better", venue="Lima")
    save(published, before, version=version_of(mended))
    assert revision(published) is None
    save(published, replace(before, title="Better"))
    with transaction(published):
        drop_revision(published, "A1", ANA)
    assert (revision(published), live(published)) == (None, before)


@pytest.mark.parametrize("end", [return_revision, drop_revision])
def test_what_nobody_has_read_is_neither_returned_nor_given_up(
    published: Session, end: Callable[..., None]
) -> None:
    before = live(published)
    save(published, replace(before, title="Better"))
    shown = version_of(waiting(published).draft)
    save(published, replace(before, title="Best"), version=shown)
    with pytest.raises(ChangedMeanwhile), transaction(published):
        end(published, "A1", BEN, "no", version=shown)
    published.rollback()
    assert waiting(published).state is RevisionState.WAITING
    with transaction(published):
        end(published, "A1", BEN, "no", version=version_of(waiting(published).draft))


def test_a_short_form_leaves_the_revision_and_an_edit_of_the_record_goes_into_it(
    published: Session,
) -> None:
    before = live(published)
    save(published, replace(before, title="Better"))
    shown = live(published)
    over = replace(shown, status=ActivityStatus.CANCELLED)
    with transaction(published):
        save_activity(
            published, "A1", over, BEN, "no", version=version_of(shown),
            sure={QuestionCode.CANCELLED_WITH_MONEY},
        )  # fmt: skip
    assert waiting(published).made_by == ANA
    assert waiting(published).draft == replace(over, title="Better")
    save(published, replace(live(published), venue="Lima"), BEN)
    assert waiting(published).draft == replace(over, title="Better", venue="Lima")
    with pytest.raises(ChangedMeanwhile, match="go on with the revision"):
        save(published, replace(live(published), title="Other"), BEN)
    with pytest.raises(ChangedMeanwhile):
        save(published, replace(live(published), title="Other"), BEN, version="of another")


def test_what_changed_on_record_meanwhile_is_in_it_and_clashes_are_named(
    published: Session,
) -> None:
    before = live(published)
    save(published, replace(before, title="Better"))
    with transaction(published):
        meanwhile = replace(before, venue="Quito", status=ActivityStatus.SUSPENDED)
        change_funded_activity(published, "A1", meanwhile, BEN, "by sheet")
    found = waiting(published)
    assert (found.draft, found.clashes) == (replace(meanwhile, title="Better"), ())
    with transaction(published):
        other = replace(live(published), title="Best")
        change_funded_activity(published, "A1", other, BEN, "by sheet")
    found = waiting(published)
    assert (found.draft.title, found.clashes) == ("Better", ("title",))


def test_faults_are_told_when_it_is_written(published: Session) -> None:
    with pytest.raises(InvalidDraft, match="an activity has a title"):
        save(published, replace(live(published), title=" "))
    other = replace(live(published), code="A9")
    with pytest.raises(InvalidDraft, match="a code never changes"), transaction(published):
        save_activity(published, "A1", other, ANA, "so")
    with pytest.raises(InvalidDraft, match="page of its own"):
        save(published, replace(live(published), publication=PublicationState.DRAFT))
    assert revision(published) is None


def test_of_two_who_publish_at_once_the_second_is_told(engine: Engine, published: Session) -> None:
    save(published, replace(live(published), title="Better"))
    published.rollback()

    def publish(session: Session) -> None:
        publish_revision(session, "A1", BEN)

    told = told_at_once(engine, publish)
    assert "no revision of it waits" in str(told)
    assert live(published).title == "Better"
    changes = trail_of(published, Subject.ACTIVITY, ["A1"])[1:]
    assert len(changes) == 1
    assert not verify_record(published).faults


DRAFTS_WANTED = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(("Better", "Best")),
        "budget_minor": st.integers(0, 10**9),
        "type": st.sampled_from((ActivityType.TRAINING, ActivityType.WORKSHOP)),
        "beneficiaries": st.sampled_from(((Share("PER", 10_000),), (Share("KEN", 10_000),))),
        "instruments": st.sampled_from(((Share("TIP", 10_000),), (Share("SOM", 10_000),))),
        "tools": st.just(()),
        "paragraphs": st.sampled_from(((5,), (5, 6))),
        "partners": st.sampled_from((("UNICRI",), ())),
    },
)


def test_no_fact_and_no_version_of_the_data_moves_by_what_waits(published: Session) -> None:
    before, version = live(published), data_version(published)
    published.rollback()

    @settings(max_examples=25, database=None)
    @given(DRAFTS_WANTED)
    def waits(values: dict[str, Any]) -> None:
        working = draft_to_change(published, "A1")
        save(published, replace(working, **values), version=version_of(working))
        assert live(published) == before
        assert data_version(published) == version

    waits()
    assert not verify_record(published).faults


def test_a_manager_of_other_programmes_writes_and_drops_no_revision(published: Session) -> None:
    save(published, replace(live(published), title="Better"))
    other = make_user(published, Role.PROGRAMME_MANAGER, email="other@example.org")
    with transaction(published):
        add_programmes(published, [ProgrammeDraft("GLO2", "Other", ProgrammeKind.GLOBAL)], ANA)
        change_role(
            published,
            other.handle,
            other.role,
            "",
            "test",
            programmes=frozenset({"GLO2"}),
            why="chosen",
        )
    wanted = replace(draft_to_change(published, "A1"), title="Best")
    version = version_of(draft_to_change(published, "A1"))
    with pytest.raises(InvalidDraft, match="another manager's"):
        save(published, wanted, other.handle, version=version)
    with pytest.raises(InvalidDraft, match="another manager's"), transaction(published):
        drop_revision(published, "A1", other.handle)
    assert waiting(published).draft.title == "Better"
