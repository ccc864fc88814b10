"""The days for which an entry may count: what has happened has come, a promise may lie ahead."""

from datetime import date

from tracker.errors import Fault
from tracker.fund.ledger.entries import EntryKind
from tracker.words import say

FIRST_DAY = date(1990, 1, 1)
"""The first day for which the account takes an entry or a term of a contribution."""
YEARS_AHEAD = 10
"""The years that a promise may lie ahead before it is asked about."""
PROMISES = frozenset({EntryKind.PLEDGE, EntryKind.PLEDGE_ADJUSTMENT, EntryKind.INSTALMENT_DUE})
"""The kinds of entries that say what will be; all others say what has happened."""


def entry_day_fault(kind: EntryKind, on: date, today: date) -> Fault | None:
    """Return the fault of an entry's day, None for a lawful one.

    The reversal of an entry that lies ahead counts for that entry's own day; its verb sees to it.
    """
    if FIRST_DAY <= on <= today:
        return None
    if kind in PROMISES or kind is EntryKind.REVERSAL:
        return too_early("effective_on", on)
    return happened_fault("effective_on", on, today)


def happened_fault(field: str, on: date, today: date) -> Fault | None:
    """Return the fault of the day of something that has happened, None for a lawful one."""
    return too_early(field, on) or not_come(field, on, today)


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


def too_early(field: str, on: date) -> Fault | None:
    """Return the fault of a day before the account takes anything."""
    if on >= FIRST_DAY:
        return None
    text = say(
        "%(day)s is too early; the first day is %(first)s",
        day=on,
        first=FIRST_DAY,
    )
    return Fault(field, text)


def is_far_ahead(on: date, today: date) -> bool:
    """Tell whether a promise lies so far ahead that it is asked about."""
    return (on.year - YEARS_AHEAD, on.month, on.day) > (today.year, today.month, today.day)


def far_ahead(on: date) -> str:
    """Return the question about a day far ahead."""
    return say("%(day)s is more than ten years ahead; is it right?", day=on)
