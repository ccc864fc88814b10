"""The days of assistance: what happened has come, and none is before the Convention's year."""

from datetime import date

from tracker.day_bounds import too_far_ahead
from tracker.errors import Fault
from tracker.periods import today
from tracker.words import say

FIRST_DAY = date(2000, 1, 1)
"""The first day of the year in which the Convention was adopted."""


def past_day_faults(field: str, day: date | None) -> list[Fault]:
    """Return the fault of a day that has not come, or that is before the Convention's year."""
    if day is not None and day > today():
        return [Fault(field, say("the day has not come"))]
    return _old_day_faults(field, day)


def planned_day_faults(field: str, day: date | None) -> list[Fault]:
    """Return the fault of a day too far ahead, or that is before the Convention's year."""
    fault = too_far_ahead(field, day, today()) if day is not None else None
    return [fault] if fault else _old_day_faults(field, day)


def _old_day_faults(field: str, day: date | None) -> list[Fault]:
    """Return the fault of a day before the Convention's year."""
    if day is None or day >= FIRST_DAY:
        return []
    return [Fault(field, say("the Convention was adopted in 2000; nothing under it is older"))]
