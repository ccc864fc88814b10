"""The activities of a month, day by day: what begins, goes on and ends, as planned or as it was."""

from calendar import Calendar, monthrange
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col

from tracker.assistance.activity_filters import Condition
from tracker.assistance.activity_list import NONE_MORE, activity_source
from tracker.assistance.tables.activities import Activity
from tracker.listing import ListQuery, every
from tracker.reference.codes import ActivityStatus

SHORT = timedelta(days=6)
"""What lasts no longer than a week stands on each of its days."""


class Phase(StrEnum):
    """What an activity does on a day."""

    BEGINS = "begins"
    GOES_ON = "goes_on"
    ENDS = "ends"


class CalendarEntry(NamedTuple):
    """An activity on a day; `planned` while the day is one that was planned."""

    code: str
    title: str
    phase: Phase
    planned: bool
    cancelled: bool


class CalendarActivity(NamedTuple):
    """An activity with its days: the actual ones where they are known, else the planned ones."""

    code: str
    title: str
    venue: str
    starts: date
    ends: date
    began: bool
    ended: bool
    status: ActivityStatus

    @property
    def cancelled(self) -> bool:
        """Tell whether it will not be done."""
        return self.status is ActivityStatus.CANCELLED

    @property
    def planned(self) -> bool:
        """Tell whether a day of it is one that was planned."""
        return not (self.began and self.ended)


class MonthPage(NamedTuple):
    """A month in weeks, the entries of its days, and what goes on without beginning or ending."""

    first: date
    weeks: tuple[tuple[date, ...], ...]
    entries: Mapping[date, tuple[CalendarEntry, ...]]
    going_on: tuple[CalendarActivity, ...]

    @property
    def before(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        """The first day of the month after."""
        return last_of(self.first) + timedelta(days=1)


def last_of(first: date) -> date:
    """Return the last day of a month."""
    return first.replace(day=monthrange(first.year, first.month)[1])


def read_month(
    session: Session,
    query: ListQuery,
    first: date,
    first_weekday: int,
    *,
    unpublished: bool,
    more: Mapping[str, Condition] = NONE_MORE,
) -> MonthPage:
    """Return the month that begins on a day, under the filters of the list.

    `first_weekday` is that of the reader's weeks, 0 for Monday.
    """
    last = last_of(first)
    found = activities_between(session, query, first, last, unpublished=unpublished, more=more)
    weeks = Calendar(first_weekday).monthdatescalendar(first.year, first.month)
    entries: dict[date, list[CalendarEntry]] = {}
    for one in found:
        for day, phase in _phases(one, first, last):
            planned = not (one.ended if phase is Phase.ENDS else one.began)
            entries.setdefault(day, []).append(
                CalendarEntry(one.code, one.title, phase, planned, one.cancelled)
            )
    standing = [one for one in found if one.starts < first and one.ends > last]
    return MonthPage(
        first,
        tuple(map(tuple, weeks)),
        {day: tuple(own) for day, own in entries.items()},
        tuple(one for one in standing if one.ends - one.starts > SHORT),
    )


def activities_between(
    session: Session,
    query: ListQuery,
    first: date,
    last: date,
    *,
    unpublished: bool,
    more: Mapping[str, Condition] = NONE_MORE,
) -> tuple[CalendarActivity, ...]:
    """Return the activities that have a day from one to another, the earliest first."""
    source = activity_source(unpublished=unpublished, more=more)
    within = source.statement.where(*_have_days(first, last))
    items = list(every(session, replace(source, statement=within), replace(query, order="start")))
    began = _actual_days(session, first, last)
    return tuple(
        CalendarActivity(
            item.code,
            item.title,
            item.venue,
            item.start,
            max(item.end or item.start, item.start),
            *began[item.id],
            item.status,
        )
        for item in items
        if item.start is not None
    )


def _have_days(first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that an activity has a day from one to another."""
    starts = func.coalesce(col(Activity.actual_start), col(Activity.planned_start))
    ends = func.coalesce(col(Activity.actual_end), col(Activity.planned_end), starts)
    return starts <= last, ends >= first


def _actual_days(session: Session, first: date, last: date) -> dict[int, tuple[bool, bool]]:
    """Tell of the activities of some days whether they have begun and ended, by their numbers."""
    days = col(Activity.actual_start), col(Activity.actual_end)
    statement = select(col(Activity.id), *days).where(*_have_days(first, last))
    return {
        number: (start is not None, end is not None)
        for number, start, end in session.execute(statement)
    }


def _phases(one: CalendarActivity, first: date, last: date) -> Iterable[tuple[date, Phase]]:
    """Yield the days of a month on which an activity is shown, and what it does then."""
    if first <= one.starts <= last:
        yield one.starts, Phase.BEGINS
    if one.ends - one.starts <= SHORT:
        for number in range(1, (one.ends - one.starts).days):
            day = one.starts + timedelta(days=number)
            if first <= day <= last:
                yield day, Phase.GOES_ON
    if one.ends != one.starts and first <= one.ends <= last:
        yield one.ends, Phase.ENDS
