"""The lock of a job, held by its process: the heartbeat, and the progress of the work.

The operating system or the database gives the lock back when its holder dies, so that a job
counts as alive just as long as its process lives, whatever the clock says. On PostgreSQL it is an
advisory lock, and the progress is in the row of the job. SQLite has one writer, which may be the
job itself: there it is a locked file beside the database, which holds the progress.
"""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine
from sqlmodel import Session, col, select, update

from tracker.db import await_turn
from tracker.errors import Conflict
from tracker.jobs.tables import Job
from tracker.periods import utc_now
from tracker.words import say

ADVISORY = 30_002
"""The first key of our advisory locks on a PostgreSQL server."""
QUEUE = 0
"""The number under which the queue itself is locked; those of jobs begin at 1."""
TRIES, PAUSE = 60, 0.05
WIDTH = 1_000
LONGEST_LABEL = 80


class Stopped(BaseException):
    """A user stopped the work; nothing of it is saved."""


class JobProgress(NamedTuple):
    """The progress of a job: so many of so many, under a label; `at` is its newest heartbeat."""

    done: int = 0
    total: int = 0
    label: str = ""
    at: datetime | None = None


Beat = Callable[[JobProgress], None]
"""Reports the progress; raises Stopped when the job was asked to end."""


class JobLock(Protocol):
    """The lock of one job."""

    def hold(self) -> AbstractContextManager[Beat]:
        """Hold the lock until the block ends; raises Conflict when another process holds it."""
        ...

    def is_held(self) -> bool:
        """Tell whether a process holds the lock, and so works on the job."""
        ...

    def progress(self) -> JobProgress:
        """Return the progress of the work."""
        ...

    def ask_to_stop(self) -> None:
        """Ask a process to stop that may run on another machine."""
        ...


def job_lock(engine: Engine, number: int) -> JobLock:
    """Return the lock of a job that suits the database."""
    if engine.dialect.name == "sqlite":
        return FileLock(folder_beside(engine), number)
    return AdvisoryLock(engine, number)


def folder_beside(engine: Engine) -> Path:
    """Return the folder beside a SQLite database in which jobs keep locks and snapshots."""
    return Path(f"{engine.url.database or 'tracker.sqlite'}-jobs")


def lock_queue(session: Session) -> None:
    """Let one process at a time count and take places, until its transaction ends."""
    await_turn(session, ADVISORY, QUEUE)


class FileLock:
    """A locked file in a folder."""

    def __init__(self, folder: Path, number: int) -> None:
        self._folder = folder
        self._path = folder / f"{number}.run"

    @contextmanager
    def hold(self) -> Iterator[Beat]:
        """Lock the file; it is gone when the block ends."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = self._locked()
        try:
            yield lambda progress: _write_progress(descriptor, progress)
        finally:
            self._path.unlink(missing_ok=True)
            os.close(descriptor)

    def is_held(self) -> bool:
        """Tell whether a process has the file locked."""
        try:
            descriptor = os.open(self._path, os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False

    def progress(self) -> JobProgress:
        """Read the file; no progress is known before it is written and when it is gone."""
        try:
            done, total, label, at = json.loads(self._path.read_bytes())
            return JobProgress(done, total, label, datetime.fromisoformat(at))
        except (OSError, ValueError, TypeError):
            return JobProgress()

    def ask_to_stop(self) -> None:
        """Do nothing: whoever reads the folder can send the process a signal."""

    def _locked(self) -> int:
        """Open and lock the file, again when its last holder removed it meanwhile.

        A reader holds it for a moment, so a few tries are made; raises Conflict.
        """
        for _ in range(TRIES):
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.fstat(descriptor).st_ino == self._path.stat().st_ino:
                    return descriptor
            except (BlockingIOError, FileNotFoundError):
                pass
            os.close(descriptor)
            time.sleep(PAUSE)
        raise _worked_on()


class AdvisoryLock:
    """An advisory lock of PostgreSQL, and the progress in the row of the job."""

    def __init__(self, engine: Engine, number: int) -> None:
        self._engine = engine
        self._number = number
        self._names = {"room": ADVISORY, "number": number}

    @contextmanager
    def hold(self) -> Iterator[Beat]:
        """Take the lock on a connection of its own, which stores the progress too."""
        with self._engine.connect() as opened:
            connection = opened.execution_options(isolation_level="AUTOCOMMIT")
            take = text("SELECT pg_try_advisory_lock(:room, :number)")
            if not connection.execute(take, self._names).scalar_one():
                raise _worked_on()
            try:
                yield lambda progress: _note_progress(connection, self._number, progress)
            finally:
                give_back = text("SELECT pg_advisory_unlock(:room, :number)")
                connection.rollback()  # what a cancelled job broke off within a statement
                connection.execute(give_back, self._names)

    def is_held(self) -> bool:
        """Tell whether a connection has the lock."""
        statement = text(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
            " AND classid = :room AND objid = :number AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        with self._engine.connect() as connection:
            return bool(connection.execute(statement, self._names).scalar_one())

    def progress(self) -> JobProgress:
        """Read the row of the job."""
        statement = select(
            Job.progress_done, Job.progress_total, Job.progress_label, Job.heartbeat_at
        ).where(Job.id == self._number)
        with self._engine.connect() as connection:
            found = connection.execute(statement).one_or_none()
        return JobProgress(*found) if found else JobProgress()

    def ask_to_stop(self) -> None:
        """Record in the row of the job that the work is to end at its next heartbeat."""
        asked = update(Job).where(col(Job.id) == self._number).values(cancel_asked=True)
        with self._engine.begin() as connection:
            connection.execute(asked)


def _write_progress(descriptor: int, progress: JobProgress) -> None:
    """Write the progress in one go, padded over the one before."""
    label = progress.label[:LONGEST_LABEL]
    line = json.dumps([progress.done, progress.total, label, utc_now().isoformat()])
    os.pwrite(descriptor, line.encode().ljust(WIDTH), 0)


def _note_progress(connection: Connection, number: int, progress: JobProgress) -> None:
    """Write the progress into the row of the job; raises Stopped when asked to end."""
    statement = (
        update(Job)
        .where(col(Job.id) == number)
        .values(
            progress_done=progress.done,
            progress_total=progress.total,
            progress_label=progress.label[:LONGEST_LABEL],
            heartbeat_at=utc_now(),
        )
        .returning(col(Job.cancel_asked))
    )
    if connection.execute(statement).scalar():
        raise Stopped


def _worked_on() -> Conflict:
    return Conflict(say("another process works on this job"))
