"""Handles of people: never changed nor given twice, and what was written before resolves."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from tests.support.people import PASSWORD, make_user
from tests.support.trail import record_set_up
from tracker.db import transaction
from tracker.errors import Conflict, InvalidDraft, NotFound, RecordedMeanwhile
from tracker.people.actors import (
    COMMAND,
    SAMPLE_OFFICER,
    TAKEN_OVER,
    handle_of,
    impersonal_names,
    is_same,
    name_today,
    names,
    read_directory,
)
from tracker.people.audit import page_version
from tracker.people.roles import Role
from tracker.people.tables import PERSON, ActorName, AuditRecord, User
from tracker.people.users import UserDraft, add_user, rename_user


def add(session: Session, email: str, name: str = "") -> User:
    """Add a user as the command does."""
    with transaction(session):
        return add_user(session, UserDraft(email, Role.APPROVER, PASSWORD, name), COMMAND)


@pytest.fixture
def statements(engine: Engine) -> Iterator[list[str]]:
    """Give the statements that were run."""
    run: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        run.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield run
    event.remove(engine, "before_cursor_execute", note)


def test_each_person_has_the_next_handle(session: Session) -> None:
    handles = [add(session, f"{name}@example.org").handle for name in ("ana", "ben", "carl")]
    assert handles == ["P-000001", "P-000002", "P-000003"]


def test_no_other_actor_has_a_handle_like_a_person() -> None:
    assert not [handle for handle in impersonal_names() if handle.startswith(PERSON)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET handle = 'P-000009'",
        "UPDATE person SET id = 9",
        "DELETE FROM person",
        "UPDATE actor_name SET handle = 'P-000002'",
        "DELETE FROM actor_name",
    ],
)
def test_the_database_keeps_handles_and_older_names(session: Session, statement: str) -> None:
    make_user(session, Role.APPROVER)
    with pytest.raises(DBAPIError, match=r"never (changes|deleted)"), transaction(session):
        session.execute(text(statement))


def test_a_person_cannot_be_replaced_on_sqlite(sqlite_session: Session) -> None:
    user = add(sqlite_session, "ana@example.org")
    replacing = (
        "INSERT OR REPLACE INTO person (id, handle, email, name, role, donor_code, password_hash,"
        " active, session_epoch, locale, created_at) SELECT 7, handle, 'else@example.org', name,"
        " role, donor_code, password_hash, active, session_epoch, locale, created_at FROM person"
    )
    with pytest.raises(DBAPIError, match="never replaced"), transaction(sqlite_session):
        sqlite_session.execute(text(replacing))
    assert sqlite_session.exec(select(User.id)).all() == [user.id]


def test_another_name_and_address_change_nothing_on_record(session: Session) -> None:
    user = add(session, "ana@example.org", "Ana")
    before = page_version(session)
    with transaction(session):
        changed = rename_user(
            session, "Ana@example.org", COMMAND, name="Ana Bo", new_email="bo@example.org"
        )
        assert (changed.handle, changed.name, changed.email) == (
            user.handle,
            "Ana Bo",
            "bo@example.org",
        )
    assert read_directory(session).name(user.handle) == "Ana Bo"
    assert page_version(session) > before, "answers with the old name are no longer current"
    last = session.exec(select(AuditRecord).order_by(col(AuditRecord.id))).all()[-1]
    assert (last.action, last.subject_reference, last.old, last.new) == (
        "rename",
        user.handle,
        None,
        {"changed": ["email", "name"]},
    )


def test_an_address_that_another_has_or_that_is_none_is_refused(session: Session) -> None:
    add(session, "ana@example.org")
    add(session, "ben@example.org")
    for email, error in (("ben@example.org", Conflict), ("nobody", InvalidDraft)):
        with pytest.raises(error), transaction(session):
            rename_user(session, "ana@example.org", COMMAND, name="", new_email=email)
    with pytest.raises(NotFound), transaction(session):
        rename_user(session, "carl@example.org", COMMAND, name="C", new_email="")


def test_an_older_text_stays_whose_it_was(session: Session) -> None:
    """Ana's address goes to Ben; what was written under it before handles stays Ana's."""
    ana = make_user(session, Role.APPROVER, email="desk@example.org")
    with transaction(session):
        rename_user(session, ana.handle, COMMAND, name="Ana", new_email="ana@example.org")
    ben = add(session, "desk@example.org", "Ben")
    directory = read_directory(session)
    assert directory.name("desk@example.org") == "Ana"
    assert directory.name(ben.handle) == "Ben"
    assert is_same(session, "desk@example.org", ana.handle)
    assert not is_same(session, "desk@example.org", ben.handle)


def test_without_a_name_the_address_stands(session: Session) -> None:
    user = add(session, "ana@example.org")
    assert read_directory(session).name(user.handle) == "ana@example.org"


def test_whom_nobody_knows_is_shown_as_written(session: Session) -> None:
    directory = read_directory(session)
    assert directory.name("somebody else") == "somebody else"
    assert directory.handle("somebody else") == "somebody else"


def test_actors_who_are_no_persons_resolve_from_the_migration(session: Session) -> None:
    assert handle_of(session, "taken over") == TAKEN_OVER
    assert handle_of(session, "command line") == COMMAND
    assert handle_of(session, "Ana Duarte, finance officer (illustrative)") == SAMPLE_OFFICER
    assert read_directory(session).name("command line") == "a command on the server"


def test_all_names_are_read_in_one_statement(session: Session, statements: list[str]) -> None:
    for number in range(5):
        make_user(session, Role.APPROVER, email=f"{number}@example.org")
    statements.clear()
    directory = read_directory(session)
    assert len(directory.handles) >= 10
    assert [one.split()[0] for one in statements if one != "BEGIN"] == ["SELECT"]


def test_conditions_find_handle_and_older_text(session: Session) -> None:
    user = make_user(session, Role.APPROVER, email="ana@example.org")
    with transaction(session):
        record_set_up(session)
        session.add_all(
            User(
                email=f"{number}@example.org",
                handle=f"X-{number}",
                role=Role.APPROVER,
                donor_code=written,
                password_hash="",
                created_at=user.created_at,
            )
            for number, written in enumerate((user.handle, "ana@example.org", "ben"))
        )
    for actor in (user.handle, "ana@example.org"):
        found = session.exec(select(User.donor_code).where(names(User.donor_code, actor)))  # type: ignore[arg-type] # a column
        assert sorted(found) == sorted([user.handle, "ana@example.org"])
    shown = select(name_today(User.donor_code)).where(User.handle != user.handle)  # type: ignore[arg-type] # a column
    assert sorted(session.exec(shown)) == ["approver", "approver", "ben"]


def test_no_text_is_given_to_two(session: Session) -> None:
    make_user(session, Role.APPROVER)
    with pytest.raises((DBAPIError, RecordedMeanwhile)), transaction(session):
        session.add(ActorName(text="approver@example.org", handle="P-000077"))
