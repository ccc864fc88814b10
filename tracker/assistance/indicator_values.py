"""The values of indicators: of each period, and in all; pure functions over plain values.

An indicator stands in one row for each period. Where its periods are added up, its value is their
sum; else it is the newest one. What was not measured is not zero, and neither is a sex that was not
recorded: a sum by sex is there only where each of its periods has one.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from tracker.assistance.small_counts import is_small
from tracker.assistance.states import ResultCounting

BY_SEX = ("actual_women", "actual_men", "actual_unspecified")
"""The values of an indicator by sex; they add up to its actual value."""


class PeriodRow(Protocol):
    """The value of an indicator for a period."""

    @property
    def indicator(self) -> str: ...  # noqa: D102 - a column
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def baseline(self) -> int | None: ...  # noqa: D102
    @property
    def target(self) -> int | None: ...  # noqa: D102
    @property
    def actual(self) -> int | None: ...  # noqa: D102
    @property
    def measured_on(self) -> date | None: ...  # noqa: D102
    @property
    def counting(self) -> ResultCounting: ...  # noqa: D102
    @property
    def period_start(self) -> date | None: ...  # noqa: D102


class IndicatorValue(NamedTuple):
    """An indicator with its value in all, by sex too where each of its periods has that.

    `first` and `last` are the days of the periods of the value; `rows` are all its periods by day.
    """

    indicator: str
    unit: str
    baseline: int | None
    target: int | None
    counting: ResultCounting
    actual: int | None
    by_sex: tuple[int | None, ...]
    first: date | None
    last: date | None
    rows: tuple[PeriodRow, ...]

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None without a target or without a value."""
        if self.target is None or self.actual is None:
            return None
        return is_reached(self.baseline, self.target, self.actual)

    @property
    def tells_small_counts(self) -> bool:
        """Whether a number by sex is so small that none of them is shown to the public."""
        numbers = [number for row in self.rows for number in sexes_of(row)]
        return any(map(is_small, (*numbers, *self.by_sex)))

    @property
    def has_sexes(self) -> bool:
        """Whether a period has numbers by sex."""
        return any(number is not None for row in self.rows for number in sexes_of(row))


def indicator_values(
    results: Iterable[PeriodRow], last: date | None = None
) -> tuple[IndicatorValue, ...]:
    """Return each indicator once, in the order of the record, with its value by a day or today."""
    found: dict[str, list[PeriodRow]] = {}
    for one in results:
        found.setdefault(one.indicator, []).append(one)
    return tuple(_value(rows, last) for rows in found.values())


def is_reached(baseline: int | None, target: int, actual: int | None) -> bool:
    """Tell whether a value has come to its target, upwards, or down from a higher baseline."""
    if actual is None:
        return False
    return actual <= target if is_to_fall(baseline, target) else actual >= target


def is_to_fall(baseline: int | None, target: int | None) -> bool:
    """Tell whether an indicator is meant to fall: its target lies below its baseline."""
    return baseline is not None and target is not None and target < baseline


def sexes_of(row: object) -> tuple[int | None, ...]:
    """Return the numbers of a period by sex."""
    return tuple(getattr(row, name) for name in BY_SEX)


def _value(rows: Sequence[PeriodRow], last: date | None) -> IndicatorValue:
    """Return the value of one indicator from its rows."""
    ordered = sorted(rows, key=lambda row: row.measured_on or date.min)
    measured = [
        row
        for row in ordered
        if row.actual is not None
        and (last is None or row.measured_on is None or row.measured_on <= last)
    ]
    counting = rows[-1].counting
    told = measured if counting is ResultCounting.ADDED else measured[-1:]
    starts = [row.period_start for row in told]
    return IndicatorValue(
        indicator=rows[-1].indicator,
        unit=rows[-1].unit,
        baseline=rows[-1].baseline,
        target=rows[-1].target,
        counting=counting,
        actual=sum(row.actual or 0 for row in told) if told else None,
        by_sex=tuple(_sum([sexes_of(row)[place] for row in told]) for place in range(len(BY_SEX))),
        first=min((day for day in starts if day), default=None) if all(starts) else None,
        last=told[-1].measured_on if told else None,
        rows=tuple(ordered),
    )


def _sum(numbers: Sequence[int | None]) -> int | None:
    """Return a sum; None where one of the numbers is not known."""
    known = [number for number in numbers if number is not None]
    return sum(known) if numbers and len(known) == len(numbers) else None
