"""Letters about publication: to the secretariat of what waits, to authors of each decision."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, col, select

from tests.support.people import make_user
from tests.support.small_account import ACTOR, fill_small_account
from tracker.assistance.activities import add_activities
from tracker.assistance.publication_moves import Mover
from tracker.assistance.publication_workflow import move_publication
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.revisions import draft_to_change
from tracker.assistance.states import PublicationState
from tracker.db import transaction
from tracker.fund.record_changes.activity_saving import save_activity
from tracker.fund.record_changes.revision_decisions import publish_revision, return_revision
from tracker.mail.kinds import MailKind
from tracker.mail.letters import WRITERS
from tracker.mail.tables import Mail
from tracker.people.roles import Role
from tracker.people.tables import User
from tracker.versions import version_of

SUBMITTED, RETURNED, PUBLISHED = (
    PublicationState.SUBMITTED, PublicationState.RETURNED, PublicationState.PUBLISHED,
)  # fmt: skip


@pytest.fixture
def users(session: Session) -> dict[str, str]:
    """Give the handles of a manager and two of the secretariat, beside a draft that is whole."""
    fill_small_account(session)
    with transaction(session):
        like = read_draft(session, find_activity(session, "A1"))
        new = replace(
            like, code="NEW", description="For judges", actual_start=date(2024, 1, 5),
            publication=PublicationState.DRAFT,
        )  # fmt: skip
        add_activities(session, [new], ACTOR)
    return {
        "manager": make_user(session, Role.PROGRAMME_MANAGER, email="m@example.org").handle,
        "one": make_user(session, Role.SECRETARIAT, email="s1@example.org").handle,
        "two": make_user(session, Role.SECRETARIAT, email="s2@example.org").handle,
    }


def letters(session: Session) -> list[tuple[str, str]]:
    """Return readers and subjects of all letters as they would be sent now."""
    session.rollback()
    found = []
    for mail in session.exec(select(Mail).order_by(col(Mail.id))):
        reader = session.exec(select(User).where(User.handle == mail.handle)).one()
        letter = WRITERS[MailKind(mail.kind)](session, reader, mail.about)
        found.append((mail.handle, letter.subject if letter else ""))
        assert letter is None or "secret" not in " ".join(letter.paragraphs)
    return found


def test_the_secretariat_hears_once_and_the_author_of_each_decision(
    session: Session, users: dict[str, str]
) -> None:
    manager, one, two = users["manager"], users["one"], users["two"]
    waits = "Activities wait for publication"
    moves = ((SUBMITTED, manager), (RETURNED, one), (SUBMITTED, manager), (PUBLISHED, two))
    for state, actor in moves:
        by = {Mover.AUTHOR if actor == manager else Mover.PUBLISHER}
        with transaction(session):
            move_publication(session, "NEW", state, actor, "secret", by=by)
    assert sorted(letters(session)) == sorted([
        (one, waits), (two, waits), (manager, "NEW was returned to you"),
        (manager, "NEW is published"),
    ])  # fmt: skip


def test_revisions_are_told_too_and_operators_write_to_nobody(
    session: Session, users: dict[str, str]
) -> None:
    manager, one = users["manager"], users["one"]
    with transaction(session):
        move_publication(session, "NEW", PUBLISHED, one, by={Mover.OPERATOR})
    assert letters(session) == []
    for title, decide in (("Better", return_revision), ("Best", publish_revision)):
        draft = draft_to_change(session, "NEW")
        version = version_of(draft)
        with transaction(session):
            wanted = replace(draft, title=title)
            save_activity(session, "NEW", wanted, manager, "secret", version=version)
        with transaction(session):
            decide(session, "NEW", one, "secret")
    subjects = [subject for reader, subject in letters(session) if reader == manager]
    returned = "Your revision of NEW was returned to you"
    assert subjects == [returned, "Your revision of NEW is published"]
