"""The files that jobs have made, kept for a day for those who asked for them."""

from datetime import timedelta

from sqlmodel import Session, col, delete, select

from tracker.jobs.tables import Job, JobFile
from tracker.periods import utc_now

KEPT = timedelta(days=1)
"""How long a file is kept: it can be made again."""


def keep_file(session: Session, number: int, name: str, content_type: str, data: bytes) -> None:
    """Keep what a job has made, in the caller's transaction; files past their time go."""
    now = utc_now()
    session.execute(delete(JobFile).where(col(JobFile.made_at) < now - KEPT))
    file = JobFile(job_id=number, made_at=now, name=name, content_type=content_type, data=data)
    session.add(file)
    session.flush()


def find_job_file(session: Session, number: int) -> JobFile | None:
    """Return the file that a job has made; None where there is none, or its time is over."""
    fresh = col(JobFile.made_at) >= utc_now() - KEPT
    return session.exec(select(JobFile).where(JobFile.job_id == number, fresh)).one_or_none()


def jobs_of(session: Session, owner: str, kind: str, newest: int = 20) -> list[Job]:
    """Return the newest jobs of a kind that a person has asked for, the newest first."""
    statement = (
        select(Job)
        .where(Job.owner == owner, Job.kind == kind)
        .order_by(col(Job.id).desc())
        .limit(newest)
    )
    return list(session.exec(statement))
