"""Spans of days and the two dates at which a figure is asked for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

FIRST_ZONE = timezone(timedelta(hours=14))
"""The most advanced time zone: a day begins there, before it begins anywhere else."""
LAST_MOMENT = datetime(9999, 12, 31, tzinfo=UTC)
"""The moment after which no zone is asked."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; None leaves that side open."""

    first: date | None = None
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        """Tell whether the day lies in the span."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


def utc_now() -> datetime:
    """Return the present moment, aware of its zone."""
    return datetime.now(UTC)


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
