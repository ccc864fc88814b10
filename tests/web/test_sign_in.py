"""Signing in and out: who gets in, how long, and where to afterwards."""

from typing import Literal

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlmodel import Session, select

from tests.support.pages import PageClient, parse
from tests.support.people import PASSWORD, make_user, sign_in
from tests.support.trail import record_set_up
from tracker.db import transaction
from tracker.http.own_addresses import own_address
from tracker.people import passwords
from tracker.people.roles import Role
from tracker.people.tables import SignInAttempt
from tracker.people.throttle import OF_PAIR
from tracker.people.users import end_sessions

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
    assert "You could not be signed in" in text
    assert "Nothing was saved" not in text
    assert parse(text).xpath("//div[@id='error-summary']//a/@href") == ["#email"]
    assert PASSWORD not in text


def test_too_many_attempts_have_to_wait(client: PageClient, approver: str) -> None:
    for _number in range(OF_PAIR.free):
        client.submit("/sign-in", {"email": approver, "password": "wrong"})
    answer = client.submit("/sign-in", {"email": approver, "password": PASSWORD})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 30
    assert "Time to wait: 0 min" in answer.get_data(as_text=True)
    assert not is_signed_in(client)


def test_failures_of_a_stranger_keep_nobody_out(app: Flask, approver: str) -> None:
    stranger = PageClient(app.test_client())
    stranger.http.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    for _number in range(OF_PAIR.free + 1):
        last = stranger.submit("/sign-in", {"email": approver, "password": "wrong"})
    assert last.status_code == 429
    assert is_signed_in(sign_in(app, approver))


@pytest.mark.parametrize("long", ["x" * 400_000 + "@example.org", "x" * 243 + "@example.org"])
def test_an_address_that_no_account_has_is_not_stored(
    client: PageClient, sqlite_session: Session, long: str
) -> None:
    answer = client.submit("/sign-in", {"email": long, "password": "wrong"})
    assert answer.status_code == 422
    assert len(answer.data) < 10_000
    assert sqlite_session.exec(select(SignInAttempt.email)).all() == []


def test_a_password_of_megabytes_is_not_hashed(
    client: PageClient, approver: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    class Noting(PasswordHasher):
        """A hasher that notes what it is asked to check."""

        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - as in argon2
            seen.append(str(password))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_HASHER", Noting())
    answer = client.submit("/sign-in", {"email": approver, "password": "x" * 400_000})
    assert answer.status_code == 422
    assert seen == []


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


FOREIGN = (
    "https://evil.example",
    "https:evil.example",
    "https:/home",
    "//evil.example",
    "//evil.example/home",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "/home\\evil.example",
    "\\\\evil.example",
    "/\t///evil.example",
    "/\n//evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/%09///evil.example",
    "/%2509///evil.example",
    "/%0a/evil.example",
    "/%2F/evil.example",
    "/%5Cevil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/home//evil.example",
    "//home@evil.example",
    "/@evil.example",
    "//[evil.example",
    "/\N{FULLWIDTH SOLIDUS}evil.example",
    "/\N{ZERO WIDTH SPACE}/evil.example",
    "javascript:alert(1)",
    "/nothing-of-ours",
    "/sign-out",
    "/home/sessions/end-others",
    "home",
    "",
    None,
)
"""What a reader may not be sent to: foreign, no page of ours, or none that is only looked at."""
OWN = {
    "/activities": "/activities",
    "/home": "/home",
    "/contributions/add?x=1": "/contributions/add?x=1",
    "/contributions?q=a b&page=2": "/contributions?q=a%20b&page=2",
    "/donors/\N{LATIN CAPITAL LETTER E WITH ACUTE}": "/donors/%C3%89",
    "/programmes/GLO 1": "/programmes/GLO%201",
    "/contributions?next=//evil.example": "/contributions?next=//evil.example",
}


@pytest.mark.parametrize("foreign", FOREIGN)
def test_one_is_never_sent_elsewhere(app: Flask, foreign: str | None) -> None:
    with app.test_request_context():
        assert own_address(foreign) == "/home"


@pytest.mark.parametrize("wanted", OWN)
def test_one_is_sent_to_pages_of_ours(app: Flask, wanted: str) -> None:
    with app.test_request_context():
        assert own_address(wanted) == OWN[wanted]


ENCODED = ("/%09///evil.example", "//evil.example", "/%0a%0d//evil.example")


@pytest.mark.parametrize("encoded", ENCODED)
def test_the_address_of_the_sign_in_page_leads_nowhere_else(
    app: Flask, approver: str, encoded: str
) -> None:
    client = PageClient(app.test_client())
    data = {"email": approver, "password": PASSWORD}
    answer = client.submit(f"/sign-in?next={encoded}", data)
    assert answer.headers["Location"] == "/home"
