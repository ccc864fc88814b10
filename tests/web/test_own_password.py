"""A temporary password is changed before anything else, and any password by its user."""

import orjson
import pytest
from flask import Flask
from sqlmodel import Session

from tests.http.test_guard import address
from tests.support.pages import PageClient
from tests.support.people import PASSWORD, make_user, sign_in
from tests.support.trail import record_set_up
from tracker.db import transaction
from tracker.people.audit import trail_of
from tracker.people.roles import Role
from tracker.people.subjects import Subject
from tracker.people.tables import User
from tracker.people.throttle import OF_PAIR

NEW = "violet harbour sixteen lanterns"
PAGE = "/home/password"
ANY_PASSWORD = {
    "/invitation",
    "/forgotten-password",
    "/forgotten-password/new",
    "/home/password",
    "/sign-in",
    "/sign-in/code",
    "/sign-in/passkey",
    "/sign-in/provider",
    "/sign-in/provider/back",
    "/sign-in/provider/signed-out",
    "/passkeys/options",
    "/passkeys/proof",
    "/sign-out",
    "/healthz",
    "/readyz",
    "/metrics",
}
"""What a user with a temporary password reaches: the page of the change, and ways in and out."""


@pytest.fixture
def newcomer(sqlite_session: Session) -> User:
    """Enter a finance officer whose password was made by somebody else."""
    user = make_user(sqlite_session, Role.FINANCE_OFFICER)
    with transaction(sqlite_session):
        record_set_up(sqlite_session)
        user.password_is_temporary = True
        sqlite_session.add(user)
    return user


def change(client: PageClient, today: str, new: str, again: str = "", page: str = PAGE) -> int:
    """Send the form and return the status."""
    fields = {
        "current_password": today,
        "new_password": new,
        "new_password_again": again or new,
    }
    return client.submit(page, fields).status_code


def can_sign_in(app: Flask, email: str, password: str) -> bool:
    """Tell whether that is the password."""
    client = PageClient(app.test_client())
    return client.submit("/sign-in", {"email": email, "password": password}).status_code == 303


def test_no_route_is_open_before_a_temporary_password_is_changed(
    app: Flask, newcomer: User
) -> None:
    client = sign_in(app, newcomer.email)
    app.config["WTF_CSRF_ENABLED"] = False
    walked = 0
    for rule in app.url_map.iter_rules():
        if rule.rule in ANY_PASSWORD:
            continue
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            answer = client.http.open(address(rule), method=method)
            walked += 1
            if rule.rule.startswith("/api/"):
                assert answer.status_code == 403, rule
                assert answer.json is not None
                assert "temporary" in answer.json["detail"], rule
                continue
            assert answer.status_code == 303, rule
            assert answer.headers["Location"].startswith(PAGE), rule
    assert walked > 100


def test_after_the_change_the_page_that_was_asked_for_opens(
    app: Flask, sqlite_session: Session, newcomer: User
) -> None:
    client, elsewhere = sign_in(app, newcomer.email), sign_in(app, newcomer.email)
    asked = client.get("/contributions/add?x=1")
    assert asked.headers["Location"] == "/home/password?next=/contributions/add?x%3D1"
    assert change(client, PASSWORD, NEW, page=asked.headers["Location"]) == 303
    assert client.get("/contributions/add?x=1").status_code == 200
    assert elsewhere.get("/home").status_code == 303
    assert can_sign_in(app, newcomer.email, NEW)
    assert not can_sign_in(app, newcomer.email, PASSWORD)
    (said,) = trail_of(sqlite_session, Subject.USER, [newcomer.handle])
    assert (said.action, said.actor, said.new) == (
        "password",
        newcomer.handle,
        {"temporary": False},
    )


@pytest.mark.parametrize(
    ("today", "new", "again", "why"),
    [
        ("another", NEW, NEW, "This is not your password of today."),
        (PASSWORD, NEW, NEW + "!", "The two new passwords are not the same."),
        (PASSWORD, "short", "short", "between 12 and 200 characters"),
        (PASSWORD, "a" * 12, "a" * 12, "soon guessed"),
        (PASSWORD, PASSWORD, PASSWORD, "this is the password of before"),
    ],
)
def test_a_refusal_leaves_the_password_as_it_is(
    app: Flask, newcomer: User, today: str, new: str, again: str, why: str
) -> None:
    client = sign_in(app, newcomer.email)
    fields = {"current_password": today, "new_password": new, "new_password_again": again}
    answer = client.submit(PAGE, fields)
    text = answer.get_data(as_text=True)
    assert answer.status_code in (409, 422)
    assert why in text
    assert PASSWORD not in text
    assert NEW not in text
    assert client.get("/home").headers["Location"].startswith(PAGE)
    assert can_sign_in(app, newcomer.email, PASSWORD)


def test_a_change_ends_the_other_sessions_and_their_tabs(app: Flask, newcomer: User) -> None:
    """A tab that was open before says so and leads to the sign-in page; this one goes on."""
    first, second = sign_in(app, newcomer.email), sign_in(app, newcomer.email)
    tab = second.get(PAGE)
    assert change(first, PASSWORD, NEW) == 303
    assert first.get("/home").status_code == 200
    assert second.get("/home").headers["Location"].startswith("/sign-in")
    sent = second.send_again(
        tab, {"current_password": NEW, "new_password": PASSWORD, "new_password_again": PASSWORD}
    )
    assert sent.status_code in (303, 401)
    assert can_sign_in(app, newcomer.email, NEW)
    assert not can_sign_in(app, newcomer.email, PASSWORD)


def test_guesses_at_the_password_of_today_are_delayed(app: Flask, newcomer: User) -> None:
    client = sign_in(app, newcomer.email)
    answers = [change(client, "a guess", NEW) for _number in range(OF_PAIR.free + 1)]
    assert answers[-1] == 429


def test_guesses_at_the_password_of_today_are_events_with_the_handle_alone(
    app: Flask, newcomer: User, capsys: pytest.CaptureFixture[str]
) -> None:
    client = sign_in(app, newcomer.email)
    capsys.readouterr()
    for _number in range(OF_PAIR.free + 1):
        change(client, "a guess", NEW)
    text = capsys.readouterr().err
    lines = [line for line in map(orjson.loads, text.splitlines()) if line["event"] == "access"]
    refused = [(line["access"], line["who"]) for line in lines]
    assert refused == [
        *[("password refused", newcomer.handle)] * OF_PAIR.free,
        ("password delayed", newcomer.handle),
    ]
    assert "a guess" not in text
    assert NEW not in text


def test_strangers_are_led_to_the_sign_in_page(client: PageClient) -> None:
    assert client.get(PAGE).headers["Location"].startswith("/sign-in")


def test_the_page_leads_nowhere_else(app: Flask, newcomer: User) -> None:
    client = sign_in(app, newcomer.email)
    fields = {"current_password": PASSWORD, "new_password": NEW, "new_password_again": NEW}
    answer = client.submit(f"{PAGE}?next=//evil.example", fields)
    assert answer.headers["Location"] == "/home"
