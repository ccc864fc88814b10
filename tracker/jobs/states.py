"""The states of a job in the background, and the lawful moves between them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from tracker.errors import Conflict
from tracker.words import say

STARTS_WITHIN = timedelta(seconds=60)
"""The time in which a job's process may start before the job counts as lost."""


class JobState(StrEnum):
    """The state of a job."""

    QUEUED = "queued"  # waiting for a free place
    RUNNING = "running"  # in a place; its process starts or works
    DONE = "done"  # its work is finished and saved
    FAILED = "failed"  # its process ended before it was done; nothing of it is saved
    CANCELLED = "cancelled"  # stopped by a user; nothing of it is saved


MOVES: Mapping[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset({JobState.RUNNING, JobState.CANCELLED}),
    JobState.RUNNING: frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED}),
    JobState.DONE: frozenset(),
    JobState.FAILED: frozenset(),
    JobState.CANCELLED: frozenset(),
}
"""The lawful moves; a failed job is asked for again as a new one."""

OPEN = frozenset({JobState.QUEUED, JobState.RUNNING})


class JobRun(NamedTuple):
    """The facts that tell whether a job is alive: number, state, since when it has a place."""

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
                before=before,
                after=after,
            )
        )
    return after


def is_lost(run: JobRun, *, held: bool, now: datetime) -> bool:
    """Tell whether a job should be running and no process works on it.

    `held`: a process holds its lock. A job that has not begun is given time to start.
    """
    if run.state is not JobState.RUNNING or held:
        return False
    begun = run.begun_at is not None
    return begun or run.started_at is None or now - run.started_at > STARTS_WITHIN
