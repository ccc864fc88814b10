"""The bounds of the days on record: what has happened has come, and plans have a last day.

The year 2569 of another calendar, 1899 and the 9999 of other programs are slips.
"""

from datetime import date

from tracker.errors import Fault
from tracker.words import say

FIRST_DAY = date(1990, 1, 1)
"""The first day of money, terms, plans and reports: the account is of 2000 and later."""
OLDEST_DAY = date(1900, 1, 1)
"""The first day of what is older than the account: exchange rates, and the names of donors."""
MOST_YEARS_AHEAD = 50
"""The years that a plan or a promise lies ahead at most."""


def happened_fault(field: str, on: date, today: date, first: date = FIRST_DAY) -> Fault | None:
    """Return the fault of the day of something that has happened, None for a lawful one."""
    return too_early(field, on, first) or not_come(field, on, today)


def planned_fault(field: str, on: date, today: date, first: date = FIRST_DAY) -> Fault | None:
    """Return the fault of the day of something planned or promised, None for a lawful one."""
    return too_early(field, on, first) or too_far_ahead(field, on, today)


def too_early(field: str, on: date, first: date = FIRST_DAY) -> Fault | None:
    """Return the fault of a day before the first one."""
    if on >= first:
        return None
    return Fault(
        field, say("%(day)s is too early; the first day is %(first)s", day=on, first=first)
    )


def not_come(field: str, on: date, today: date) -> Fault | None:
    """Return the fault of something that has happened on a day to come."""
    if on <= today:
        return None
    text = say(
        "%(day)s has not come: what has happened is dated %(today)s or before",
        day=on,
        today=today,
    )
    return Fault(field, text)


def too_far_ahead(field: str, on: date, today: date) -> Fault | None:
    """Return the fault of a day after the end of the last year for which anything is planned."""
    last = date(today.year + MOST_YEARS_AHEAD, 12, 31)
    if on <= last:
        return None
    return Fault(
        field, say("%(day)s is too far ahead; the last day is %(last)s", day=on, last=last)
    )
