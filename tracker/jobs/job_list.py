"""The list of jobs for operators: waiting, running and ended ones."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.jobs.queue import JobQueue
from tracker.jobs.states import OPEN, JobState
from tracker.jobs.store import number_of, run_of
from tracker.jobs.tables import Job


@dataclass(frozen=True, slots=True)
class JobItem:
    """A job in a list: its newest heartbeat and progress where it is at work."""

    number: int
    kind: str
    state: JobState
    owner: str
    added_at: datetime
    host: str
    done: int
    total: int
    heartbeat_at: datetime | None
    fault: str


def list_jobs(queue: JobQueue, session: Session, *, limit: int | None = None) -> list[JobItem]:
    """Return the waiting and running jobs, or the newest `limit` of all, the oldest first."""
    statement = select(Job).order_by(col(Job.id).desc())
    if limit is None:
        statement = statement.where(col(Job.state).in_(OPEN))
    else:
        statement = statement.limit(limit)
    return [_item(queue, job) for job in reversed(session.exec(statement).all())]


def _item(queue: JobQueue, job: Job) -> JobItem:
    """Return a job; one whose process is gone counts as failed."""
    progress = queue.progress(number_of(job)) if job.state is JobState.RUNNING else None
    return JobItem(
        number=number_of(job),
        kind=job.kind,
        state=JobState.FAILED if queue.is_lost(run_of(job)) else job.state,
        owner=job.owner,
        added_at=job.added_at,
        host=job.host,
        done=progress.done if progress else job.progress_done,
        total=progress.total if progress else job.progress_total,
        heartbeat_at=progress.at if progress else job.heartbeat_at,
        fault=job.fault,
    )
