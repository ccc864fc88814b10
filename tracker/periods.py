"""Spans of days and the two dates at which a figure is asked for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import NamedTuple

FIRST_ZONE = timezone(timedelta(hours=14))
"""The most advanced time zone: a day begins there, before it begins anywhere else."""
LAST_MOMENT = datetime(9999, 12, 31, tzinfo=UTC)
"""The moment after which no zone is asked."""


class KnownAt(NamedTuple):
    """What was known: up to a moment, or up to the end of a day (UTC).

    `moment` is the last one that counts, so that an entry recorded at it is known. As text it is
    the day, or the moment as "2026-11-28T10:04:31Z".
    """

    moment: datetime
    whole_day: bool = False

    @classmethod
    def end_of(cls, day: date) -> "KnownAt":
        """Return what was known at the end of a day."""
        return cls(end_of_day(day), whole_day=True)

    @classmethod
    def at(cls, moment: datetime) -> "KnownAt":
        """Return what was known at a moment, which has its zone."""
        return cls(moment.astimezone(UTC))

    @property
    def day(self) -> date:
        """The day of the moment (UTC)."""
        return self.moment.date()

    def __str__(self) -> str:
        text = self.moment.replace(tzinfo=None).isoformat()
        return self.day.isoformat() if self.whole_day else f"{text}Z"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; None leaves that side open."""

    first: date | None = None
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        """Tell whether the day lies in the span."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)

    def meets(self, first: date | None, last: date | None) -> bool:
        """Tell whether other days, open where one is None, have a day in the span."""
        begins_in_time = first is None or self.last is None or first <= self.last
        return begins_in_time and (self.first is None or last is None or last >= self.first)


def utc_now() -> datetime:
    """Return the present moment, aware of its zone."""
    return datetime.now(UTC)


def start_of_day(day: date) -> datetime:
    """Return the first moment of a day (UTC)."""
    return datetime.combine(day, time.min, UTC)


def end_of_day(day: date) -> datetime:
    """Return the last moment of a day (UTC)."""
    return datetime.combine(day, time.max, UTC)


def today() -> date:
    """Return the day that has come: that of the most advanced time zone.

    So nobody is told that the day has not come on which they write.
    """
    return day_of(utc_now())


def proposed_day() -> date:
    """Return the day that a form proposes: that of UTC, as the trail tells its times.

    The day that has come in the most advanced zone is still tomorrow for nearly everybody.
    """
    return utc_now().date()


def day_of(moment: datetime) -> date:
    """Return the day that has come at a moment."""
    if moment > LAST_MOMENT:
        return date.max
    return moment.astimezone(FIRST_ZONE).date()
