"""Signing in and out: who gets in, how long, and where to afterwards."""

import pytest
from flask import Flask
from sqlmodel import Session

from tests.support.pages import PageClient, parse
from tests.support.people import PASSWORD, make_user, sign_in
from tests.support.trail import record_set_up
from tracker.db import transaction
from tracker.people.roles import Role
from tracker.people.throttle import FAILURES_PER_EMAIL
from tracker.people.users import end_sessions
from tracker.web.people.sign_in_pages import local_path

EMAIL = "approver@example.org"


@pytest.fixture
def approver(sqlite_session: Session) -> str:
    """Enter a person and return the address."""
    return make_user(sqlite_session, Role.APPROVER).email


def is_signed_in(client: PageClient) -> bool:
    """Tell whether pages offer to sign out."""
    return "Sign out" in client.get("/contributions").get_data(as_text=True)


def test_a_person_signs_in_and_out(app: Flask, approver: str) -> None:
    client = sign_in(app, approver)
    assert is_signed_in(client)
    answer = client.submit("/contributions", {"csrf_token": csrf_of(client)})
    assert answer.status_code == 303
    assert not is_signed_in(client)


def csrf_of(client: PageClient) -> str:
    """Return the token that the sign-out form carries."""
    tokens: list[str] = client.html("/contributions").xpath("//input[@name='csrf_token']/@value")
    return tokens[0]


@pytest.mark.parametrize(
    ("email", "password"),
    [(EMAIL, "wrong"), ("nobody@example.org", PASSWORD), ("", ""), (EMAIL, "")],
)
def test_what_is_wrong_is_told_in_the_same_words(
    client: PageClient, approver: str, email: str, password: str
) -> None:
    del approver
    answer = client.submit("/sign-in", {"email": email, "password": password})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "The e-mail address or the password is wrong." in text
    assert parse(text).xpath("//div[@id='error-summary']//a/@href") == ["#email"]
    assert PASSWORD not in text


def test_too_many_attempts_have_to_wait(client: PageClient, approver: str) -> None:
    for _number in range(FAILURES_PER_EMAIL):
        client.submit("/sign-in", {"email": approver, "password": "wrong"})
    answer = client.submit("/sign-in", {"email": approver, "password": PASSWORD})
    assert answer.status_code == 429
    assert not is_signed_in(client)


def test_a_person_who_is_no_longer_active_does_not_get_in(
    app: Flask, sqlite_session: Session, approver: str
) -> None:
    inside = sign_in(app, approver)
    person = make_user(sqlite_session, Role.DONOR, donor_code="ITA")
    with transaction(sqlite_session):
        person.active = False
        record_set_up(sqlite_session)
        sqlite_session.add(person)
    client = PageClient(app.test_client())
    answer = client.submit("/sign-in", {"email": person.email, "password": PASSWORD})
    assert answer.status_code == 422
    assert is_signed_in(inside)


def test_ended_sessions_are_out_at_once(app: Flask, sqlite_session: Session, approver: str) -> None:
    client = sign_in(app, approver)
    with transaction(sqlite_session) as session:
        end_sessions(session, approver, "test")
    assert not is_signed_in(client)


def test_the_session_is_another_after_signing_in(app: Flask, approver: str) -> None:
    client = PageClient(app.test_client())
    before = client.get("/sign-in").headers["Set-Cookie"]
    answer = client.submit("/sign-in", {"email": approver, "password": PASSWORD})
    assert answer.headers["Set-Cookie"] != before


def test_a_forged_form_is_refused(app: Flask, approver: str) -> None:
    client = PageClient(app.test_client())
    for path in ("/sign-in", "/sign-out"):
        answer = client.post(path, data={"email": approver, "password": PASSWORD})
        assert answer.status_code == 400, path
        assert "came from elsewhere" in answer.get_data(as_text=True)
    assert not is_signed_in(client)


def test_a_guarded_page_is_come_back_to(app: Flask, sqlite_session: Session) -> None:
    person = make_user(sqlite_session, Role.FINANCE_OFFICER)
    client = PageClient(app.test_client())
    asked = client.get("/contributions/add?x=1")
    assert asked.headers["Location"] == "/sign-in?next=/contributions/add?x%3D1"
    answer = client.submit(asked.headers["Location"], {"email": person.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/contributions/add?x=1"


@pytest.mark.parametrize(
    "foreign",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "///evil",
        "/\t///evil.example",
        "/\n//evil.example",
        "\t//evil.example",
        "javascript:alert(1)",
        "",
        None,
    ],
)
def test_one_is_never_sent_elsewhere(foreign: str | None) -> None:
    assert local_path(foreign) == "/home"
