"""Small counts of people, which the public does not see, nor can get by subtraction.

One place for pages, the API, files and embeds: a count of one to four is not shown, and neither is
what would tell it, in the table itself or in a table of which it is a part. Rows lose their numbers
by sex as a whole; what is left hidden is a table of which the reader knows the sums alone, and of
such a table the range of each number is known: from max(0, row + column - all) to min(row, column).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from tracker.words import say

SMALLEST_SHOWN = 5
WIDTH = SMALLEST_SHOWN - 1
"""The least distance between the bounds of a hidden number, where rows are left to hide."""


class DistinctStatus(StrEnum):
    """What is said of people without double counting."""

    GIVEN = "given"  # the figure is there
    PARTICIPATIONS = "participations"  # somebody was counted before outside of the choice
    SUPPRESSED = "suppressed"  # the figure would tell a small count


class CountRow(NamedTuple):
    """People of a code by sex, all of them, and without double counting; None is not shown."""

    code: str
    numbers: tuple[int | None, ...]
    total: int | None
    distinct: int | None = None
    status: DistinctStatus = DistinctStatus.PARTICIPATIONS

    @property
    def before(self) -> int | None:
        """The people who were counted before, where they are not in the distinct ones."""
        if self.total is None or self.distinct is None:
            return None
        return self.total - self.distinct


@dataclass(frozen=True, slots=True)
class CountTable:
    """Rows of counts, and the row of all of them, which is their sum unless they overlap."""

    rows: tuple[CountRow, ...]
    all: CountRow
    overlapping: bool = False
    suppressed: bool = False


def is_small(number: int | None) -> bool:
    """Tell whether a count is too small to be shown."""
    return number is not None and 0 < number < SMALLEST_SHOWN


def hidden_counts_note() -> str:
    """Say of a table that counts are hidden."""
    return say("Numbers of fewer than five people are not shown, nor others that would tell them.")


def suppress(table: CountTable) -> CountTable:
    """Return a table as the public sees it.

    Rows that overlap are hidden as those that add up, which tell more of each other.
    """
    numbers, everybody = [_known(row) for row in table.rows], _known(table.all)
    if is_small(sum(everybody)):
        return replace(table, rows=(), all=_hidden(table.all), suppressed=True)
    plan = _Plan(numbers, everybody)
    if not plan.can_show_rows:
        return replace(table, rows=(), all=_all_row(table.all, plan), suppressed=True)
    rows = tuple(plan.row(place, row) for place, row in enumerate(table.rows))
    rows = _distinct(rows, table.rows, table.all)
    shown = _all_row(table.all, plan)
    hidden = (*rows, shown) != (*table.rows, table.all)
    return replace(table, rows=rows, all=shown, suppressed=hidden)


def within(table: CountTable, shown: CountRow | None) -> CountTable:
    """Return a table, as the public sees it, as a part of another table.

    `shown` is what that one shows of the sum of this one: None where it shows none of its rows.
    """
    if shown is None or shown.total is None:
        return replace(table, rows=(), all=_hidden(table.all), suppressed=True)
    rows, everybody = table.rows, table.all
    if None in shown.numbers:
        rows, everybody = tuple(map(_without_numbers, rows)), _without_numbers(everybody)
    if shown.status is DistinctStatus.SUPPRESSED:
        rows, everybody = tuple(map(_undistinct, rows)), _undistinct(everybody)
    hidden = (rows, everybody) != (table.rows, table.all)
    return replace(table, rows=rows, all=everybody, suppressed=table.suppressed or hidden)


def distinct_figures(table: CountTable) -> tuple[int | None, ...]:
    """Return the distinct figures of all rows as the public sees them; none where one is hidden."""
    rows = suppress(table).rows
    whole = len(rows) == len(table.rows) and all(row.total is not None for row in rows)
    return tuple(row.distinct for row in rows) if whole else (None,) * len(table.rows)


class _Plan:
    """What is hidden of a table: rows by sex, totals of rows, and the sums by sex."""

    def __init__(self, numbers: Sequence[Sequence[int]], everybody: Sequence[int]) -> None:
        self._numbers = numbers
        self._totals = [sum(row) for row in numbers]
        self._sexes = range(len(everybody))
        self.sums_hidden = any(map(is_small, everybody))
        self._by_sex = {
            place for place, row in enumerate(numbers) if any(is_small(one) for one in row)
        }
        self._total = {place for place, total in enumerate(self._totals) if is_small(total)}
        self.can_show_rows = self._hide_totals()
        self._left = self._sums_left()
        self._hide_by_sex()

    def row(self, place: int, row: CountRow) -> CountRow:
        """Return a row with what is shown of it."""
        if place not in self._by_sex:
            return row
        shown = tuple(
            number if self._is_told(place, sex) else None
            for sex, number in enumerate(self._numbers[place])
        )
        total = None if place in self._total else self._totals[place]
        return row._replace(numbers=shown, total=total)

    def _hide_totals(self) -> bool:
        """Hide more totals of rows until none tells another; False where they always would."""
        while self._total:
            spread = sum(self._totals[place] for place in self._total) - len(self._total)
            if len(self._total) > 1 and spread >= WIDTH:
                break
            more = self._next(self._total)
            if more is None:
                return len(self._total) > 1 and spread > 0
            self._total.add(more)
            self._by_sex.add(more)
        return True

    def _hide_by_sex(self) -> None:
        """Hide more rows by sex until no small number can be told, at last the sums by sex."""
        while not self.sums_hidden and not self._is_safe(WIDTH):
            more = self._next(self._by_sex)
            if more is None:
                self.sums_hidden = not self._is_safe(1)
                return
            self._by_sex.add(more)
            self._left = self._sums_left()

    def _sums_left(self) -> list[int]:
        """Return the sums by sex of the rows that are hidden by sex."""
        return [sum(self._numbers[one][sex] for one in self._by_sex) for sex in self._sexes]

    def _next(self, hidden: set[int]) -> int | None:
        """Return the smallest row that has people and is not hidden yet."""
        left = [place for place, total in enumerate(self._totals) if total and place not in hidden]
        return min(left, key=lambda place: (self._totals[place], place), default=None)

    def _is_safe(self, width: int) -> bool:
        """Tell whether the bounds of each small number that is hidden lie so far apart."""
        return all(
            high - low >= width
            for place in self._by_sex
            for sex, number in enumerate(self._numbers[place])
            if is_small(number)
            for low, high in [self._bounds(place, sex)]
        )

    def _bounds(self, place: int, sex: int) -> tuple[int, int]:
        """Return between which numbers a hidden one lies, as a reader can work it out."""
        among = self._total if place in self._total else {place}
        own = sum(self._totals[one] for one in among)
        if self.sums_hidden:
            return 0, own
        left = self._left
        low = max(0, own + left[sex] - sum(left))
        return (0 if len(among) > 1 else low), min(own, left[sex])

    def _is_told(self, place: int, sex: int) -> bool:
        """Tell whether the sums that are shown tell a number anyway, so that it may stand."""
        low, high = self._bounds(place, sex)
        return low == high


def _distinct(
    shown: Sequence[CountRow], rows: Sequence[CountRow], everybody: CountRow
) -> tuple[CountRow, ...]:
    """Return rows without distinct figures that tell small counts: all of them, or none."""
    kept = [row for row, seen in zip(rows, shown, strict=True) if seen.total is not None]
    before = [row.before for row in kept if row.before is not None]
    left = (everybody.before or 0) - sum(before)
    tell = any(map(is_small, before)) or is_small(left)
    return tuple(_undistinct(row) if tell or row.total is None else row for row in shown)


def _undistinct(row: CountRow) -> CountRow:
    """Return a row without its distinct figure."""
    if row.status is not DistinctStatus.GIVEN:
        return row
    return row._replace(distinct=None, status=DistinctStatus.SUPPRESSED)


def _all_row(row: CountRow, plan: _Plan) -> CountRow:
    """Return the row of all with what is shown of it."""
    if plan.sums_hidden:
        row = _without_numbers(row)
    return _undistinct(row) if is_small(row.before) else row


def _hidden(row: CountRow) -> CountRow:
    """Return a row of which nothing is shown."""
    return _without_numbers(_undistinct(row))._replace(total=None)


def _without_numbers(row: CountRow) -> CountRow:
    """Return a row without its numbers by sex."""
    return row._replace(numbers=(None,) * len(row.numbers))


def _known(row: CountRow) -> tuple[int, ...]:
    """Return the numbers of a row, all of which are there."""
    return tuple(number or 0 for number in row.numbers)
