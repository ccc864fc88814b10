"""A SQLite file that another program holds: who reads is answered, who writes is told."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.support.commands import said
from tests.support.people import make_user
from tests.support.servers import LiveServer, serve
from tests.support.site_client import SiteClient
from tracker.db import SQLITE_PATIENCE
from tracker.http.context import EXTENSION
from tracker.people.roles import Role
from tracker.settings import Settings
from wsgi import make_app

pytestmark = pytest.mark.slow
NEW = {"code": "ZZZ", "name": "Zeta", "type": "C05"}
BUSY = "Others are writing to the record"


def seconds(patience: str) -> float:
    """Return how long a connection waits by its setting."""
    return int(patience.partition("=")[2]) / 1_000


@contextmanager
def held(url: str, *statements: str) -> Iterator[None]:
    """Hold the file as another program does until the block ends."""
    file = url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None, timeout=20)) as other:
        for statement in statements:
            other.execute(statement)
        yield


@pytest.fixture
def site(sqlite_session: Session, sqlite_url: str, tmp_path: Path) -> Iterator[LiveServer]:
    """Serve a record on a file, with a finance officer."""
    make_user(sqlite_session, Role.FINANCE_OFFICER)
    sqlite_session.close()
    with serve(tmp_path, sqlite_url, FACTS_FOLDER="none") as server:
        yield server


def test_a_held_writer_holds_up_no_reader(site: LiveServer) -> None:
    person, stranger = SiteClient(site.url), SiteClient(site.url)
    person.sign_in(f"{Role.FINANCE_OFFICER.value}@example.org")
    form = person.get("/donors/add").response
    assert stranger.get("/?lang=fr").status == 200  # what is loaded for the first page is there
    with held(
        site.database_url, "BEGIN EXCLUSIVE", "UPDATE record_state SET version = version + 1"
    ):
        for path in ("/healthz", "/readyz", "/contributions", "/", "/api/v1/contributions"):
            answer = stranger.get(path)
            assert answer.status == 200, path
            assert answer.seconds < seconds(SQLITE_PATIENCE), path
        for path in ("/home", "/donors", "/contributions"):
            answer = person.get(path)
            assert answer.status == 200, path
            assert answer.seconds < seconds(SQLITE_PATIENCE), path
        sent = person.send(form, NEW)
        assert (sent.status, BUSY in sent.text) == (503, True), sent.text
        assert sent.seconds >= seconds(SQLITE_PATIENCE)
    assert person.get("/donors/ZZZ").status == 404
    assert person.send(form, NEW).status == 303
    said(site.database_url, "ledger", "verify")


def test_a_file_that_is_locked_whole_is_told_soon(sqlite_url: str, settings: Settings) -> None:
    """Nobody may read it, nor open it: so a program holds it that had it before the server."""
    client = make_app(settings).test_client()
    client.get("/contributions")
    client.application.extensions[EXTENSION].engine.dispose()
    with held(sqlite_url, "PRAGMA locking_mode=EXCLUSIVE", "BEGIN EXCLUSIVE"):
        for path, status in (("/healthz", 200), ("/readyz", 503), ("/contributions", 503)):
            begun = time.monotonic()
            answer = client.get(path)
            assert answer.status_code == status, (path, answer.text)
            assert time.monotonic() - begun < seconds(SQLITE_PATIENCE), path
        assert BUSY in answer.text
    assert client.get("/contributions").status_code == 200
