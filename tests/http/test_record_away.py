"""The record that cannot be reached: pages say so in words, and error pages read nothing."""

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tracker.http.context import EXTENSION
from tracker.http.record_away import Trouble, trouble_of


def away(*_: object) -> None:
    """Stand for a database that refuses every connection."""
    raise sqlite3.OperationalError("unable to open database file")


@pytest.fixture
def cut_off(app: Flask) -> Flask:
    """Give an application whose database is away."""
    engine = app.extensions[EXTENSION].engine
    engine.dispose()
    event.listen(engine, "do_connect", away, insert=True)
    return app


def test_the_health_of_the_process_needs_no_database(cut_off: Flask) -> None:
    client = cut_off.test_client()
    client.set_cookie("session", "made-up")
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("path", ["/contributions", "/contributions/NONE", "/rates"])
def test_a_page_says_in_words_that_the_record_cannot_be_reached(cut_off: Flask, path: str) -> None:
    answer = cut_off.test_client().get(path, headers={"Accept-Language": "fr"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert 'lang="fr"' in answer.text
    assert "Le registre est inaccessible" in answer.text


def test_who_seems_signed_in_is_told_the_same(cut_off: Flask) -> None:
    client = cut_off.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "a-token"
    for path in ("/home", "/approvals", "/contributions"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "The record cannot be reached" in answer.text
    assert client.get("/no-such-page").status_code == 404
    assert client.get("/healthz").status_code == 200


def test_a_program_gets_a_problem(cut_off: Flask) -> None:
    answer = cut_off.test_client().get("/api/v1/contributions")
    assert answer.mimetype == "application/problem+json"
    assert (answer.status_code, answer.get_json()["status"]) == (503, 503)
    assert answer.headers["Retry-After"] == "10"


def test_the_page_of_an_error_reads_nothing(app: Flask) -> None:
    said: list[str] = []
    engine = app.extensions[EXTENSION].engine
    event.listen(engine, "before_cursor_execute", lambda *of: said.append(of[2]))
    client = app.test_client()
    client.get("/sign-in")
    said.clear()
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    # the page cache asks for the version of the record, before anybody knows that there is no page
    assert [one for one in said if "record_state" not in one] == []


def test_the_interface_names_no_server_of_whoever_asked_first(app: Flask) -> None:
    client = app.test_client()
    for host in ("http://evil.example", "http://tracker.example"):
        spec = client.get("/api/v1/openapi.json", base_url=host).get_json()
        assert spec["servers"] == [{"url": "/"}]


def test_a_full_disk_is_called_so() -> None:
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorname = "SQLITE_FULL"
    assert trouble_of(OperationalError("INSERT", None, full)) is Trouble.FULL
    assert trouble_of(OSError(errno.ENOSPC, "No space left on device")) is Trouble.FULL
    assert trouble_of(OSError(errno.EACCES, "no")) is Trouble.AWAY


def test_a_file_that_another_program_locks_is_told_as_busy(tmp_path: Path) -> None:
    with (
        closing(sqlite3.connect(tmp_path / "a.sqlite", timeout=0)) as one,
        closing(sqlite3.connect(tmp_path / "a.sqlite", timeout=0)) as other,
    ):
        one.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError) as caught:
            other.execute("BEGIN IMMEDIATE")
        assert trouble_of(caught.value) is Trouble.BUSY
