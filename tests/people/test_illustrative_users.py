"""The users of the illustrative account: let in with it, and nowhere else."""

from dataclasses import replace

import pytest
from flask.testing import FlaskCliRunner
from sqlmodel import Session, select

from tests.support.pages import PageClient
from tracker.db import transaction
from tracker.errors import Conflict
from tracker.people.audit import mark_illustrative
from tracker.people.illustrative_users import (
    PASSWORD,
    ROLES,
    add_illustrative_users,
    address_of,
    may_enter,
)
from tracker.people.roles import Role
from tracker.people.tables import User
from tracker.settings import Settings
from wsgi import make_app

OFFICER = address_of(Role.FINANCE_OFFICER)


def mark(session: Session, *, illustrative: bool) -> None:
    """Say whether the record is the illustrative account."""
    with transaction(session):
        mark_illustrative(session, "test", illustrative=illustrative)


@pytest.fixture
def users(sqlite_session: Session) -> None:
    """Add the users to a record that is illustrative."""
    mark(sqlite_session, illustrative=True)
    with transaction(sqlite_session):
        add_illustrative_users(sqlite_session, "ITA", "test")


def status_of_sign_in(client: PageClient) -> int:
    """Sign in as the finance officer."""
    answer = client.http.post("/sign-in", data={"email": OFFICER, "password": PASSWORD})
    return answer.status_code


def test_there_is_one_for_each_role_and_a_second_time_adds_none(session: Session) -> None:
    mark(session, illustrative=True)
    for _ in range(2):
        with transaction(session):
            add_illustrative_users(session, "ITA", "test")
    found = session.exec(select(User)).all()
    assert {user.role for user in found} == set(ROLES) == set(Role) - {Role.PUBLIC}
    assert len(found) == len(ROLES)
    assert {user.donor_code for user in found} == {"", "ITA"}


def test_no_other_record_gets_them(session: Session) -> None:
    with pytest.raises(Conflict), transaction(session):
        add_illustrative_users(session, "ITA", "test")
    assert session.exec(select(User)).all() == []


@pytest.mark.usefixtures("users")
def test_they_are_let_in_while_the_record_is_illustrative(
    client: PageClient, sqlite_session: Session, settings: Settings
) -> None:
    client.http.application.config["WTF_CSRF_ENABLED"] = False
    assert status_of_sign_in(client) == 303
    assert client.http.get("/home").status_code == 200
    mark(sqlite_session, illustrative=False)
    assert client.http.get("/home").status_code == 303
    assert status_of_sign_in(client) == 422
    del settings


@pytest.mark.usefixtures("users")
def test_production_lets_none_of_them_in(settings: Settings, sqlite_session: Session) -> None:
    app = make_app(replace(settings, production=True))
    app.config["WTF_CSRF_ENABLED"] = False
    http = app.test_client()
    answer = http.post(
        "/sign-in", data={"email": OFFICER, "password": PASSWORD}, base_url="https://localhost"
    )
    assert answer.status_code == 422
    user = sqlite_session.exec(select(User).where(User.email == OFFICER)).one()
    assert not may_enter(sqlite_session, user, production=True)
    assert may_enter(sqlite_session, user, production=False)


def test_production_adds_none(settings: Settings) -> None:
    runner: FlaskCliRunner = make_app(replace(settings, production=True)).test_cli_runner()
    done = runner.invoke(args=["sample", "load", "--users"])
    assert done.exit_code == 1
    assert "in production" in done.output
