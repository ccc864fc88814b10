"""`flask ledger verify` tells a person and a program whether the ledger is whole."""

import json

from flask import Flask
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tests.fund.small_fund import fill_a_little
from tests.fund.test_verification import tamper


def test_a_whole_ledger_exits_with_nothing_to_say(app: Flask, sqlite_session: Session) -> None:
    fill_a_little(sqlite_session)
    result = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert result.exit_code == 0
    assert result.output.startswith("The record is whole: 6 entries, ")


def test_a_changed_ledger_exits_with_its_first_faults(app: Flask, sqlite_session: Session) -> None:
    fill_a_little(sqlite_session)
    engine = sqlite_session.get_bind()
    assert isinstance(engine, Engine)
    tamper(engine, ["UPDATE ledger_entry SET note = 'x' WHERE id = 2"])
    result = app.test_cli_runner().invoke(args=["ledger", "verify", "--json"])
    assert result.exit_code == 1
    found = json.loads(result.output)
    assert (found["clean"], found["entries"], found["fault_count"]) == (False, 6, 1)
    assert found["faults"][0]["where"] == "entry 2"


def test_a_person_reads_the_faults_in_words(app: Flask, sqlite_session: Session) -> None:
    fill_a_little(sqlite_session)
    engine = sqlite_session.get_bind()
    assert isinstance(engine, Engine)
    tamper(engine, ["DELETE FROM ledger_line WHERE id < 3"])
    result = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert result.exit_code == 1
    assert "entry 1: the lines do not sum to zero" in result.output
