"""Headers with any bytes: what is no text is refused by its name, and what is text is taken."""

import socket

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from tests.support.people import make_user, sign_in
from tests.support.servers import LiveServer
from tests.support.site_client import PATIENCE
from tracker.http.entrance import set_up_entrance
from tracker.http.header_bytes import set_up_header_bytes
from tracker.people.roles import Role
from tracker.settings import Settings

HEADERS = (
    "Cookie",
    "Host",
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Authorization",
    "Content-Type",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "Origin",
    "Range",
    "Referer",
    "User-Agent",
    "X-CSRFToken",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Proxy-Secret",
    "X-Of-Nobody",
)
PAGES = ("/sign-in", "/programmes", "/contributions", "/api/v1/donors", "/healthz")


@pytest.fixture
def reader(app: Flask, settings: Settings) -> FlaskClient:
    """Give a reader of an application with all that stands before it."""
    set_up_entrance(app, settings)
    return app.test_client(use_cookies=False)


def environ_key(header: str) -> str:
    """Return the name of a header in a request's environment."""
    key = header.upper().replace("-", "_")
    return key if key == "CONTENT_TYPE" else f"HTTP_{key}"


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("value", ["a=\xff", "\xff", "lang=\xc3\x28; b=\x80"])
def test_a_header_that_is_no_text_is_refused(reader: FlaskClient, header: str, value: str) -> None:
    for path in PAGES:
        answer = reader.get(path, environ_overrides={environ_key(header): value})
        assert answer.status_code == 400, path
        assert (header if header != "Cookie" else "A cookie") in answer.text.replace(
            "X-Csrftoken", "X-CSRFToken"
        )
        assert "UTF-8" in answer.text
        assert answer.is_json is path.startswith("/api/")


@pytest.mark.parametrize("header", [one for one in HEADERS if one != "Host"])
def test_text_beyond_ascii_is_taken(reader: FlaskClient, header: str) -> None:
    for path in PAGES:
        answer = reader.get(path, environ_overrides={environ_key(header): "a=\xc3\xa9"})
        assert answer.status_code == 200, path


def test_a_session_beside_text_beyond_ascii(app: Flask, sqlite_session: Session) -> None:
    set_up_header_bytes(app)
    person = make_user(sqlite_session, Role.APPROVER)
    client = sign_in(app, person.email).http
    session = client.get_cookie("session")
    assert session is not None
    environ = {"HTTP_COOKIE": f"a=\xc3\xa9; session={session.value}"}
    reader = app.test_client(use_cookies=False)
    assert reader.get("/approvals", environ_overrides=environ).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("byte", [b"\xff", b"\x01", b"\x80\x81"])
def test_the_server_answers_any_byte_of_a_header(live_server: LiveServer, byte: bytes) -> None:
    host, _, port = live_server.url.removeprefix("http://").partition(":")
    for header in HEADERS:
        lines = [b"GET /contributions HTTP/1.1", b"Host: x", b"Connection: close"]
        if header == "Host":
            lines.remove(b"Host: x")
        lines.append(header.encode() + b": a=" + byte)
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
            connection.sendall(b"\r\n".join(lines) + b"\r\n\r\n")
            answer = connection.makefile("rb").readline()
        assert answer.split()[1] == b"400", header
