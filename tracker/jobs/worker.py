"""The process of a job: takes its lock, runs it, ends it, and starts the waiting ones."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from sqlmodel import Session

from tracker.db import make_session, transaction
from tracker.errors import Conflict, TrackerError
from tracker.jobs.lock import Beat, Stopped, job_lock
from tracker.jobs.queue import JobQueue
from tracker.jobs.states import JobState
from tracker.jobs.store import NothingToRun, begin_job, end_job, find_job
from tracker.jobs.work import JobEnd, Work
from tracker.words import say

SIGNALS = (signal.SIGTERM, signal.SIGINT)
PATIENCE = 60 * 60
"""Seconds for which a job waits for SQLite's one writer, which may be another job."""
MINUTE = 60


class OutOfTime(BaseException):
    """The work has taken as long as a job may; nothing of it is saved."""


def run_job(queue: JobQueue, number: int) -> JobState:
    """Run a job that has a place, return its last state, start the waiting ones.

    Raises NothingToRun when it has no place, Conflict when another process works on it. Any other
    error is recorded in the job; one that is no refusal of ours is raised again.
    """
    try:
        return _run(queue, number)
    finally:
        queue.start_waiting()


def _run(queue: JobQueue, number: int) -> JobState:
    """Run a job under its lock."""
    with (
        job_lock(queue.engine, number).hold() as beat,
        make_session(queue.engine, patience=PATIENCE) as session,
        _stoppable(),
        _limited(queue.settings.job_minutes * MINUTE),
    ):
        try:
            _work(queue, session, number, beat)
        except Stopped:
            _ignore_signals()  # one cancel may send a signal and note its wish in the row
            _end(queue, session, number, JobEnd(JobState.CANCELLED, ""))
        except NothingToRun:
            raise
        except TrackerError as error:
            _end(queue, session, number, JobEnd(JobState.FAILED, str(error)))
        except OutOfTime:
            said = _too_long(queue, _advice(queue, session, number))
            _end(queue, session, number, JobEnd(JobState.FAILED, said))
        except MemoryError:
            said = _too_much(_advice(queue, session, number))
            _end(queue, session, number, JobEnd(JobState.FAILED, said))
        except Exception as error:
            _end(queue, session, number, JobEnd(JobState.FAILED, _unforeseen(error)))
            raise
        return find_job(session, number, lock=True).state


def _work(queue: JobQueue, session: Session, number: int, beat: Beat) -> None:
    """Pass the job to the runner of its kind, and record that it is done."""
    with transaction(session):
        job = begin_job(session, number)
    work = Work(queue.engine, session, number, job.owner, job.asked, beat)
    queue.runners[job.kind].run(work)
    with transaction(session):
        if find_job(session, number, lock=True).state is JobState.RUNNING:
            end_job(session, number, JobState.DONE)


def _end(queue: JobQueue, session: Session, number: int, end: JobEnd) -> None:
    """Record the end without success, unless the job was done already when it was stopped."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    session.rollback()
    try:
        with transaction(session):
            queue.end(session, number, end)
    except Conflict:
        return


def _too_much(advice: str) -> str:
    """Return the message about a job that needed more memory than a job may have."""
    said = say("It needs more memory than a job may have.")
    return f"{said} {advice}".rstrip()


def _too_long(queue: JobQueue, advice: str) -> str:
    """Return the message about a job that took more time than a job may."""
    said = say(
        "It took more than %(minutes)s minutes, the most that a job may take. The record is as it "
        "was.",
        minutes=queue.settings.job_minutes,
    )
    return f"{said} {advice}".rstrip()


def _advice(queue: JobQueue, session: Session, number: int) -> str:
    """Return what a person can do about a job of this kind that was too large, if anything."""
    session.rollback()
    return queue.runners[find_job(session, number).kind].advice()


def _unforeseen(error: Exception) -> str:
    """Return the message about a fault of our own; the log has its trace."""
    return say(
        "Something unforeseen went wrong (%(kind)s). It has been noted, and nothing was changed.",
        kind=type(error).__name__,
    )


@contextmanager
def _stoppable() -> Iterator[None]:
    """Turn the signals that end a process into Stopped, once."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        _ignore_signals()
        raise Stopped

    before = {one: signal.signal(one, stop) for one in SIGNALS}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in a block that takes longer."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _ignore_signals() -> None:
    """Let the ending of the work finish undisturbed."""
    for one in SIGNALS:
        signal.signal(one, signal.SIG_IGN)
