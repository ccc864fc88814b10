"""The pages of API tokens: made with the password, shown once, revoked by their person or above."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.support.factors import code_at, give_factor
from tests.support.pages import PageClient, parse
from tests.support.people import PASSWORD, let_in, make_user
from tracker.people.audit import trail_of
from tracker.people.roles import Role
from tracker.people.subjects import Subject
from tracker.people.token_tables import ApiToken
from tracker.people.tokens import MOST, PREFIX
from tracker.periods import today, utc_now

PAGE = "/home/tokens"


def fields(**others: object) -> dict[str, object]:
    """Return the fields of a form that is accepted, with others."""
    last = (today() + timedelta(days=30)).isoformat()
    right = {"name": "Bridge", "scopes": ["read"], "expires_on": last, "current_password": PASSWORD}
    return right | others


def token_on(page: str) -> str:
    """Return the token that a page shows."""
    return "".join(parse(page).xpath("//code[@class='new-token']//text()"))


@pytest.fixture
def officer(app: Flask, sqlite_session: Session) -> PageClient:
    """Give the client of a finance officer."""
    return let_in(app, make_user(sqlite_session, Role.FINANCE_OFFICER).email)


def status(app: Flask, token: str) -> int:
    """Return how the interface answers a token."""
    headers = {"Authorization": f"Bearer {token}"}
    return app.test_client().get("/api/v1/approvals", headers=headers).status_code


def test_a_token_is_shown_once_and_works_until_its_person_revokes_it(
    app: Flask, sqlite_session: Session, officer: PageClient
) -> None:
    token = token_on(officer.submit(PAGE, fields()).text)
    assert token.startswith(PREFIX)
    assert status(app, token) == 200
    page = officer.get(PAGE).text
    assert token not in page
    assert token[:8] in page
    number = sqlite_session.exec(select(ApiToken.id)).one()
    answer = officer.submit(PAGE, {"csrf_token": csrf_of(page)} | fields())
    assert token_on(answer.text) not in ("", token)
    data = {"csrf_token": csrf_of(page)}
    assert officer.post(f"{PAGE}/{number}/revoke", data=data).status_code == 303
    assert status(app, token) == 401
    assert "revoked" in officer.get(PAGE).text
    sqlite_session.rollback()
    said = trail_of(sqlite_session, Subject.USER, ["P-000001"])
    assert [one.action for one in said] == ["make_token", "make_token", "revoke_token"]


def csrf_of(page: str) -> str:
    """Return the form token of a page."""
    return str(parse(page).xpath("//main//input[@name='csrf_token']/@value")[0])


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": " "}, "name the program"),
        ({"scopes": []}, "choose what the token is for"),
        ({"expires_on": ""}, "within a year"),
        ({"expires_on": (today() - timedelta(days=2)).isoformat()}, "within a year"),
        ({"expires_on": (today() + timedelta(days=367)).isoformat()}, "within a year"),
        ({"expires_on": "9999-12-31"}, "within a year"),
        ({"current_password": "wrong"}, "This is not your password of today."),
    ],
)
def test_what_is_wrong_makes_no_token(
    sqlite_session: Session, officer: PageClient, changed: dict[str, object], why: str
) -> None:
    answer = officer.submit(PAGE, fields(**changed))
    assert answer.status_code == 422
    assert why in answer.text
    assert sqlite_session.exec(select(ApiToken.id)).all() == []


def test_a_role_is_offered_no_scope_beyond_its_own(app: Flask, sqlite_session: Session) -> None:
    donor = let_in(app, make_user(sqlite_session, Role.DONOR, donor_code="ITA").email)
    assert donor.html(PAGE).xpath("//input[@name='scopes']/@value") == ["read"]
    answer = donor.submit(PAGE, fields(scopes=["read", "entries"]))
    assert answer.status_code == 422
    assert sqlite_session.exec(select(ApiToken.id)).all() == []


def test_who_has_a_second_factor_shows_a_code_too(app: Flask, sqlite_session: Session) -> None:
    user = make_user(sqlite_session, Role.SECRETARIAT)
    give_factor(sqlite_session, user)
    client = let_in(app, user.email)
    assert client.submit(PAGE, fields(code="000000")).status_code == 422
    assert token_on(client.submit(PAGE, fields(code=code_at(utc_now()))).text)


def test_nobody_revokes_the_token_of_another_but_an_administrator(
    app: Flask, sqlite_session: Session, officer: PageClient
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    token = token_on(officer.submit(PAGE, fields()).text)
    other = let_in(app, make_user(sqlite_session, Role.APPROVER).email)
    assert other.post(f"{PAGE}/1/revoke").status_code == 404
    assert other.get("/people/tokens").status_code == 403
    assert other.post("/people/tokens/1/revoke").status_code == 403
    assert status(app, token) == 200
    administrator = let_in(app, make_user(sqlite_session, Role.ADMINISTRATOR).email)
    assert "Bridge" in administrator.get("/people/tokens").text
    assert administrator.post("/people/tokens/1/revoke").status_code == 303
    assert status(app, token) == 401
    assert "Nobody has" not in administrator.get("/people/tokens").text


def test_a_person_has_so_many_tokens_at_most(officer: PageClient) -> None:
    for _number in range(MOST):
        assert token_on(officer.submit(PAGE, fields()).text)
    assert "at most" in officer.submit(PAGE, fields()).text
