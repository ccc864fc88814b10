"""Errors are told to people as pages and to programs as problem details; headers are on both."""

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import gettext

from tests.conftest import SignIn
from tests.support.pages import PageClient, parse
from tests.support.trail import record_set_up
from tracker.app import create_app
from tracker.assistance.states import ProgrammeKind
from tracker.assistance.tables.activities import Programme
from tracker.db import transaction
from tracker.errors import Fault, InvalidDraft, TrackerError
from tracker.http.context import session
from tracker.http.guard import public
from tracker.http.security import CONTENT_SECURITY_POLICY
from tracker.people.roles import Role
from tracker.settings import LOCALES, Settings


def add_failing_views(app: Flask) -> None:
    """Add views that fail as views do."""

    @public
    def broken() -> str:
        raise RuntimeError("the secret reason")

    @public
    def refused() -> str:
        raise InvalidDraft([Fault("amount", "too much"), Fault("donor", "unknown <b>")])

    @public
    def collided() -> str:
        with transaction(session()) as opened:
            record_set_up(opened)
            opened.add_all(Programme(code="TWICE", title="x", kind=kind) for kind in ProgrammeKind)
        return ""

    for prefix in ("", "/api/v1"):
        app.add_url_rule(f"{prefix}/collided", f"collided{prefix}", collided)
        app.add_url_rule(f"{prefix}/broken", f"broken{prefix}", broken)
        app.add_url_rule(f"{prefix}/refused", f"refused{prefix}", refused)


@pytest.fixture
def failing(app: Flask) -> PageClient:
    """Give a client of an application whose views fail."""
    add_failing_views(app)
    return PageClient(app.test_client())


def test_a_page_that_is_not_there(client: PageClient) -> None:
    answer = client.get("/nothing-here")
    assert answer.status_code == 404
    assert "Not found" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/contributions/%00", "/donors/a%07", "/nothing%00here"])
def test_nothing_lies_at_an_address_with_a_hidden_character(client: PageClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.get_data(as_text=True)


def test_a_program_gets_problem_details(client: PageClient) -> None:
    answer = client.get("/api/v1/nothing-here")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json() == {
        "type": "about:blank",
        "title": "Not found",
        "status": 404,
        "detail": "There is nothing at this address.",
        "instance": "/api/v1/nothing-here",
    }


def test_a_wrong_method_says_which_is_right(client: PageClient) -> None:
    answer = client.http.delete("/api/v1/contributions")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("path", ["/broken", "/api/v1/broken"])
def test_a_fault_of_ours_keeps_its_reason_to_itself(failing: PageClient, path: str) -> None:
    answer = failing.get(path)
    assert answer.status_code == 500
    assert "secret" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/collided", "/api/v1/collided"])
def test_who_collides_with_another_writer_is_told_in_the_readers_language(
    failing: PageClient, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = failing.get(path, headers={"Accept-Language": "fr"})
    assert answer.status_code == 409
    told = answer.get_json()["detail"] if "api" in path else answer.get_data(as_text=True)
    assert "rien de votre part" in told
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (line,) = [line for line in lines if line["event"] == "two writers collided"]
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert "TWICE" not in str(line)


def kinds_of(error: type[TrackerError]) -> Iterator[type[TrackerError]]:
    """Yield all classes of our errors."""
    yield error
    for kind in error.__subclasses__():
        yield from kinds_of(kind)


@pytest.mark.parametrize("language", [one for one in LOCALES if one != "en"])
def test_the_title_of_every_error_is_in_the_readers_language(app: Flask, language: str) -> None:
    titles = {kind.title for kind in kinds_of(TrackerError)}
    with app.test_request_context(headers={"Accept-Language": language}):
        assert {title for title in titles if gettext(title) == title} == set()


def test_a_refused_draft_lists_its_faults_for_programs(failing: PageClient) -> None:
    answer = failing.get("/api/v1/refused")
    assert answer.status_code == 422
    assert answer.get_json()["errors"] == [
        {"field": "amount", "message": "too much"},
        {"field": "donor", "message": "unknown <b>"},
    ]


def test_a_refused_draft_is_escaped_for_people(failing: PageClient) -> None:
    answer = failing.get("/refused")
    assert answer.status_code == 422
    assert "unknown &lt;b&gt;" in answer.get_data(as_text=True)


def test_a_database_that_is_away_is_told_and_not_hidden(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("empty")
    url = f"sqlite:///{folder / 'empty.sqlite'}"
    app = create_app(Settings(url, "only-for-this-test", production=False))
    client = PageClient(app.test_client())
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
    assert client.get("/contributions").status_code == 503
    assert client.get("/api/v1/contributions").get_json()["title"] == "The record cannot be reached"


def test_a_database_at_the_head_is_ready(client: PageClient) -> None:
    assert client.get("/readyz").get_json() == {"status": "ready"}


@pytest.mark.parametrize("path", ["/sign-in", "/nothing-here", "/api/v1/contributions", "/healthz"])
def test_every_answer_carries_the_headers(client: PageClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_no_script_or_style_may_stand_in_a_page() -> None:
    assert "unsafe-inline" not in CONTENT_SECURITY_POLICY
    assert "unsafe-eval" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'; script-src 'self';")


def _header(client: PageClient) -> dict[str, str | None]:
    """Return the texts and addresses of the links above a page that is not there."""
    page = parse(client.get("/nothing-here").get_data(as_text=True))
    return {link.text: link.get("href") for link in page.xpath("//header//a")}


def test_a_page_that_is_not_there_does_not_ask_a_person_to_sign_in(signed_in: SignIn) -> None:
    links = _header(signed_in(Role.APPROVER))
    assert "Sign in" not in links
    assert links["Home"] == "/home"


def test_a_page_that_is_not_there_lets_the_public_sign_in(client: PageClient) -> None:
    links = _header(client)
    assert "Sign in" in links
    assert "Home" not in links
