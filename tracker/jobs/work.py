"""What a kind of job does: its runner, and what the runner is given to work with."""

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
    """A job at work: the database, a session for its writes, who asked for what, the heartbeat."""

    engine: Engine
    session: Session
    number: int
    owner: str
    asked: Mapping[str, Any]
    beat: Beat

    def go_through(self, rows: Sequence[T], label: str) -> Iterable[T]:
        """Yield rows and note a few times a second how far it is; raises Stopped."""
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
        """Note in the transaction that keeps the work that it is done: both are kept or neither."""
        end_job(self.session, self.number, JobState.DONE, result=result)


@dataclass(frozen=True, slots=True)
class JobEnd:
    """How a job ended that was not done: failed or cancelled, and why it failed."""

    state: JobState
    fault: str


@dataclass(frozen=True, slots=True)
class Runner:
    """How jobs of one kind are done.

    `run` does the work. `note_end` is told in the transaction that ends a job which was not done
    what was asked for and how it ended, so that the kind's own tables say the same.
    """

    run: Callable[[Work], None]
    note_end: Callable[[Session, Mapping[str, Any], JobEnd], None]


Runners = Mapping[str, Runner]
"""The runners by the names of their kinds; filled where the application is composed."""
