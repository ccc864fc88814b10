"""Two writers of one moment: the second writes while the first has not yet committed."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tracker.db import make_session, transaction
from tracker.errors import TrackerError

Write = Callable[[Session], object]
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
PATIENCE, PAUSE = 30, 0.02


def told_at_once(engine: Engine, do: Write, then: Write | None = None) -> TrackerError | None:
    """Let two do the same at the same moment; return what the second is told, None for nothing.

    The second begins before the first has committed, and meets it at a lock or at a unique key.
    `then` is what the second does, if it is something else.
    """
    with ThreadPoolExecutor(1) as pool, make_session(engine) as first:
        with transaction(first):
            do(first)
            first.flush()
            second = pool.submit(_write, engine, then or do)
            _await_meeting(engine, second)
        return second.result(PATIENCE)


def _write(engine: Engine, do: Write) -> TrackerError | None:
    """Write in a session of its own; return what was told."""
    with make_session(engine, patience=PATIENCE) as session:
        try:
            with transaction(session):
                do(session)
        except TrackerError as told:
            return told
    return None


def _await_meeting(engine: Engine, second: Future[TrackerError | None]) -> None:
    """Wait until the second writer waits for the first, or is done; on SQLite for a moment."""
    if engine.dialect.name == "sqlite":
        time.sleep(PAUSE)
        return
    give_up = time.monotonic() + PATIENCE
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not second.done() and not connection.execute(text(WAITING)).scalar_one():
            assert time.monotonic() < give_up, "the second writer never came"
            time.sleep(PAUSE)
