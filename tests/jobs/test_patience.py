"""A job waits for SQLite's one writer, which may be another job, longer than a page does."""

from contextlib import closing
from threading import Timer
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tests.support.jobs import WAIT
from tracker.db import make_engine, make_session, transaction

SHORT = 20  # milliseconds for which a connection waits here


def be_short(connection: Any, _record: object) -> None:  # noqa: ANN401 - a driver's own
    """Let a connection give up soon."""
    connection.execute(f"PRAGMA busy_timeout={SHORT}")


def test_a_patient_session_waits_until_the_other_writer_is_done(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    event.listen(engine, "connect", be_short)
    driver: Any = engine.raw_connection()
    with closing(driver) as other, make_session(engine) as hasty:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"), transaction(hasty):
            pass
        Timer(0.3, other.rollback).start()
        with make_session(engine, patience=WAIT) as patient, transaction(patient) as session:
            assert session.connection().in_transaction()
    engine.dispose()
