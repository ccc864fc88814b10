"""Accounts are changed with a record in the trail; the last administrator stays one."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from tests.support.people import PASSWORD, make_user
from tracker.db import transaction
from tracker.errors import Conflict, InvalidDraft, NotFound, TrackerError
from tracker.people.accounts import activate, change_donor, change_role, deactivate, set_password
from tracker.people.audit import trail_of
from tracker.people.passwords import is_right
from tracker.people.roles import Role
from tracker.people.subjects import Subject
from tracker.people.tables import User

NEW = "violet harbour sixteen lanterns"
Write = Callable[[Session, str], User]
WRITES: dict[str, Write] = {
    "password": lambda session, who: set_password(session, who, NEW, "test", temporary=True),
    "role": lambda session, who: change_role(session, who, Role.APPROVER, "", "test"),
    "speak_for": lambda session, who: change_donor(session, who, "FRA", "test"),
    "deactivate": lambda session, who: deactivate(session, who, "test"),
}


@pytest.fixture
def rome(session: Session) -> User:
    """Enter a user who speaks for Italy."""
    return make_user(session, Role.DONOR, donor_code="ITA")


@pytest.mark.parametrize("action", WRITES)
def test_each_change_is_in_the_trail_and_ends_sessions(
    session: Session, rome: User, action: str
) -> None:
    epoch = rome.session_epoch
    with transaction(session):
        WRITES[action](session, rome.email.upper())
    assert rome.session_epoch == epoch + 1
    assert [said.action for said in trail_of(session, Subject.USER, [rome.handle])] == [action]


@pytest.mark.parametrize("action", WRITES)
def test_who_is_not_there_is_told(session: Session, action: str) -> None:
    with pytest.raises(NotFound, match=r"nobody@example\.org has no account"):
        WRITES[action](session, "nobody@example.org")


def test_what_changes_nothing_writes_nothing(session: Session, rome: User) -> None:
    epoch = rome.session_epoch
    with transaction(session):
        change_role(session, rome.handle, Role.DONOR, "ITA", "test")
        change_donor(session, rome.handle, "ITA", "test")
        activate(session, rome.handle, "test")
    assert rome.session_epoch == epoch
    assert trail_of(session, Subject.USER, [rome.handle]) == ()


def test_a_new_password_takes_the_place_of_the_old_one(session: Session, rome: User) -> None:
    with transaction(session):
        set_password(session, rome.handle, NEW, "test", temporary=True)
    assert is_right(rome.password_hash, NEW)
    assert not is_right(rome.password_hash, PASSWORD)
    assert rome.password_is_temporary


@pytest.mark.parametrize("password", ["short", "a" * 12, "donor@example.org", PASSWORD])
def test_a_password_that_breaks_the_rules_is_refused(
    session: Session, rome: User, password: str
) -> None:
    with pytest.raises((InvalidDraft, Conflict)), transaction(session):
        set_password(session, rome.handle, password, "test", temporary=False)


def test_who_is_activated_again_has_no_session_of_before(session: Session, rome: User) -> None:
    epoch = rome.session_epoch
    with transaction(session):
        deactivate(session, rome.handle, "test")
        activate(session, rome.handle, "test")
    assert rome.active
    assert rome.session_epoch > epoch


@pytest.mark.parametrize(
    "write",
    [
        lambda session, who: deactivate(session, who, "test"),
        lambda session, who: change_role(session, who, Role.SECRETARIAT, "", "test"),
    ],
)
def test_the_last_administrator_stays_one(session: Session, write: Write) -> None:
    last = make_user(session, Role.ADMINISTRATOR)
    with pytest.raises(Conflict, match="last administrator"), transaction(session):
        write(session, last.email)
    other = make_user(session, Role.ADMINISTRATOR, email="other@example.org")
    with transaction(session):
        deactivate(session, other.handle, "test")
    with pytest.raises(Conflict, match="last administrator"), transaction(session):
        write(session, last.email)
    with transaction(session):
        activate(session, other.handle, "test")
        write(session, last.email)


@pytest.mark.parametrize(
    ("role", "donor"), [(Role.DONOR, ""), (Role.APPROVER, "ITA"), (Role.ADMINISTRATOR, "ITA")]
)
def test_a_donor_goes_with_the_role_donor_alone(
    session: Session, rome: User, role: Role, donor: str
) -> None:
    with pytest.raises(TrackerError, match="if, and only if"), transaction(session):
        change_role(session, rome.handle, role, donor, "test")
