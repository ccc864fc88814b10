"""Tells whether a process works on an import, and how far it is, from another process.

A lock that the operating system or the database gives back when its holder dies: no process
is taken for alive that is not, nor the other way round, whatever the clock says. On PostgreSQL
it is an advisory lock, and progress stands in the row of the job. SQLite has one writer, which
during an import is the import itself: there it is a locked file beside the database, and the
progress stands in that file.
"""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

from tracker.errors import Conflict
from tracker.words import say

ADVISORY = 30_002
"""Tells our locks from others on a PostgreSQL server."""
TRIES, PAUSE = 60, 0.05
WIDTH = 1_000
LONGEST_LABEL = 80


class Stopped(BaseException):
    """A person stopped the work; nothing of it is kept."""


class Step(NamedTuple):
    """How far the work is: so many of so many, under a label."""

    done: int = 0
    total: int = 0
    label: str = ""


Beat = Callable[[Step], None]
"""Notes how far the work is; raises Stopped when it was asked to end."""


class Pulses(Protocol):
    """The watch over imports that a database allows."""

    def hold(self, number: int) -> AbstractContextManager[Beat]:
        """Say until the block ends that this process works on an import; raises Conflict."""
        ...

    def held(self, number: int) -> bool:
        """Tell whether a process works on it."""
        ...

    def step(self, number: int) -> Step:
        """Return how far the work is."""
        ...

    def ask_to_stop(self, number: int) -> None:
        """Ask a process to stop that may run on another machine."""
        ...


def pulses_of(engine: Engine) -> Pulses:
    """Return the watch that suits a database."""
    if engine.dialect.name == "sqlite":
        return FilePulses(folder_beside(engine))
    return RowPulses(engine)


def folder_beside(engine: Engine) -> Path:
    """Return the folder beside a SQLite database in which imports keep what is in work."""
    return Path(f"{engine.url.database or 'tracker.sqlite'}-imports")


class FilePulses:
    """Locked files in a folder, one for each import in work."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def hold(self, number: int) -> Iterator[Beat]:
        """Lock the file of the import; it is gone when the block ends."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = self._locked(self._path(number))
        try:
            yield lambda step: _write_step(descriptor, step)
        finally:
            self._path(number).unlink(missing_ok=True)
            os.close(descriptor)

    def held(self, number: int) -> bool:
        """Tell whether a process has the file locked."""
        try:
            descriptor = os.open(self._path(number), os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False

    def step(self, number: int) -> Step:
        """Read the file; one that is being written or is gone says nothing."""
        try:
            return Step(*json.loads(self._path(number).read_bytes()))
        except (OSError, ValueError, TypeError):
            return Step()

    def ask_to_stop(self, number: int) -> None:
        """Do nothing: whoever reads the folder can send the process a signal."""

    def _path(self, number: int) -> Path:
        return self._folder / f"{number}.run"

    def _locked(self, path: Path) -> int:
        """Open and lock the file, again when its last holder removed it meanwhile.

        Who only looks holds it for a moment, so a few tries are made; raises Conflict.
        """
        for _ in range(TRIES):
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.fstat(descriptor).st_ino == path.stat().st_ino:
                    return descriptor
            except (BlockingIOError, FileNotFoundError):
                pass
            os.close(descriptor)
            time.sleep(PAUSE)
        raise _worked_on()


class RowPulses:
    """Advisory locks of PostgreSQL, and the progress in the row of the job."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def hold(self, number: int) -> Iterator[Beat]:
        """Take the lock on a connection of its own, which notes the progress too."""
        names = {"room": ADVISORY, "number": number}
        with self._engine.connect() as opened:
            connection = opened.execution_options(isolation_level="AUTOCOMMIT")
            taken = connection.execute(text("SELECT pg_try_advisory_lock(:room, :number)"), names)
            if not taken.scalar_one():
                raise _worked_on()
            try:
                yield lambda step: _note_step(connection, number, step)
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:room, :number)"), names)

    def held(self, number: int) -> bool:
        """Tell whether a connection has the lock."""
        statement = text(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
            " AND classid = :room AND objid = :number AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        with self._engine.connect() as connection:
            found = connection.execute(statement, {"room": ADVISORY, "number": number})
            return bool(found.scalar_one())

    def step(self, number: int) -> Step:
        """Read the row of the job."""
        statement = text(
            "SELECT progress_done, progress_total, progress_label FROM import_job WHERE id = :id"
        )
        with self._engine.connect() as connection:
            found = connection.execute(statement, {"id": number}).one_or_none()
        return Step(*found) if found else Step()

    def ask_to_stop(self, number: int) -> None:
        """Note in the row of the job that the work is to end at its next step."""
        with self._engine.begin() as connection:
            connection.execute(
                text("UPDATE import_job SET cancel_asked = true WHERE id = :id"), {"id": number}
            )


def _write_step(descriptor: int, step: Step) -> None:
    """Write a step in one go, padded so that nothing of the one before is left."""
    line = json.dumps([step.done, step.total, step.label[:LONGEST_LABEL]])
    os.pwrite(descriptor, line.encode().ljust(WIDTH), 0)


def _note_step(connection: Connection, number: int, step: Step) -> None:
    """Write a step into the row of the job, and heed a wish to stop."""
    statement = text(
        "UPDATE import_job SET progress_done = :done, progress_total = :total,"
        " progress_label = :label WHERE id = :id RETURNING cancel_asked"
    )
    values = {**step._asdict(), "label": step.label[:LONGEST_LABEL], "id": number}
    if connection.execute(statement, values).scalar():
        raise Stopped


def _worked_on() -> Conflict:
    return Conflict(say("another process works on this import"))
