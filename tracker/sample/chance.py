"""Chance that is the same for the same seed: choices by weight, sizes, days and shares."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from tracker.money import BASIS_POINTS, largest_remainder

T = TypeVar("T")
NICE = (1, 2, 5, 10, 20, 25, 50, 100, 250, 500, 1_000, 5_000, 10_000, 50_000, 100_000, 500_000)


class Chance(Random):
    """A source of chance with the choices that the story asks for."""

    def happens(self, odds: float) -> bool:
        """Tell whether something of these odds happens."""
        return self.random() < odds

    def one_of(self, items: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """Choose one of the items."""
        return self.choices(items, weights)[0]

    def some_of(self, items: Sequence[T], at_most: int) -> list[T]:
        """Choose one to `at_most` different items."""
        return self.sample(items, min(len(items), self.randint(1, at_most)))

    def size(self, typical: float, spread: float = 0.4) -> float:
        """Return a size around a typical one, with a long tail upwards."""
        return typical * self.lognormvariate(-spread * spread / 2, spread)

    def day(self, first: date, last: date) -> date:
        """Choose a day from `first` to `last`."""
        return first + timedelta(days=self.randint(0, max(0, (last - first).days)))

    def shares(self, count: int) -> list[int]:
        """Split the whole into shares in basis points, in steps of five per cent."""
        weights = [self.randint(2, 6) for _ in range(count)]
        steps = largest_remainder(BASIS_POINTS // 500 - count, weights)
        return [500 * (step + 1) for step in steps]


def round_amount(whole_units: float) -> int:
    """Round an amount to two or three leading figures, as amounts are agreed upon."""
    step = max((nice for nice in NICE if nice <= whole_units / 20), default=1)
    return max(step, round(whole_units / step) * step)


def add_months(day: date, months: int) -> date:
    """Return the day so many months later, the 28th at most."""
    months += day.year * 12 + day.month - 1
    return date(months // 12, months % 12 + 1, min(day.day, 28))
