"""Days on which something happened: none is to come, and none is before the Convention's year."""

from datetime import date

from tracker.errors import Fault
from tracker.periods import today
from tracker.words import say

FIRST_DAY = date(2000, 1, 1)
"""The first day of the year in which the Convention was adopted."""


def past_day_faults(field: str, day: date | None) -> list[Fault]:
    """Return the fault of a day that has not come, or that is before the Convention's year."""
    if day is not None and day > today():
        return [Fault(field, say("the day has not come"))]
    if day is not None and day < FIRST_DAY:
        why = say("the Convention was adopted in 2000; nothing under it is older")
        return [Fault(field, why)]
    return []
