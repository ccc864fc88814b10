"""Versions of records: what they cover, and two sessions that change one record at once."""

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tests.api.accounts import euros, fill
from tracker.assistance.recorded_activities import find_activity
from tracker.assistance.recorded_activities import read_draft as read_activity
from tracker.db import make_session, transaction
from tracker.errors import ChangedMeanwhile
from tracker.fund.contributions.part_drafts import InstalmentDraft
from tracker.fund.contributions.state_moves import move_state
from tracker.fund.contributions.terms import find_contribution, read_draft
from tracker.fund.record_changes.activity_change import ACTIVITIES
from tracker.fund.record_changes.contribution_change import CONTRIBUTIONS
from tracker.fund.states import ContributionState
from tracker.versions import version_of

Edit = Callable[[Session, str], Callable[[], None]]


def version_now(session: Session) -> str:
    """Return the version of C-EUR."""
    session.rollback()
    session.expire_all()
    return version_of(read_draft(session, find_contribution(session, "C-EUR")))


def test_a_version_is_the_same_on_every_database() -> None:
    assert version_of(euros()) == "21bfe2fe965e06e16e2d70588fd46970"


def test_a_version_covers_parts_and_not_their_rows() -> None:
    day = euros().pledged_on
    assert day is not None
    one = replace(euros(), instalments=(InstalmentDraft(day, 20_000),))
    same = replace(euros(), instalments=(InstalmentDraft(day, 20_000, id=7),))
    other = replace(euros(), instalments=(InstalmentDraft(day, 20_000, "note"),))
    assert version_of(one) == version_of(same)
    assert len({version_of(euros()), version_of(one), version_of(other)}) == 3


def test_what_the_ledger_moves_is_in_no_version(session: Session) -> None:
    fill(session)
    before = version_now(session)
    with transaction(session):
        move_state(session, "C-EUR", ContributionState.PARTLY_RECEIVED, "ana", "all is here")
    assert version_now(session) == before


def change_the_contribution(session: Session, text: str) -> Callable[[], None]:
    """Read C-EUR, and return what changes its title as a form does that was filled so."""
    draft = read_draft(session, find_contribution(session, "C-EUR"))

    def write() -> None:
        with transaction(session):
            CONTRIBUTIONS.change_or_hand_in(
                session, "C-EUR", replace(draft, title=text), "ana", "so", version=version_of(draft)
            )

    return write


def change_the_activity(session: Session, text: str) -> Callable[[], None]:
    """Read A1, and return what changes its title as a form does that was filled so."""
    draft = read_activity(session, find_activity(session, "A1"))

    def write() -> None:
        with transaction(session):
            ACTIVITIES.change_or_hand_in(
                session, "A1", replace(draft, title=text), "ana", "so", version=version_of(draft)
            )

    return write


@pytest.mark.parametrize("edit", [change_the_contribution, change_the_activity])
def test_of_two_who_save_at_once_one_is_told(engine: Engine, edit: Edit) -> None:
    with make_session(engine) as session:
        fill(session)
    barrier = Barrier(2)
    told: list[str] = []

    def save(text: str) -> None:
        with make_session(engine, patience=30) as session:
            write = edit(session, text)
            barrier.wait(timeout=30)
            try:
                write()
            except ChangedMeanwhile:
                told.append(text)

    threads = [Thread(target=save, args=(text,)) for text in ("Mine", "Theirs")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(told) == 1
