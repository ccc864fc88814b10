"""Spans of days and the two dates at which a figure is asked for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime


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
