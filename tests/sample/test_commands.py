"""`flask sample`, as a person at a terminal uses it."""

import pytest
from flask import Flask
from sqlmodel import Session, func, select

from tracker.cli.sample import LARGE_ACCOUNT_LOADER
from tracker.fund.ledger.tables import LedgerEntry
from tracker.people.audit import is_illustrative

pytestmark = pytest.mark.slow


def test_load_refuse_and_clear(app: Flask, sqlite_session: Session) -> None:
    runner = app.test_cli_runner()
    loaded = runner.invoke(args=["sample", "load"])
    assert loaded.exit_code == 0, loaded.output
    assert "400 contributions, 350 activities" in loaded.output
    again = runner.invoke(args=["sample", "load"])
    assert again.exit_code == 1
    assert "the illustrative account needs an empty one" in again.output
    quiet = runner.invoke(args=["sample", "load", "--if-empty"])
    assert quiet.exit_code == 0
    assert "nothing was loaded" in quiet.output
    asked = runner.invoke(args=["sample", "clear"], input="n\n")
    assert asked.exit_code == 1
    assert is_illustrative(sqlite_session)
    sqlite_session.rollback()
    cleared = runner.invoke(args=["sample", "clear", "--yes"])
    assert cleared.exit_code == 0, cleared.output
    assert not is_illustrative(sqlite_session)


def test_entries_scale_the_account(app: Flask, sqlite_session: Session) -> None:
    done = app.test_cli_runner().invoke(args=["sample", "load", "--entries", "3000", "--seed", "4"])
    assert done.exit_code == 0, done.output
    assert sqlite_session.exec(select(func.count()).select_from(LedgerEntry)).one() == 3_000


def test_entries_need_the_benchmarks_beside_the_tracker(
    app: Flask, sqlite_session: Session
) -> None:
    app.config[LARGE_ACCOUNT_LOADER] = "benchmarks.not_there:load"
    done = app.test_cli_runner().invoke(args=["sample", "load", "--entries", "3000"])
    assert done.exit_code == 1
    assert "benchmarks/" in done.output
    assert sqlite_session.exec(select(func.count()).select_from(LedgerEntry)).one() == 0


def test_clearing_what_is_not_illustrative_is_refused(app: Flask) -> None:
    refused = app.test_cli_runner().invoke(args=["sample", "clear", "--yes"])
    assert refused.exit_code == 1
    assert "does not hold the illustrative account" in refused.output
