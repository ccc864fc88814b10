"""The secret can be changed: who is signed in stays so, and a form that is open can be sent."""

import re
import secrets

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select, update

from tests.support.people import PASSWORD, make_user
from tracker.db import transaction
from tracker.people.roles import Role
from tracker.people.tables import KeptForm, UserSession
from tracker.periods import utc_now
from tracker.settings import Settings
from wsgi import make_app

OLD, NEW = secrets.token_urlsafe(48), secrets.token_urlsafe(48)


def site(url: str, secret: str, *older: str) -> FlaskClient:
    """Give a client of the site under this secret and those before it."""
    return make_app(Settings(url, secret, production=False, older_secrets=older)).test_client()


def token_of(page: str) -> str:
    """Return the form token of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def carry(one: FlaskClient, other: FlaskClient) -> None:
    """Give a client the cookies of another, as a browser keeps them over a restart."""
    other._cookies = one._cookies  # noqa: SLF001 - werkzeug's jar has no door


@pytest.mark.parametrize(("older", "status"), [((OLD,), 303), ((), 400)])
def test_a_form_that_was_open_when_the_secret_changed_can_be_sent(
    sqlite_url: str, sqlite_session: Session, older: tuple[str, ...], status: int
) -> None:
    person = make_user(sqlite_session, Role.FINANCE_OFFICER)
    before, after = site(sqlite_url, OLD), site(sqlite_url, NEW, *older)
    token = token_of(before.get("/sign-in").text)
    carry(before, after)
    sent = {"csrf_token": token, "email": person.email, "password": PASSWORD}
    assert after.post("/sign-in", data=sent).status_code == status


@pytest.mark.parametrize(("older", "status"), [((OLD,), 200), ((), 303)])
def test_a_session_outlives_the_secret_as_long_as_that_is_believed(
    sqlite_url: str, sqlite_session: Session, older: tuple[str, ...], status: int
) -> None:
    person = make_user(sqlite_session, Role.FINANCE_OFFICER)
    before, after = site(sqlite_url, OLD), site(sqlite_url, NEW, *older)
    sent = {"email": person.email, "password": PASSWORD}
    before.post("/sign-in", data={**sent, "csrf_token": token_of(before.get("/sign-in").text)})
    carry(before, after)
    assert after.get("/home").status_code == status


@pytest.mark.parametrize(("older", "kept"), [((OLD,), 1), ((), 0)])
def test_a_form_of_an_ended_session_is_kept_as_long_as_its_secret_is_believed(
    sqlite_url: str, sqlite_session: Session, older: tuple[str, ...], kept: int
) -> None:
    person = make_user(sqlite_session, Role.PROGRAMME_MANAGER)
    before, after = site(sqlite_url, OLD), site(sqlite_url, NEW, *older)
    sent = {"email": person.email, "password": PASSWORD}
    before.post("/sign-in", data={**sent, "csrf_token": token_of(before.get("/sign-in").text)})
    token = token_of(before.get("/programmes/add").text)
    carry(before, after)
    with transaction(sqlite_session):
        sqlite_session.execute(update(UserSession).values(ended_at=utc_now()))
    after.post("/programmes/add", data={"csrf_token": token, "title": "What was typed"})
    sqlite_session.rollback()
    assert len(sqlite_session.exec(select(KeptForm)).all()) == kept
