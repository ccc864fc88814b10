"""The table of jobs in the background."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary
from sqlmodel import Field, SQLModel

from tracker.db import UtcDateTime, enum_column
from tracker.jobs.states import JobState


class Job(SQLModel, table=True):
    """A job: its kind, user, arguments, progress and outcome.

    `started_at` is when it got a place on `host`, `begun_at` when its process `pid` began it. The
    progress, `heartbeat_at` and `cancel_asked` are in use on PostgreSQL; beside SQLite, which has
    one writer, they are in the file of the job's lock.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index(None, "state", "id"),
        Index(None, "owner", "state"),
        CheckConstraint("progress_done >= 0 AND progress_total >= 0", name="progress_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    state: JobState = Field(default=JobState.QUEUED, sa_type=enum_column(JobState))
    owner: str = Field(max_length=254)
    asked: dict[str, Any] = Field(sa_type=JSON)
    locale: str = Field(default="en", max_length=8)
    added_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    begun_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    host: str = Field(default="", max_length=200)
    pid: int | None = None
    progress_done: int = 0
    progress_total: int = 0
    progress_label: str = Field(default="", max_length=200)
    heartbeat_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancel_asked: bool = False
    result: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    fault: str = Field(default="", max_length=2000)


class JobFile(SQLModel, table=True):
    """A file that a job has made, for who asked for it."""

    __tablename__ = "job_file"

    job_id: int = Field(primary_key=True, foreign_key="job.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    name: str = Field(max_length=200)
    content_type: str = Field(max_length=100)
    data: bytes = Field(sa_type=LargeBinary)
