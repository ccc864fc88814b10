"""The formatter of amounts, counts and days that figures, tiles and sentences write with."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple


class Formatter(NamedTuple):
    """Functions that write US cents, basis points, counts and days in the reader's language."""

    exact: Callable[[int], str]  # "USD 1,234,567.89"
    short: Callable[[int], str]  # "USD 1.2 million"
    tick: Callable[[int], str]  # "1.2M"
    percent: Callable[[int], str]  # of basis points: "33.5 %"
    whole: Callable[[int], str]  # "1,234"
    day: Callable[[date], str] = str  # "23 November 2026"
