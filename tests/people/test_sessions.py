"""Sessions on the server: whose they are, how long they last, how they end; on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from tests.support.people import make_user
from tests.support.trail import record_set_up
from tracker.db import make_session, transaction
from tracker.errors import NotFound
from tracker.people.roles import Role
from tracker.people.sessions import (
    KNOWN_AFTER_END,
    LONGEST_ADDRESS,
    LONGEST_AGENT,
    SEEN_EVERY,
    SessionEnd,
    SessionLimits,
    SessionSecrets,
    SignInPlace,
    begin_session,
    end_other_sessions,
    end_session,
    find_session,
    find_session_of_form,
    list_sessions,
    note_seen,
)
from tracker.people.tables import User, UserSession
from tracker.people.users import end_sessions

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LIMITS = SessionLimits(idle=timedelta(minutes=30), longest=timedelta(hours=12))
PLACE = SignInPlace("192.0.2.7", "Mozilla/5.0 Firefox/140.0")


@pytest.fixture
def user(session: Session) -> User:
    """Enter a user."""
    return make_user(session, Role.APPROVER)


def begin(session: Session, user: User, at: datetime = NOON) -> SessionSecrets:
    """Begin a session."""
    with transaction(session):
        return begin_session(session, user, PLACE, LIMITS, at)


def end_of(session: Session, begun: SessionSecrets, at: datetime) -> SessionEnd | None:
    """Tell why a session has ended at a moment."""
    found = find_session(session, begun.token, LIMITS, at)
    assert found is not None
    return found.end


def test_a_session_is_found_by_its_two_secrets_alone(session: Session, user: User) -> None:
    begun = begin(session, user)
    for found in (
        find_session(session, begun.token, LIMITS, NOON),
        find_session_of_form(session, begun.form_secret, LIMITS, NOON),
    ):
        assert found is not None
        assert (found.user.handle, found.end) == (user.handle, None)
    assert find_session(session, begun.form_secret, LIMITS, NOON) is None
    assert find_session_of_form(session, begun.token, LIMITS, NOON) is None
    for made_up in ("", "1.0", "x" * 100_000, "\udcff"):
        assert find_session(session, made_up, LIMITS, NOON) is None


def test_the_table_holds_no_secret(session: Session, user: User) -> None:
    begun = begin(session, user)
    rows = session.connection().execute(text("SELECT * FROM user_session")).all()
    assert begun.token not in str(rows)
    assert begun.form_secret not in str(rows)


def test_a_session_ends_when_nothing_is_done(session: Session, user: User) -> None:
    begun = begin(session, user)
    almost = NOON + LIMITS.idle - timedelta(seconds=1)
    assert end_of(session, begun, almost) is None
    assert end_of(session, begun, NOON + LIMITS.idle) is SessionEnd.IDLE


def test_however_busy_it_is_a_session_ends(engine: Engine, session: Session, user: User) -> None:
    begun, at = begin(session, user), NOON
    while (at := at + timedelta(minutes=20)) < NOON + LIMITS.longest:
        session.rollback()
        found = find_session(session, begun.token, LIMITS, at)
        assert found is not None
        assert found.end is None, at
        session.expire_all()
        note_seen(engine, found, at)
    session.expire_all()
    assert end_of(session, begun, NOON + LIMITS.longest) is SessionEnd.LONGEST


def test_being_seen_is_written_once_a_minute(engine: Engine, session: Session, user: User) -> None:
    begun = begin(session, user)
    for seconds, seen in ((59, 0), (60, 60), (100, 60), (125, 125)):
        at = NOON + timedelta(seconds=seconds)
        session.rollback()
        session.expire_all()
        found = find_session(session, begun.token, LIMITS, at)
        assert found is not None
        note_seen(engine, found, at)
        session.rollback()
        last = session.exec(select(UserSession.last_seen_at)).one()
        assert (last - NOON).total_seconds() == seen
    assert timedelta(minutes=1) == SEEN_EVERY


def test_nobody_waits_to_be_seen(engine: Engine, session: Session, user: User) -> None:
    begun = begin(session, user)
    later = NOON + timedelta(minutes=5)
    found = find_session(session, begun.token, LIMITS, later)
    assert found is not None
    with make_session(engine) as busy, transaction(busy):
        busy.execute(text("UPDATE user_session SET agent = 'held'"))
        began = datetime.now(UTC)
        note_seen(engine, found, later)
        assert datetime.now(UTC) - began < timedelta(seconds=0.5)
    session.rollback()
    session.expire_all()
    assert session.exec(select(UserSession.last_seen_at)).one() == NOON


def test_one_session_is_ended_and_no_other(session: Session, user: User) -> None:
    one, other = begin(session, user), begin(session, user)
    found = find_session(session, one.token, LIMITS, NOON)
    assert found is not None
    with transaction(session):
        end_session(session, user.handle, found.number, NOON)
    assert end_of(session, one, NOON) is SessionEnd.ENDED
    assert end_of(session, other, NOON) is None
    assert len(list_sessions(session, user.handle, LIMITS, NOON)) == 1


def test_nobody_ends_the_session_of_another(session: Session, user: User) -> None:
    theirs = begin(session, user)
    ben = make_user(session, Role.SECRETARIAT)
    for number in (1, 2**31 - 1):
        with pytest.raises(NotFound), transaction(session):
            end_session(session, ben.handle, number, NOON)
    assert end_of(session, theirs, NOON) is None


def test_all_others_are_ended(session: Session, user: User) -> None:
    ben = make_user(session, Role.SECRETARIAT)
    own, other, bens = begin(session, user), begin(session, user), begin(session, ben)
    found = find_session(session, own.token, LIMITS, NOON)
    assert found is not None
    with transaction(session):
        end_other_sessions(session, user.handle, found.number, NOON)
    ends = [end_of(session, one, NOON) for one in (own, other, bens)]
    assert ends == [None, SessionEnd.ENDED, None]


def test_all_of_a_user_are_ended_by_command_or_with_the_account(
    session: Session, user: User
) -> None:
    before = begin(session, user)
    with transaction(session):
        end_sessions(session, user.email, "test")
    after = begin(session, user)
    assert end_of(session, before, NOON) is SessionEnd.ENDED
    assert end_of(session, after, NOON) is None
    assert [one.number for one in list_sessions(session, user.handle, LIMITS, NOON)] == [2]
    with transaction(session):
        record_set_up(session)
        user.active = False
        session.add(user)
    assert end_of(session, after, NOON) is SessionEnd.ENDED


def test_long_ended_sessions_are_forgotten(session: Session, user: User) -> None:
    begin(session, user)
    late = NOON + LIMITS.longest + KNOWN_AFTER_END
    begin(session, user, late)
    assert len(session.exec(select(UserSession.id)).all()) == 2
    begin(session, user, late + timedelta(seconds=1))
    began = session.exec(select(UserSession.began_at).order_by(col(UserSession.id))).all()
    assert began == [late, late + timedelta(seconds=1)]


def test_what_a_browser_says_is_bounded(session: Session, user: User) -> None:
    place = SignInPlace("9" * 5_000, "A\0" * 5_000)
    with transaction(session):
        begin_session(session, user, place, LIMITS, NOON)
    row = session.exec(select(UserSession)).one()
    assert (len(row.address), len(row.agent)) == (LONGEST_ADDRESS, LONGEST_AGENT)
    assert "\0" not in row.agent
