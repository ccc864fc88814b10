"""The days for which an entry may count: what has happened has come, a promise may lie ahead."""

from datetime import date

from tracker.day_bounds import FIRST_DAY, happened_fault, planned_fault, too_early
from tracker.errors import Fault
from tracker.fund.ledger.entries import EntryKind
from tracker.words import say

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
    if kind is EntryKind.REVERSAL:
        return too_early("effective_on", on)
    if kind in PROMISES:
        return planned_fault("effective_on", on, today)
    return happened_fault("effective_on", on, today)


def is_far_ahead(on: date, today: date) -> bool:
    """Tell whether a promise lies so far ahead that it is asked about."""
    return (on.year - YEARS_AHEAD, on.month, on.day) > (today.year, today.month, today.day)


def far_ahead(on: date) -> str:
    """Return the question about a day far ahead."""
    return say("%(day)s is more than ten years ahead; is it right?", day=on)
