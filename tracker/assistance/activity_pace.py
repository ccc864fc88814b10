"""The pace of an activity: whether its money moves as its time passes, by named thresholds."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.reference.codes import ActivityStatus

BEHIND_BP = 2_500
"""How many basis points the share spent may lie behind the share of time before it is slow."""

STUCK_DAYS = 180
"""The days after its start on which an activity with money has to have spent some."""

OPEN = frozenset({ActivityStatus.PIPELINE, ActivityStatus.IMPLEMENTATION})
"""The states of an activity that is still to be done, at least in part."""
WHOLE_BP = 10_000


class Pace(StrEnum):
    """The pace of an activity that is not as planned, the most serious first."""

    OVERDUE = "overdue"  # its planned end is over, and it is not done
    STUCK = "stuck"  # begun STUCK_DAYS ago, with money, and nothing spent
    WAITING = "waiting"  # its planned start is over, and it is still in the pipeline
    SLOW = "slow"  # the share spent lies more than BEHIND_BP behind the share of time


class ActivityProgress(NamedTuple):
    """What the pace of an activity follows from; amounts in US cents."""

    status: ActivityStatus
    starts_on: date | None
    ends_on: date | None
    allocated_minor: int
    spent_minor: int


def pace_of(progress: ActivityProgress, on: date) -> Pace | None:
    """Return the pace of an activity on a day; None where it is as planned, done or undated."""
    starts_on, ends_on = progress.starts_on, progress.ends_on
    if progress.status not in OPEN or starts_on is None:
        return None
    if ends_on is not None and ends_on < on:
        return Pace.OVERDUE
    if progress.status is ActivityStatus.PIPELINE:
        return Pace.WAITING if starts_on < on else None
    if progress.allocated_minor > 0 and progress.spent_minor <= 0:
        return Pace.STUCK if (on - starts_on).days >= STUCK_DAYS else None
    passed = time_passed_bp(progress, on)
    behind = None if passed is None else passed - spent_bp(progress)
    return Pace.SLOW if behind is not None and behind > BEHIND_BP else None


def time_passed_bp(progress: ActivityProgress, on: date) -> int | None:
    """Return the share of its time that has passed, in basis points; None without both days."""
    starts_on, ends_on = progress.starts_on, progress.ends_on
    if starts_on is None or ends_on is None:
        return None
    days = (ends_on - starts_on).days + 1
    passed = min(max((on - starts_on).days + 1, 0), days)
    return passed * WHOLE_BP // days


def spent_bp(progress: ActivityProgress) -> int:
    """Return the share of what was allocated that is spent, in basis points; whole of nothing."""
    if progress.allocated_minor <= 0:
        return WHOLE_BP
    return progress.spent_minor * WHOLE_BP // progress.allocated_minor
