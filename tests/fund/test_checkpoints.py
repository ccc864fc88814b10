"""A signed checkpoint shows what the record cannot show of itself."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tests.fund.small_fund import fill_a_little
from tests.fund.test_verification import tamper
from tests.support.trail import record_set_up
from tracker.db import transaction

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(app: Flask, sqlite_session: Session, tmp_path: Path) -> Run:
    """Give a function that runs `flask ledger` on a small record, in the folder of the key."""
    fill_a_little(sqlite_session)
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


MALFORMED = (
    b"", b"\xff\xfe\0", b"null", b"[]", b"7", b'"signed"', b"{}", b"[" * 3_000,
    b'{"checkpoint": null, "signature": null}', b'{"checkpoint": {}, "signature": "00"}',
    b'{"checkpoint": [1], "signature": ""}', b'{"checkpoint": "x", "signature": "zz"}',
)  # fmt: skip
"""Files that are no signed checkpoint."""
BENT: tuple[tuple[str, object], ...] = (
    ("signed_at", 7), ("schema", ["0001"]), ("ledger", None), ("ledger", {"number": 1}),
    ("ledger", {"number": 1, "digest": "00", "more": 1}), ("trail", [1, "00"]), ("counts", "many"),
    ("counts", {"donor": 1e400}), ("counts", {"donor": {"a": []}}),
)  # fmt: skip
"""Values of a checkpoint that were changed after it was signed."""


@pytest.mark.parametrize("content", MALFORMED)
def test_a_malformed_file_is_refused_in_a_sentence(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "signed.json").write_bytes(content)
    assert run(*AGAINST) == (1, "Error: signed.json is no signed checkpoint\n")


@pytest.mark.parametrize(("name", "value"), BENT)
def test_a_bent_file_is_refused_in_a_sentence(
    run: Run, tmp_path: Path, name: str, value: object
) -> None:
    file = tmp_path / "signed.json"
    stored = json.loads(file.read_text())
    stored["checkpoint"][name] = value
    file.write_text(json.dumps(stored))
    status, told = run(*AGAINST)
    assert status == 1
    assert told.startswith("Error: signed.json is n")


@pytest.mark.parametrize("name", ["signed.json", "key.pub", "key"])
def test_a_file_that_is_not_there_or_is_no_key_is_told(run: Run, tmp_path: Path, name: str) -> None:
    there = "verify" if name != "key" else "checkpoint"
    asked = AGAINST if there == "verify" else ("checkpoint", "--key", "@key")
    for content in (b"nonsense", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"):
        (tmp_path / name).write_bytes(content)
        status, told = run(*asked)
        assert (status, told.startswith(f"Error: {name} ")) == (1, True)
    (tmp_path / name).unlink()
    assert run(*asked) == (1, f"Error: {name} cannot be read\n")


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
