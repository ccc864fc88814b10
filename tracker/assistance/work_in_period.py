"""The activities that were under way in a period: a pure rule over their states and days."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from tracker.assistance.assisted_states import NOT_BEGUN
from tracker.assistance.counted_activities import CountedActivity
from tracker.periods import Span
from tracker.reference.codes import ActivityStatus

DONE = frozenset({ActivityStatus.FINALISATION, ActivityStatus.CLOSED})
"""The states of an activity whose work is over."""


def was_under_way(activity: CountedActivity, span: Span) -> bool:
    """Tell whether an activity has begun, and its days meet those of a period.

    Days are the actual ones, else those planned. One that is not done has no end yet, whatever was
    planned; one without a day of its beginning counts where the period has no first day.
    """
    if activity.status in NOT_BEGUN:
        return False
    if activity.start is None:
        return span.first is None
    return span.meets(activity.start, last_day_of_work(activity))


def last_day_of_work(activity: CountedActivity) -> date | None:
    """Return the day on which the work ended; None while it goes on."""
    if activity.actual_end is not None or activity.status not in DONE:
        return activity.actual_end
    ends = [day for day in (activity.planned_end, activity.start) if day is not None]
    return max(ends, default=None)


def under_way(activities: Iterable[CountedActivity], span: Span) -> tuple[CountedActivity, ...]:
    """Return the activities that were under way in a period."""
    return tuple(one for one in activities if was_under_way(one, span))


def by_type(activities: Iterable[CountedActivity]) -> Counter[str]:
    """Count activities by type."""
    return Counter(one.type for one in activities)
