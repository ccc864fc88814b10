"""The moment of a reading: what is recorded is known at it, and no later record, without a wait."""

import threading
import time
from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tracker.db import make_session, transaction
from tracker.people.audit import lock_record, moment_of_change, moment_of_reading
from tracker.periods import utc_now

AT_ONCE = 9  # seconds, on a busy machine: less than a writer waits on SQLite


@pytest.fixture
def other(engine: Engine) -> Iterator[Session]:
    """Give a session of another writer."""
    with make_session(engine) as session:
        yield session


def test_it_is_now_where_nobody_writes(engine: Engine, other: Session) -> None:
    with transaction(other) as writing:
        before = moment_of_change(writing)
    begun = utc_now()
    moment = moment_of_reading(engine)
    assert before < begun <= moment <= utc_now()
    with transaction(other) as writing:
        assert moment_of_change(writing) > moment


def test_what_is_being_written_is_of_a_later_moment(engine: Engine, other: Session) -> None:
    with transaction(other) as writing:
        before = moment_of_change(writing)
    with transaction(other) as writing:
        lock_record(writing)
        began = time.monotonic()
        moment = moment_of_reading(engine)
        assert time.monotonic() - began < AT_ONCE
        recorded = moment_of_change(writing)
    assert before <= moment < recorded


def test_who_waited_for_a_writer_records_at_a_later_moment(engine: Engine, other: Session) -> None:
    """A moment is that of when the lock was had, not of when it was asked for."""
    found: list[datetime] = []
    ready = threading.Event()

    def write() -> None:
        with make_session(engine) as session:
            ready.set()
            with transaction(session) as writing:
                found.append(moment_of_change(writing))

    with transaction(other) as writing:
        lock_record(writing)
        thread = threading.Thread(target=write)
        thread.start()
        ready.wait()
        time.sleep(0.3)
        before = utc_now()
    thread.join()
    assert found[0] >= before
