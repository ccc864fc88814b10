"""The counts of people of one activity as a reader may see them: small ones are not shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tracker.assistance.outcome_drafts import BEFORE, COUNTS, ParticipantCount
from tracker.assistance.small_counts import (
    CountRow,
    CountTable,
    DistinctStatus,
    is_small,
    suppress,
    within,
)
from tracker.reference.codes import ParticipantFunction


class ShownCount(NamedTuple):
    """A count of people; None is a number that is not shown.

    `before` are those of all of them who were counted before, `before_numbers` the same by sex.
    """

    function: ParticipantFunction
    place: str
    counted_on: date | None
    numbers: tuple[int | None, ...]
    total: int | None
    before: int | None
    before_numbers: tuple[int | None, ...]
    before_activity: str
    before_programme: str


@dataclass(frozen=True, slots=True)
class ShownParticipants:
    """The counts of an activity, and all of them; without double counting there are `first` ones.

    `suppressed` tells that numbers are not shown.
    """

    counts: tuple[ShownCount, ...] = ()
    numbers: tuple[int | None, ...] = (0,) * len(COUNTS)
    total: int | None = 0
    before: int | None = 0
    suppressed: bool = False

    @property
    def first(self) -> int | None:
        """The people who were not counted before, here or elsewhere."""
        return None if self.total is None or self.before is None else self.total - self.before


def all_participants(counts: Sequence[ParticipantCount]) -> ShownParticipants:
    """Return the counts of an activity for a reader who may see small ones."""
    return _participants(counts, _table(counts), by_sex=True)


def shown_participants(
    counts: Sequence[ParticipantCount], of_all: CountRow | None
) -> ShownParticipants:
    """Return the counts of an activity for the public.

    `of_all` is what a table of all activities shows of it, None where that shows no rows.
    """
    table = within(suppress(_table(counts)), of_all)
    return _participants(counts, table, by_sex=not (table.suppressed or _tell(counts)))


def _table(counts: Sequence[ParticipantCount]) -> CountTable:
    """Return the counts of an activity as a table, nothing hidden."""
    return CountTable(
        tuple(_row(str(place), one.counted, sum(one.before)) for place, one in enumerate(counts)),
        _row("", _sums([one.counted for one in counts]), sum(sum(one.before) for one in counts)),
    )


def _participants(
    counts: Sequence[ParticipantCount], table: CountTable, *, by_sex: bool
) -> ShownParticipants:
    """Return counts with what their table shows of them, and of those counted before by sex."""
    return ShownParticipants(
        tuple(_shown(counts[int(row.code)], row, by_sex=by_sex) for row in table.rows),
        table.all.numbers,
        table.all.total,
        table.all.before,
        table.suppressed,
    )


def _row(code: str, numbers: tuple[int, ...], before: int) -> CountRow:
    """Return numbers as a row of a table, with those of them who were not counted before."""
    total = sum(numbers)
    return CountRow(code, numbers, total, total - before, DistinctStatus.GIVEN)


def _sums(rows: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """Return the sums by sex."""
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0,) * len(COUNTS)


def _tell(counts: Sequence[ParticipantCount]) -> bool:
    """Tell whether the numbers of those counted before, by sex, hold or tell a small one."""
    rows = [one.before for one in counts]
    return any(is_small(number) for row in (*rows, _sums(rows)) for number in row)


def _shown(count: ParticipantCount, row: CountRow, *, by_sex: bool) -> ShownCount:
    """Return a count with what is shown of it."""
    return ShownCount(
        count.function,
        count.place,
        count.counted_on,
        row.numbers,
        row.total,
        row.before,
        count.before if by_sex else (None,) * len(BEFORE),
        count.before_activity,
        count.before_programme,
    )
