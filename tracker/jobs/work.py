"""The runners of the kinds of jobs, and the work that a runner is given."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.engine import Engine
from sqlmodel import Session

from tracker.jobs.lock import Beat, JobProgress
from tracker.jobs.states import JobState
from tracker.jobs.store import end_job

T = TypeVar("T")
EVERY = 0.25
"""Seconds between two heartbeats."""


@dataclass(frozen=True, slots=True)
class Work:
    """A job at work: its database and session for writes, its user, arguments and heartbeat."""

    engine: Engine
    session: Session
    number: int
    owner: str
    asked: Mapping[str, Any]
    beat: Beat

    def go_through(self, rows: Sequence[T], label: str) -> Iterable[T]:
        """Yield rows and report the progress a few times a second; raises Stopped."""
        total = len(rows)
        last = 0.0
        for place, row in enumerate(rows):
            now = time.monotonic()
            if now - last >= EVERY:
                self.beat(JobProgress(place, total, label))
                last = now
            yield row
        self.beat(JobProgress(total, total, label))

    def done(self, result: Mapping[str, Any] | None = None) -> None:
        """Record in the transaction of the work that it is done: both are saved or neither."""
        end_job(self.session, self.number, JobState.DONE, result=result)


@dataclass(frozen=True, slots=True)
class JobEnd:
    """The end of a job without success: failed or cancelled, and the reason."""

    state: JobState
    fault: str


@dataclass(frozen=True, slots=True)
class Runner:
    """The runner of one kind of jobs.

    `run` does the work. `note_end` records, in the transaction that ends a job without success,
    that end in the kind's own tables. `advice` says what a person can do about one that is too
    large, if anything.
    """

    run: Callable[[Work], None]
    note_end: Callable[[Session, Mapping[str, Any], JobEnd], None]
    advice: Callable[[], str] = lambda: ""


Runners = Mapping[str, Runner]
"""The runners by the names of their kinds; filled where the application is composed."""
