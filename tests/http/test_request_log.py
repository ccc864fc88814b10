"""The log: one line a request, whoever answers it, with who asked, and nothing that is secret."""

import logging
import sys
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from tests.conftest import SignIn
from tests.support.people import PASSWORD
from tracker.app import create_app
from tracker.http.entrance import set_up_entrance
from tracker.http.guard import public
from tracker.http.log_texts import HIDDEN, hide_addresses
from tracker.http.server_lines import JsonLine
from tracker.http.static_files import asset
from tracker.people.roles import Role
from tracker.settings import Settings

Line = dict[str, Any]


def logged(captured: pytest.CaptureFixture[str], event: str = "request") -> list[Line]:
    """Return the lines of one event; every line of the log is one JSON text."""
    lines = [orjson.loads(line) for line in captured.readouterr().err.splitlines()]
    return [line for line in lines if line["event"] == event]


@pytest.fixture
def behind_one(settings: Settings) -> FlaskClient:
    """Give a client of an application behind one proxy, with views of its own."""
    app = create_app(settings)

    @public
    def long() -> Response:
        def parts() -> Iterator[str]:
            yield "abc"
            yield "defg"

        return Response(parts())

    @public
    def broken() -> str:
        raise RuntimeError("a fault")

    app.add_url_rule("/long", "long", long)
    app.add_url_rule("/broken", "broken", broken)
    set_up_entrance(app, Settings(settings.database_url, "x", production=False, trusted_proxies=1))
    return app.test_client()


def test_a_line_holds_who_asked_what_and_what_it_cost(
    signed_in: SignIn, capsys: pytest.CaptureFixture[str]
) -> None:
    client = signed_in(Role.FINANCE_OFFICER)
    capsys.readouterr()
    answer = client.http.get("/contributions?q=ana@example.org")
    (line,) = logged(capsys)
    assert line["method"] == "GET"
    assert line["path"] == line["route"] == "/contributions"
    assert line["status"] == 200
    assert line["bytes"] == len(answer.data)
    assert line["statements"] > 1
    assert line["client"] == "127.0.0.1"
    assert line["who"].startswith("P-")
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert line["cached"] is False
    assert "ana@example.org" not in str(line)


def test_the_address_is_the_readers_and_not_the_proxys(
    behind_one: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    behind_one.get("/healthz")
    behind_one.get("/nothing", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
    (line,) = logged(capsys)
    assert line["client"] == "203.0.113.9"
    assert line["route"] == "none"


def test_files_long_answers_and_faults_have_their_line(
    behind_one: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (asset("css/base.css"), "/long", "/broken"):
        with behind_one.get(path) as answer:
            answer.get_data()
    found = [(line["route"], line["status"]) for line in logged(capsys)]
    assert found == [("/static/", 200), ("/long", 200), ("/broken", 500)]


def test_a_long_answer_counts_what_was_sent(
    behind_one: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    behind_one.get("/long").get_data()
    assert logged(capsys)[0]["bytes"] == 7


@pytest.mark.parametrize(
    "path",
    ["/a%0a%7B%22event%22:%22sign-in%22%7D", "/a%0d%0ab", "/%e2%80%a8", "/%ff%fe", "/%1b[2J"],
)
def test_nobody_writes_a_line_of_his_own_into_the_log(
    app: Flask, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    app.test_client().get(path)
    text = capsys.readouterr().err
    assert text.isascii()
    assert [orjson.loads(line)["event"] for line in text.splitlines()] == ["request"]
    assert text.replace("\n", "").isprintable()


def test_a_path_without_end_is_cut(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    app.test_client().get(f"/{'a' * 5000}")
    assert len(logged(capsys)[0]["path"]) == 300


def test_probes_are_quiet_until_they_fail(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    client = app.test_client()
    for path in ("/healthz", "/readyz", "/metrics"):
        client.get(path)
    assert [line["path"] for line in logged(capsys)] == ["/metrics"]


def test_sign_ins_are_events_without_the_address_or_the_password(
    signed_in: SignIn, app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    stranger = app.test_client()
    stranger.post("/sign-in", data={"email": "nobody@example.org", "password": "wrong-password-1"})
    text = capsys.readouterr().err
    assert '"access": "sign-in refused"' in text
    assert "example.org" not in text
    assert "wrong-password" not in text
    signed_in(Role.FINANCE_OFFICER)
    (line,) = logged(capsys, "access")
    assert line["access"] == "signed in"
    assert line["who"].startswith("P-")
    assert PASSWORD not in str(line)


@pytest.mark.parametrize(
    "text",
    [
        "Key (email)=(ana.duarte+x@example.org) already exists.",
        "/people/ana.duarte+x@example.org/rename",
        "'\u0430\u043d\u043d\u0430@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444'",
    ],
)
def test_addresses_that_errors_quote_are_hidden(text: str) -> None:
    event = hide_addresses(None, "error", {"event": text, "number": 1})
    assert "@" not in event["event"]
    assert HIDDEN in event["event"]


@pytest.mark.parametrize("text", ["a@b", "gen@0x7f", "x @ y.z", "@app.route"])
def test_what_is_no_address_stays(text: str) -> None:
    assert hide_addresses(None, "error", {"event": text})["event"] == text


def test_lines_of_libraries_are_one_json_text() -> None:
    try:
        raise ValueError("of ana@example.org")  # noqa: TRY301 - a trace with an address
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "two\nlines", (), sys.exc_info())
    text = JsonLine().format(record)
    assert "\n" not in text
    line = orjson.loads(text)
    assert line["event"] == "two\nlines"
    assert "ValueError: of [address]" in line["exception"]


def test_refusals_are_events_with_their_reason(
    signed_in: SignIn, app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    stranger = app.test_client()
    officer = signed_in(Role.FINANCE_OFFICER)
    capsys.readouterr()
    stranger.get("/people")
    stranger.post("/sign-in", data={"email": "a", "password": "b"})
    officer.http.get("/people")
    lines = logged(capsys, "refusal")
    assert [line["reason"] for line in lines] == ["not signed in", "form token", "not allowed"]
    assert [line["who"][:2] for line in lines] == ["", "", "P-"]
