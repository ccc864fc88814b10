"""Months of the calendar, which close in order once they are over."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from tracker.errors import InvalidInput
from tracker.words import say

MONTHS = 12


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the calendar."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month of a day."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """Return its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Return its last day."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def next(self) -> "Month":
        """Return the month after."""
        return Month(self.year + self.month // MONTHS, self.month % MONTHS + 1)


def months_to_close(
    through: Month, closed_until: date | None, first_entry_on: date | None, today: date
) -> list[Month]:
    """Return the months to close so that all months up to `through` are closed.

    They follow the last closed month, or begin in January of the year of the first entry. Raises
    InvalidInput for a month that is not over, or is closed.
    """
    if through.last >= today:
        raise InvalidInput(say("the month is not over"), "month")
    if closed_until is not None and through.last <= closed_until:
        raise InvalidInput(say("the month is closed"), "month")
    if closed_until is not None:
        month = Month.of(closed_until).next()
    elif first_entry_on is not None:
        month = min(Month(first_entry_on.year, 1), through)
    else:
        month = through
    months = []
    while month <= through:
        months.append(month)
        month = month.next()
    return months


def expect_year_closable(year: int, closed_until: date | None, closed_years: set[int]) -> None:
    """Refuse to close a year before its last month, before the year before it, or twice."""
    if year in closed_years:
        raise InvalidInput(say("the year %(year)s is closed", year=year), "year")
    if closed_until is None or closed_until < date(year, MONTHS, 31):
        raise InvalidInput(
            say("close the months of %(year)s up to December first", year=year), "year"
        )
    if closed_years and year != max(closed_years) + 1:
        raise InvalidInput(say("close the year %(year)s first", year=max(closed_years) + 1), "year")
