"""The end-of-day balances of an account, with the lowest of them from any day on.

Kept as changes by day in blocks of days. Changes wait in one sum a day until somebody asks for more
than the floor knows; then each touches one block, and the lowest balance from a day on takes one
block's days and the sums of the later blocks, so that an account of 100,000 lines in any order of
days is posted as quickly as one that has few.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import accumulate
from operator import add
from typing import NamedTuple

BLOCK = 5  # a block has 2 to the power of 5 days, about a month


class DayBalance(NamedTuple):
    """A balance at the end of a day, in US cents."""

    on: date
    minor: int


class _Block:
    """The changes of some following days: the days by ordinal, in order, and the change of each."""

    __slots__ = ("changes", "days")

    def __init__(self) -> None:
        self.days: list[int] = []
        self.changes: list[int] = []


class DayBalances:
    """End-of-day balances from the day `since` on; `total` is the balance after all days."""

    __slots__ = (
        "_blocks",
        "_floor",
        "_floor_on",
        "_keys",
        "_lows",
        "_sums",
        "_waiting",
        "since",
        "total",
    )

    def __init__(
        self, total: int, changes: Iterable[tuple[date, int]] = (), since: date = date.min
    ) -> None:
        """Begin with a balance, and with the changes after `since` that are in it."""
        self.since = since
        self.total = total
        self._keys: list[int] = []
        self._blocks: list[_Block] = []
        self._sums: list[int] = []
        self._lows: list[int] = []  # the lowest balance of a block, less the one before the block
        self._floor_on, self._floor = date.max, 0  # no balance from that day on is below the floor
        self._waiting: dict[date, int] = {}  # the changes by day that are in no block yet
        for on, minor in changes:
            self._waiting[on] = self._waiting.get(on, 0) + minor

    def add(self, on: date, minor: int) -> None:
        """Change the balances of a day and of all days after it."""
        self.total += minor
        self._waiting[on] = self._waiting.get(on, 0) + minor
        if minor < 0:
            self._floor += minor

    def covers(self, needed: int, on: date) -> bool:
        """Tell whether the balance is at least an amount on a day and on all days after it."""
        if on < self._floor_on or self._floor < needed:
            first, self._floor_on = min(on, self._floor_on), date.max
            self._floor_on, self._floor = first, self.lowest_from(first)
        return self._floor >= needed or self.lowest_from(on) >= needed

    def lowest_from(self, on: date) -> int:
        """Return the lowest balance at the end of the day and of the days after it."""
        if on >= self._floor_on and self._floor == self.total:
            return self.total  # which is the last of these balances
        self._expect_known(on)
        self._put_all()
        day = on.toordinal()
        later = bisect_right(self._keys, day >> BLOCK)
        sums = self._sums[later:]
        before = self.total - sum(sums)
        lowest = min(map(add, accumulate(sums, initial=before), self._lows[later:]), default=before)
        rest = self._rest_of_block(later - 1, day)
        start = before - sum(rest)
        return min(lowest, before, *accumulate(rest, initial=start))

    def from_day(self, on: date) -> Iterator[DayBalance]:
        """Yield the balance of the day, then that of each later day with a change, in order."""
        self._expect_known(on)
        self._put_all()
        day = on.toordinal()
        first = bisect_left(self._keys, day >> BLOCK)
        later = [
            (each, change)
            for block in self._blocks[first:]
            for each, change in zip(block.days, block.changes, strict=True)
            if each > day
        ]
        balance = self.total - sum(change for _, change in later)
        yield DayBalance(on, balance)
        for each, change in later:
            balance += change
            yield DayBalance(date.fromordinal(each), balance)

    def _put_all(self) -> None:
        """Note the waiting changes in the blocks of their days."""
        for on, minor in self._waiting.items():
            self._put(on, minor)
        self._waiting.clear()

    def _put(self, on: date, minor: int) -> None:
        """Note a change in the block of its day; one up to `since` is in every balance."""
        if on <= self.since:
            return
        day = on.toordinal()
        at = self._place_of_block(day >> BLOCK)
        days, changes = self._blocks[at].days, self._blocks[at].changes
        place = bisect_left(days, day)
        if place < len(days) and days[place] == day:
            changes[place] += minor
        else:
            days.insert(place, day)
            changes.insert(place, minor)
        self._sums[at] += minor
        self._lows[at] = min(accumulate(changes))

    def _place_of_block(self, key: int) -> int:
        """Return the place of a key's block, which is opened where there is none."""
        at = bisect_left(self._keys, key)
        if at == len(self._keys) or self._keys[at] != key:
            self._keys.insert(at, key)
            self._blocks.insert(at, _Block())
            self._sums.insert(at, 0)
            self._lows.insert(at, 0)
        return at

    def _rest_of_block(self, at: int, day: int) -> list[int]:
        """Return the changes after a day in its block, which ends before the block after `at`."""
        if at < 0 or self._keys[at] != day >> BLOCK:
            return []
        block = self._blocks[at]
        return block.changes[bisect_right(block.days, day) :]

    def _expect_known(self, on: date) -> None:
        """Refuse to answer for a day whose balances were not read."""
        if on < self.since:
            raise ValueError(f"the balances are known from {self.since} on, not on {on}")
