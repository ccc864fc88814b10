"""The page cache: which responses it gives again, to whom, and their lines in the log."""

from itertools import count

import orjson
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from tests.support.people import make_user, sign_in
from tracker.app import create_app
from tracker.http import context
from tracker.http.entrance import set_up_entrance
from tracker.http.guard import public
from tracker.http.page_cache import cacheable
from tracker.people.roles import Role
from tracker.people.tables import RecordState
from tracker.settings import Settings


@pytest.fixture
def cached(settings: Settings) -> Flask:
    """Give an application with two pages that count how often their views were asked."""
    app = create_app(settings)
    turns = count(1)

    @public
    def shared() -> Response:
        version = context.session().exec(select(RecordState.version)).one()
        return cacheable(Response(f"shared {next(turns)}"), version)

    @public
    def own() -> Response:
        return Response(f"own {next(turns)}")

    app.add_url_rule("/shared", "shared", shared)
    app.add_url_rule("/api/shared", "api_shared", shared)
    app.add_url_rule("/own", "own", own)
    set_up_entrance(app, settings)
    return app


@pytest.fixture
def reader(cached: Flask) -> FlaskClient:
    return cached.test_client()


def lines(captured: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """Return the requests in the log."""
    return [orjson.loads(line) for line in captured.readouterr().err.splitlines()]


def test_a_cacheable_response_is_given_again(reader: FlaskClient) -> None:
    assert [reader.get("/shared").text for _ in range(3)] == ["shared 1"] * 3
    assert reader.get("/shared?donor=ITA").text == "shared 2"
    assert reader.get("/shared", headers={"Accept-Language": "fr"}).text == "shared 3"
    assert reader.get("/shared", headers={"Accept": "text/csv"}).text == "shared 4"


def test_a_page_that_does_not_say_so_is_not(reader: FlaskClient) -> None:
    assert [reader.get("/own").text for _ in range(2)] == ["own 1", "own 2"]


def test_a_change_of_the_record_empties_the_cache(
    reader: FlaskClient, sqlite_session: Session
) -> None:
    assert reader.get("/shared").text == "shared 1"
    sqlite_session.connection().execute(text("UPDATE record_state SET version = version + 1"))
    sqlite_session.commit()
    assert reader.get("/shared").text == "shared 2"


def test_users_who_signed_in_get_pages_of_their_own(cached: Flask, sqlite_session: Session) -> None:
    person = make_user(sqlite_session, Role.FINANCE_OFFICER)
    user = sign_in(cached, person.email).http
    assert [user.get("/shared").text for _ in range(2)] == ["shared 1", "shared 2"]


@pytest.mark.parametrize(
    ("encodings", "sent"),
    [("br", "br"), ("gzip, br;q=0.5", "br"), ("br;q=0", None), ("gzip", None), ("", None)],
)
@pytest.mark.parametrize("path", ["/shared", "/api/shared"])
def test_each_reader_gets_an_encoding_that_it_takes_and_caches_are_told(
    reader: FlaskClient, path: str, encodings: str, sent: str | None
) -> None:
    for _turn in range(2):
        answer = reader.get(path, headers={"Accept-Encoding": encodings})
        assert answer.headers.get("Content-Encoding") == sent
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("packed", ["", "br"])
def test_each_response_has_one_line_in_the_log_under_its_request_id(
    reader: FlaskClient, capsys: pytest.CaptureFixture[str], packed: str
) -> None:
    def ask(path: str, **headers: str) -> TestResponse:
        return reader.get(path, headers={"Accept-Encoding": packed, **headers})

    first = ask("/shared")
    responses = [first, ask("/shared"), ask("/own")]
    responses.append(ask("/shared", **{"If-None-Match": first.headers["ETag"]}))
    logged = lines(capsys)
    ids = [response.headers["X-Request-Id"] for response in responses]
    assert [line["request_id"] for line in logged] == ids
    assert len(set(ids)) == len(ids)
    assert [line["status"] for line in logged] == [200, 200, 200, 304]
    assert [line["cached"] for line in logged] == [False, True, False, True]
    assert [line["path"] for line in logged] == ["/shared", "/shared", "/own", "/shared"]
    assert [line["bytes"] for line in logged[1:]] == [len(one.data) for one in responses[1:]]
    assert {frozenset(line) for line in logged} == {frozenset(logged[0])}
    assert {"method", "ms", "level", "timestamp"} < set(logged[0])
