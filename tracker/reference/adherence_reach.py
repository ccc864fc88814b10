"""The reach of the record of adherence: the last day that it covers, as known at a day."""

from datetime import date
from typing import NamedTuple

from tracker.reference.adherence import COMPLETE_UNTIL, FIRST_KNOWN, steps

STATUS_DAYS = tuple(sorted({step.known_on for step in steps()}))
"""The days of the published lists of parties from which the record was made."""


class AdherenceReach(NamedTuple):
    """The two dates that figures of adherence have, beside those that were asked for.

    `as_at` is never after the last published list that was known at `known_at`, since deposits
    after it are not on record; `known_at` is never before the first one.
    """

    as_at: date
    known_at: date
    asked_as_at: date
    asked_known_at: date

    @property
    def is_beyond(self) -> bool:
        """Whether the day that was asked for lies beyond the record."""
        return self.asked_as_at > self.as_at

    @property
    def is_before(self) -> bool:
        """Whether nothing was known yet on the day of knowledge that was asked for."""
        return self.asked_known_at < self.known_at

    @property
    def is_unknown_later(self) -> bool:
        """Whether the record reaches further than what was known on the day of knowledge."""
        return self.is_beyond and self.as_at < COMPLETE_UNTIL

    def covers(self, first: date | None) -> bool:
        """Tell whether a period that begins on a day, or at the beginning, has days on record."""
        return first is None or first <= self.as_at


def reach_of(as_at: date, known_at: date) -> AdherenceReach:
    """Return the dates that the record can answer for the dates that were asked for."""
    known = max(known_at, FIRST_KNOWN)
    return AdherenceReach(min(as_at, complete_until(known)), known, as_at, known_at)


def complete_until(known_at: date) -> date:
    """Return the last day whose deposits were all known at a day: that of the newest list."""
    return max((day for day in STATUS_DAYS if day <= known_at), default=date.min)
