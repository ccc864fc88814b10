"""What the process of an import does: checks or applies, notes its progress, ends whole.

The rows are checked on a copy of a SQLite database, so that nobody waits for a preview; on
PostgreSQL in a transaction that is undone. They are taken up in one transaction together with
the new state of the job: either both are kept or neither is.
"""

import os
import signal
import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Any, TypeVar

from sqlalchemy.engine import Engine
from sqlmodel import Session

from tracker.db import make_session, transaction
from tracker.errors import Conflict, NotFound, TrackerError
from tracker.exchange.import_context import Progress
from tracker.exchange.import_result import ImportResult
from tracker.exchange.import_run import ImportOptions, run_import
from tracker.exchange.jobs.copies import copied
from tracker.exchange.jobs.keeping import end, find_job, move
from tracker.exchange.jobs.models import ImportFile, ImportJob
from tracker.exchange.jobs.previews import keep_preview
from tracker.exchange.jobs.pulse import Beat, Step, Stopped, pulses_of
from tracker.exchange.jobs.states import RUNNING, JobState
from tracker.exchange.sheet_files import Upload
from tracker.people.audit import Change, record
from tracker.periods import utc_now
from tracker.words import say

T = TypeVar("T")
EVERY = 0.25
"""Seconds between two notes of progress."""
SIGNALS = (signal.SIGTERM, signal.SIGINT)


def run_job(engine: Engine, number: int) -> JobState:
    """Do what a job waits for and return the state in which that left it.

    Raises Conflict when it waits for nothing or another process works on it. Whatever else goes
    wrong is noted in the job and raised again.
    """
    with (
        pulses_of(engine).hold(number) as beat,
        make_session(engine) as session,
        _stoppable(),
    ):
        try:
            job = _begin(session, number)
            work = _check if job.state is JobState.CHECKING else _apply
            work(engine, session, job, beat)
        except Stopped:
            _end(session, number, JobState.CANCELLED)
        except Conflict:
            raise
        except TrackerError as error:
            _end(session, number, JobState.FAILED, str(error))
        except Exception as error:
            _end(session, number, JobState.FAILED, _unforeseen(error))
            raise
        return find_job(session, number, lock=True).state


def _unforeseen(error: Exception) -> str:
    """Say that something of our own went wrong; the log has the rest."""
    return say(
        "Something unforeseen went wrong (%(kind)s). It has been noted, and nothing was changed.",
        kind=type(error).__name__,
    )


@contextmanager
def _stoppable() -> Iterator[None]:
    """Turn the signals that end a process into Stopped, once."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for one in SIGNALS:
            signal.signal(one, signal.SIG_IGN)
        raise Stopped

    before = {one: signal.signal(one, stop) for one in SIGNALS}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _begin(session: Session, number: int) -> ImportJob:
    """Note which process works on the job; raises Conflict when it waits for none."""
    with transaction(session):
        job = find_job(session, number, lock=True)
        if job.state not in RUNNING:
            raise Conflict(
                say(
                    "import %(number)s is %(state)s; there is nothing to run",
                    number=number,
                    state=job.state.value,
                )
            )
        job.begun_at, job.host, job.pid = utc_now(), socket.gethostname(), os.getpid()
        session.add(job)
    return job


def _check(engine: Engine, session: Session, job: ImportJob, beat: Beat) -> None:
    """Find out what the rows would do, and keep that as the preview."""
    order = _order(session, job, dry_run=True)
    with copied(engine, job.id or 0) as other, make_session(other) as there:
        report = run_import(there, order, _noting(beat))
    _keep(session, job, report)


def _apply(engine: Engine, session: Session, job: ImportJob, beat: Beat) -> None:
    """Take the rows up if they still do what the preview said; else keep the new preview."""
    del engine
    order = _order(session, job, dry_run=False)
    report = run_import(session, order, _noting(beat))
    if not report.applied:
        _keep(session, job, report)


def _order(session: Session, job: ImportJob, *, dry_run: bool) -> ImportOptions:
    """Say what is to be imported, and how."""
    number = job.id or 0
    kept = session.get(ImportFile, number)
    session.rollback()
    if kept is None:
        raise NotFound(say("the file of this import is gone"))
    return ImportOptions(
        kind=job.kind,
        files=(Upload(job.file_name, kept.content),),
        profile=job.profile,
        dry_run=dry_run,
        accept_good=job.accept_good,
        actor=job.by if dry_run else job.decided_by,
        approver="",
        expected="" if dry_run else job.digest,
        finish=partial(_finish, number=number),
    )


def _finish(session: Session, *, number: int) -> None:
    """Note with the rows, in their transaction, that they are taken up."""
    job = move(session, number, JobState.APPLIED)
    job.ended_at, job.message = utc_now(), ""
    counts = {
        "added": job.rows_added,
        "changed": job.rows_changed,
        "unchanged": job.rows_unchanged,
        "rejected": job.rows_rejected,
    }
    new: dict[str, Any] = {"kind": job.kind, "file": job.file_name, "sha256": job.sha256}
    why = say("import of %(files)s", files=job.file_name)
    record(
        session,
        job.decided_by,
        Change("take up", "import", str(number), None, new | counts, why),
    )
    session.flush()


def _keep(session: Session, job: ImportJob, report: ImportResult) -> None:
    """Keep a preview."""
    with transaction(session):
        keep_preview(session, job.id or 0, report)


def _end(session: Session, number: int, after: JobState, message: str = "") -> None:
    """Note that the job was not done, unless it was done already when it was stopped."""
    try:
        with transaction(session):
            end(session, number, after, message)
    except Conflict:
        return


def _noting(beat: Beat) -> Progress:
    """Make a progress that notes a few times a second how far it is."""

    def go_through(rows: Sequence[T], label: str) -> Iterable[T]:
        total = len(rows)
        last = 0.0
        for place, row in enumerate(rows):
            now = time.monotonic()
            if now - last >= EVERY:
                beat(Step(place, total, label))
                last = now
            yield row
        beat(Step(total, total, label))

    return go_through
