"""The states of a job in the background, and the lawful moves between them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from tracker.errors import Conflict
from tracker.words import say

STARTS_WITHIN = timedelta(seconds=60)
"""How long a process may take to start before its job counts as lost."""


class JobState(StrEnum):
    """How far a job has come."""

    QUEUED = "queued"  # it waits for a free place
    RUNNING = "running"  # it has a place; its process starts or works
    DONE = "done"  # its work is finished and kept
    FAILED = "failed"  # its process ended before it was done; nothing of it is kept
    CANCELLED = "cancelled"  # a person stopped it; nothing of it is kept


MOVES: Mapping[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset({JobState.RUNNING, JobState.CANCELLED}),
    JobState.RUNNING: frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED}),
    JobState.DONE: frozenset(),
    JobState.FAILED: frozenset(),
    JobState.CANCELLED: frozenset(),
}
"""From which state to which; what failed is asked for again as a new job."""

OPEN = frozenset({JobState.QUEUED, JobState.RUNNING})


class JobRun(NamedTuple):
    """What tells whether a job is alive: its number, its state, since when it has a place."""

    number: int
    state: JobState
    started_at: datetime | None
    begun_at: datetime | None


def lawful(before: JobState, after: JobState) -> JobState:
    """Return the state after a move; raises Conflict when there is no such move."""
    if after not in MOVES[before]:
        raise Conflict(
            say(
                "this job is %(before)s; it cannot become %(after)s",
                before=before.value,
                after=after.value,
            )
        )
    return after


def is_lost(run: JobRun, *, held: bool, now: datetime) -> bool:
    """Tell whether a job should be running and no process works on it.

    `held`: a process holds its lock. One that has not begun is given time to start.
    """
    if run.state is not JobState.RUNNING or held:
        return False
    begun = run.begun_at is not None
    return begun or run.started_at is None or now - run.started_at > STARTS_WITHIN
