"""The states of an import that came through a page, and the lawful moves between them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.errors import Conflict
from tracker.words import say

STARTS_WITHIN = timedelta(seconds=60)
"""So long a process may take to start before it counts as lost."""


class JobState(StrEnum):
    """How far an import has come."""

    UPLOADED = "uploaded"  # the file is here
    CHECKING = "checking"  # its rows are compared with the record
    CHECKED = "checked"  # there is a preview; a person decides
    APPLYING = "applying"  # its rows are being taken up
    APPLIED = "applied"  # the record holds them
    DISCARDED = "discarded"  # a person decided against it; the file is gone
    FAILED = "failed"  # its process ended before it was done; the record is as before
    CANCELLED = "cancelled"  # a person stopped it; the record is as before


MOVES: Mapping[JobState, frozenset[JobState]] = {
    JobState.UPLOADED: frozenset({JobState.CHECKING, JobState.DISCARDED}),
    JobState.CHECKING: frozenset({JobState.CHECKED, JobState.FAILED, JobState.CANCELLED}),
    JobState.CHECKED: frozenset({JobState.APPLYING, JobState.CHECKING, JobState.DISCARDED}),
    JobState.APPLYING: frozenset(
        {JobState.APPLIED, JobState.CHECKED, JobState.FAILED, JobState.CANCELLED}
    ),
    JobState.APPLIED: frozenset(),
    JobState.DISCARDED: frozenset(),
    JobState.FAILED: frozenset({JobState.CHECKING, JobState.DISCARDED}),
    JobState.CANCELLED: frozenset({JobState.CHECKING, JobState.DISCARDED}),
}
"""From which state to which; a preview that no longer fits goes from applying back to checked."""

RUNNING = frozenset({JobState.CHECKING, JobState.APPLYING})


def lawful(before: JobState, after: JobState) -> JobState:
    """Return the state after a move; raises Conflict when there is no such move."""
    if after not in MOVES[before]:
        raise Conflict(
            say(
                "this import is %(before)s; it cannot become %(after)s",
                before=before.value,
                after=after.value,
            )
        )
    return after


def is_lost(
    state: JobState, *, held: bool, asked_at: datetime | None, begun: bool, now: datetime
) -> bool:
    """Tell whether an import should be running and no process works on it.

    `held`: a process says that it works on it. One that has not begun is given time to start.
    """
    if state not in RUNNING or held:
        return False
    return begun or asked_at is None or now - asked_at > STARTS_WITHIN
