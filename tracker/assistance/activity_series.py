"""Series: an activity that is repeated every week, month, quarter or year."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from dateutil.rrule import MONTHLY, WEEKLY, YEARLY, rrule
from sqlmodel import Session, select

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.day_rules import planned_day_faults
from tracker.assistance.states import PublicationState
from tracker.assistance.tables.activities import Activity
from tracker.errors import Fault
from tracker.periods import day_of, start_of_day
from tracker.reference.codes import ActivityStatus
from tracker.reference.record_codes import next_free, taken_codes
from tracker.words import say

MOST_REPEATED = 60
LAST_OF_EVERY_MONTH = 28
"""Months have this day at least; of a later one the last day of a shorter month is taken."""


class Interval(StrEnum):
    """The time between two activities of a series."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Occasion(NamedTuple):
    """One activity of a series: its code and planned days."""

    code: str
    starts: date
    ends: date | None = None


def series_days(
    after: date, every: Interval, times: int | None = None, until: date | None = None
) -> list[date]:
    """Return the days that follow one, so many or up to a last one, one more than sixty at most.

    A day that a month lacks becomes its last: 31 January is followed by 28 or 29 February.
    """
    days = (day_of(moment) for moment in _rule(after, every))
    later = (day for day in days if day > after)
    most = MOST_REPEATED + 1
    found = islice(later, most if times is None else max(0, min(times, most)))
    return [day for day in found if until is None or day <= until]


def series_faults(days: Sequence[date], field: str) -> list[Fault]:
    """Return the fault of a series without a day, with too many, or out of bounds, at a field."""
    if not days:
        return [Fault(field, say("no activity of the series falls within this time"))]
    if len(days) > MOST_REPEATED:
        why = say("these are more than %(most)s activities; add them in parts", most=MOST_REPEATED)
        return [Fault(field, why)]
    return planned_day_faults(field, days[-1])


def propose_series(
    session: Session, draft: ActivityDraft, days: Sequence[date]
) -> tuple[Occasion, ...]:
    """Return an occasion for each day: the next free codes, and as many days as the first took."""
    taken = taken_codes(session.exec(select(Activity.code)))
    starts, ends = start_of(draft), draft.actual_end or draft.planned_end
    length = ends - starts if starts and ends else None
    found, code = [], draft.code
    for day in days:
        code = next_free(code, taken)
        taken |= taken_codes([code])
        found.append(Occasion(code, day, day + length if length is not None else None))
    return tuple(found)


def start_of(draft: ActivityDraft) -> date | None:
    """Return the day on which an activity began, or is planned to."""
    return draft.actual_start or draft.planned_start


def copy_of(draft: ActivityDraft) -> ActivityDraft:
    """Return a new activity like another: without its code, days and outcomes."""
    return replace(
        draft,
        code="",
        status=ActivityStatus.PIPELINE,
        publication=PublicationState.DRAFT,
        planned_start=None,
        planned_end=None,
        actual_start=None,
        actual_end=None,
        participants=(),
        results=(),
        documents=(),
        requests=(),
        evaluation="",
    )


def repeated(draft: ActivityDraft, occasions: Sequence[Occasion]) -> list[ActivityDraft]:
    """Return the activities of a series, not published and without what came of the first."""
    copy = copy_of(draft)
    return [
        replace(copy, code=one.code, planned_start=one.starts, planned_end=one.ends)
        for one in occasions
    ]


def _rule(after: date, every: Interval) -> Iterator[datetime]:
    """Return the moments of a series from its first day on."""
    start = start_of_day(after)
    if every is Interval.WEEK:
        return iter(rrule(WEEKLY, dtstart=start))
    late = after.day > LAST_OF_EVERY_MONTH
    days = {"bymonthday": (*range(LAST_OF_EVERY_MONTH, after.day + 1),), "bysetpos": -1}
    options = days if late else {}
    if every is Interval.YEAR:
        months = {"bymonth": after.month} if late else {}
        return iter(rrule(YEARLY, dtstart=start, **options, **months))
    months_apart = 3 if every is Interval.QUARTER else 1
    return iter(rrule(MONTHLY, dtstart=start, interval=months_apart, **options))
