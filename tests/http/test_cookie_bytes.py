"""Cookies with any bytes are no error, and those that can be read still are."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from tests.support.people import make_user, sign_in
from tracker.http.cookie_bytes import set_up_cookie_bytes
from tracker.http.page_cache import set_up_page_cache
from tracker.people.roles import Role


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    """Give a reader of an application with all that stands before it."""
    set_up_page_cache(app)
    set_up_cookie_bytes(app)
    return app.test_client(use_cookies=False)


@pytest.mark.parametrize("cookie", ["a=\xff", "\xff", "lang=\xc3\x28; b=\x80", "a=\xc3\xa9"])
@pytest.mark.parametrize(
    "path", ["/sign-in", "/programmes", "/contributions", "/api/v1/donors", "/healthz"]
)
def test_any_bytes_of_a_cookie(reader: FlaskClient, path: str, cookie: str) -> None:
    environ = {"HTTP_COOKIE": cookie}
    assert reader.get(path, environ_overrides=environ).status_code == 200


def test_a_session_beside_such_bytes(app: Flask, sqlite_session: Session) -> None:
    set_up_cookie_bytes(app)
    person = make_user(sqlite_session, Role.APPROVER)
    client = sign_in(app, person.email).http
    session = client.get_cookie("session")
    assert session is not None
    environ = {"HTTP_COOKIE": f"a=\xff; session={session.value}"}
    reader = app.test_client(use_cookies=False)
    assert reader.get("/approvals", environ_overrides=environ).status_code == 200
