"""Adds jobs to the queue and moves them from state to state; writers flush."""

import os
import socket
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from tracker.errors import Conflict, LimitReached, NotFound
from tracker.jobs.lock import lock_queue
from tracker.jobs.states import OPEN, JobRun, JobState, lawful
from tracker.jobs.tables import Job
from tracker.periods import utc_now
from tracker.words import say


class NothingToRun(Conflict):
    """The job has no place, or is over."""


@dataclass(frozen=True, slots=True)
class NewJob:
    """A new job: its kind, its user, its arguments and its language."""

    kind: str
    owner: str
    asked: Mapping[str, Any]
    locale: str = "en"


def add_job(session: Session, new: NewJob, *, per_person: int) -> int:
    """Add a job that waits for a place and return its number.

    Raises LimitReached when the user has the most waiting and running jobs that one may have.
    """
    lock_queue(session)
    statement = select(func.count(col(Job.id))).where(
        Job.owner == new.owner, col(Job.state).in_(OPEN)
    )
    if session.exec(statement).one() >= per_person:
        raise LimitReached(
            say(
                "%(count)s jobs of yours wait or run already, which is as many as one person may "
                "have. Wait until one is done, or cancel one.",
                count=per_person,
            )
        )
    job = Job(
        kind=new.kind,
        owner=new.owner,
        asked=dict(new.asked),
        locale=new.locale,
        added_at=utc_now(),
    )
    session.add(job)
    session.flush()
    return number_of(job)


def number_of(job: Job) -> int:
    """Return the number of a stored job."""
    if job.id is None:
        raise RuntimeError("the job is not stored yet")
    return job.id


def run_of(job: Job) -> JobRun:
    """Return the facts that tell whether a job is alive."""
    return JobRun(number_of(job), job.state, job.started_at, job.begun_at)


def find_job(session: Session, number: int, *, lock: bool = False) -> Job:
    """Return a job, read anew, with `lock` for a change; raises NotFound."""
    statement = select(Job).where(col(Job.id) == number)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.exec(statement).one_or_none()
    if found is None:
        raise NotFound(say("There is no job with this number."))
    return found


def take_places(session: Session, kinds: Collection[str], per_machine: int) -> list[int]:
    """Give the free places of this machine to the longest waiting jobs; return their numbers."""
    lock_queue(session)
    host = socket.gethostname()
    running = select(func.count(col(Job.id))).where(
        col(Job.state) == JobState.RUNNING, Job.host == host
    )
    free = per_machine - session.exec(running).one()
    if free <= 0:
        return []
    statement = (
        select(Job)
        .where(col(Job.state) == JobState.QUEUED, col(Job.kind).in_(sorted(kinds)))
        .order_by(col(Job.id))
        .limit(free)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    taken = session.exec(statement).all()
    for job in taken:
        job.state = lawful(job.state, JobState.RUNNING)
        job.started_at, job.host = utc_now(), host
    session.flush()
    return [number_of(job) for job in taken]


def begin_job(session: Session, number: int) -> Job:
    """Record that this process works on the job; raises NothingToRun when it has no place."""
    job = find_job(session, number, lock=True)
    if job.state is not JobState.RUNNING or job.begun_at is not None:
        raise NothingToRun(
            say(
                "job %(number)s is %(state)s; there is nothing to run",
                number=number,
                state=job.state,
            )
        )
    job.begun_at, job.host, job.pid = utc_now(), socket.gethostname(), os.getpid()
    session.flush()
    return job


def end_job(
    session: Session,
    number: int,
    after: JobState,
    *,
    fault: str = "",
    result: Mapping[str, Any] | None = None,
) -> Job:
    """Move a job to a state in which it is over; raises Conflict when it is over already."""
    job = find_job(session, number, lock=True)
    job.state = lawful(job.state, after)
    job.ended_at, job.fault = utc_now(), fault[:2000]
    job.result = dict(result) if result is not None else None
    session.flush()
    return job


def running_jobs(session: Session) -> Sequence[JobRun]:
    """Return the jobs that have a place."""
    statement = select(Job.id, Job.state, Job.started_at, Job.begun_at).where(
        col(Job.state) == JobState.RUNNING
    )
    return [JobRun(*row) for row in session.execute(statement)]


def anyone_waits(session: Session) -> bool:
    """Tell whether a job waits for a place."""
    statement = select(Job.id).where(col(Job.state) == JobState.QUEUED).limit(1)
    return session.exec(statement).first() is not None


def count_before(session: Session, number: int) -> int:
    """Count the jobs that wait longer than this one."""
    statement = select(func.count(col(Job.id))).where(
        col(Job.state) == JobState.QUEUED, col(Job.id) < number
    )
    return session.exec(statement).one()
