"""The money that can go back to a donor, at its worth when it came: oldest first, or by receipt.

Plain values. `original` means minor units of the contribution's currency, other amounts are in US
cents.
"""

from bisect import bisect_left, insort_right
from collections.abc import Iterable, Iterator
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from tracker.fund.ledger.day_balances import DayBalances

DAY = attrgetter("on")


class MoneyCame(NamedTuple):
    """Money that came: a receipt with its reference, else interest or a transfer."""

    reference: str
    on: date
    original: int
    usd: int


class MoneyGone(NamedTuple):
    """Money that went as it had come; `named` is the receipt that it was taken from, if any."""

    named: str
    on: date
    original: int
    usd: int


class ReturnableMoney:
    """What came for a contribution and has not gone back, kept up as entries follow each other.

    What goes is taken from the receipt that it names, and what that cannot give from the oldest
    money that is left. `original` is all that is left, `usd` what that was worth when it came.
    """

    def __init__(self, came: Iterable[MoneyCame] = (), gone: Iterable[MoneyGone] = ()) -> None:
        self.original = self.usd = 0
        self._left: list[MoneyCame] = []  # with something left, by day
        self._left_usd = 0  # their worth; transfers may have gone at another
        self._owed = 0  # what went before anything came that could give it
        self._days = DayBalances(0)
        self._day_of: dict[str, date] = {}
        for one in came:
            self.add(one)
        for each in gone:
            self.take(each)

    @property
    def left(self) -> tuple[MoneyCame, ...]:
        """What came and has something left, with what is left of it, the oldest first."""
        return tuple(self._left)

    def add(self, one: MoneyCame) -> None:
        """Count money that came."""
        self.original += one.original
        self.usd += one.usd
        self._days.add(one.on, one.original)
        owed = min(self._owed, one.original)
        self._owed -= owed
        rest = _rest(one, owed)
        if rest.original > 0:
            insort_right(self._left, rest, key=DAY)
            self._left_usd += rest.usd
            self._day_of[one.reference] = one.on

    def take(self, one: MoneyGone) -> None:
        """Count money that went."""
        self.original -= one.original
        self.usd -= one.usd
        self._days.add(one.on, -one.original)
        taken = 0
        for place, part in list(self._parts(one.original, one.named)):
            lot, taken = self._left[place], taken + part
            rest = _rest(lot, part)
            if lot.reference == one.named and part == one.original < lot.original:
                rest = rest._replace(usd=max(lot.usd - one.usd, 0))  # a correction rounds its own
            self._left[place] = rest
            self._left_usd -= lot.usd - rest.usd
        self._owed += one.original - taken
        self._drop_empty(one.named)

    def most_on(self, on: date) -> int:
        """Return what can go back on a day so that on no day more has gone than came."""
        return self._days.lowest_from(on)

    def left_of(self, receipt: str) -> int:
        """Return what is left of a receipt, in the contribution's currency."""
        place = self._place(receipt)
        return 0 if place is None else self._left[place].original

    def worth(self, original: int, named: str = "") -> int:
        """Return what a part was worth when it came: of the receipt named, else oldest first.

        All that is left has all its worth, so that no cent stays behind. Where transfers went at
        other rates than the money had come, the difference is spread over what is left.
        """
        if original >= self.original:
            return max(self.usd, 0)
        parts = self._parts(original, named)
        worth = sum(_share(self._left[place], part) for place, part in parts)
        return max(self.usd, 0) * worth // max(self._left_usd, 1)

    def taken(self, original: int, there: int, named: str = "") -> int:
        """Return the US cents that a refund takes of those that are `there`.

        They are its worth, and the rest that is too little for one unit more.
        """
        worth = self.worth(original, named)
        more = original < self.original and self.worth(original + 1, named) > there
        return there if worth <= there and more else worth

    def most(self, usd: int) -> int:
        """Return the largest part that was worth no more than this when it came."""
        low, high = 0, max(self.original, 0)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.worth(middle) <= usd else (low, middle - 1)
        return low

    def _parts(self, original: int, named: str) -> Iterator[tuple[int, int]]:
        """Yield how much of an amount which of the money left gives, by its place."""
        first = self._place(named)
        if first is not None:
            part = min(original, self._left[first].original)
            original -= part
            yield first, part
        for place, lot in enumerate(self._left):
            if original <= 0:
                return
            if place != first:
                part = min(original, lot.original)
                original -= part
                yield place, part

    def _place(self, receipt: str) -> int | None:
        """Return the place of a receipt among the money left, None where nothing is left of it."""
        day = self._day_of.get(receipt) if receipt else None
        if day is None:
            return None
        for place in range(bisect_left(self._left, day, key=DAY), len(self._left)):
            lot = self._left[place]
            if lot.reference == receipt:
                return place
            if lot.on > day:
                break
        return None

    def _drop_empty(self, named: str) -> None:
        """Drop the money of which nothing is left: the oldest, and the receipt named."""
        place = self._place(named)
        if place is not None and not self._left[place].original:
            del self._left[place]
        empty = next((n for n, lot in enumerate(self._left) if lot.original), len(self._left))
        del self._left[:empty]


def _share(lot: MoneyCame, part: int) -> int:
    """Return what a part of money was worth when it came; the whole has all of it."""
    return lot.usd if part >= lot.original else lot.usd * part // lot.original


def _rest(lot: MoneyCame, part: int) -> MoneyCame:
    """Return money without a part of it."""
    if not part:
        return lot
    return lot._replace(original=lot.original - part, usd=lot.usd - _share(lot, part))
