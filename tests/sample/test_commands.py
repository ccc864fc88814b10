"""`flask sample`, as a person at a terminal uses it."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import Session, func, select

from tracker.app import create_app
from tracker.cli.sample import LARGE_ACCOUNT_LOADER
from tracker.db import make_engine, make_session
from tracker.fund.ledger.tables import LedgerEntry
from tracker.people.audit import is_illustrative
from tracker.settings import Settings

pytestmark = pytest.mark.slow


def test_the_account_is_loaded_and_its_size_told(illustrative_file: Path) -> None:
    said = illustrative_file.with_suffix(".said").read_text()
    assert "400 contributions, 350 activities" in said


def test_a_second_load_is_refused_and_the_account_cleared_when_sure(
    settings: Settings, illustrative_copy: str
) -> None:
    app = create_app(replace(settings, database_url=illustrative_copy))
    runner = app.test_cli_runner()
    again = runner.invoke(args=["sample", "load"])
    assert again.exit_code == 1
    assert "the illustrative account needs an empty one" in again.output
    quiet = runner.invoke(args=["sample", "load", "--if-empty"])
    assert quiet.exit_code == 0
    assert "nothing was loaded" in quiet.output
    asked = runner.invoke(args=["sample", "clear"], input="n\n")
    assert asked.exit_code == 1
    assert tells_that_it_is_illustrative(illustrative_copy)
    cleared = runner.invoke(args=["sample", "clear", "--yes"])
    assert cleared.exit_code == 0, cleared.output
    assert not tells_that_it_is_illustrative(illustrative_copy)


def tells_that_it_is_illustrative(url: str) -> bool:
    engine = make_engine(url)
    with make_session(engine) as session:
        told = is_illustrative(session)
    engine.dispose()
    return told


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
