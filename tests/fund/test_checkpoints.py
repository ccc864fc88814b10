"""A signed checkpoint shows what the record cannot show of itself."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tests.fund.small_fund import add_catalogue, post_a_little
from tests.fund.test_verification import tamper
from tests.support.trail import record_set_up
from tracker.db import transaction

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(app: Flask, sqlite_session: Session, tmp_path: Path) -> Run:
    """Give a function that runs `flask ledger` on a small record, in the folder of the key."""
    post_a_little(sqlite_session, add_catalogue(sqlite_session))
    with transaction(sqlite_session):
        record_set_up(sqlite_session)
    runner = app.test_cli_runner()

    def invoke(*args: str) -> tuple[int, str]:
        found = runner.invoke(args=["ledger", *(one.replace("@", f"{tmp_path}/") for one in args)])
        assert found.exception is None or isinstance(found.exception, SystemExit), found.exc_info
        return found.exit_code, found.output

    assert invoke("checkpoint", "new-key", "@key")[0] == 0
    assert invoke("checkpoint", "--key", "@key", "--out", "@signed.json") == (0, "")
    return invoke


CUT = (
    "DELETE FROM audit_record WHERE id = (SELECT max(id) FROM audit_record)",
    (
        "UPDATE trail_head SET last_record_id = last_record_id - 1,"
        " digest = (SELECT digest FROM audit_record ORDER BY id DESC LIMIT 1)"
    ),
)
AGAINST = ("verify", "--against", "@signed.json", "--public-key", "@key.pub")


def owner(session: Session) -> Engine:
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    session.rollback()
    return engine


def test_the_record_continues_its_checkpoint(run: Run, sqlite_session: Session) -> None:
    with transaction(sqlite_session):
        record_set_up(sqlite_session)
    assert run(*AGAINST)[0] == 0
    status, heads = run("head", "--json")
    assert (status, json.loads(heads)["ledger"]["number"]) == (0, 6)


def test_a_key_is_for_its_owner_alone_and_never_written_over(run: Run, tmp_path: Path) -> None:
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    status, told = run("checkpoint", "new-key", "@key")
    assert (status, "is there already" in told) == (1, True)


def test_a_tail_that_was_cut_off_is_found(run: Run, sqlite_session: Session) -> None:
    tamper(owner(sqlite_session), CUT)
    assert run("verify")[0] == 0
    status, told = run(*AGAINST)
    assert status == 1
    assert "the newest were cut off, or this is an older copy" in told


def test_a_chain_that_was_rewritten_is_found(run: Run, sqlite_session: Session) -> None:
    tamper(owner(sqlite_session), CUT)
    with transaction(sqlite_session):
        record_set_up(sqlite_session)
    assert run("verify")[0] == 0
    status, told = run(*AGAINST)
    assert status == 1
    assert "has another digest than was signed" in told


def test_an_older_schema_is_found(run: Run, sqlite_session: Session) -> None:
    with owner(sqlite_session).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert "was signed: this is an older copy" in run(*AGAINST)[1]


@pytest.mark.parametrize(
    ("before", "after"), [('"schema": "', '"schema": "9'), ('"schema"', '"scheme"'), ("{", "")]
)
def test_what_was_not_signed_is_refused(run: Run, tmp_path: Path, before: str, after: str) -> None:
    file = tmp_path / "signed.json"
    file.write_text(file.read_text().replace(before, after, 1))
    status, told = run(*AGAINST)
    assert (status, "Traceback" in told) == (1, False)
    assert "signed" in told


def test_both_halves_are_asked_for(run: Run) -> None:
    assert run("verify", "--against", "@signed.json")[0] == 2
    assert run("checkpoint")[0] == 2
    assert run("checkpoint", "--key", "@key.pub")[0] == 1
