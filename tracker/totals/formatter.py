"""The formatter of amounts that figures, tiles and sentences write with."""

from collections.abc import Callable
from typing import NamedTuple


class Formatter(NamedTuple):
    """Functions that write US cents, basis points and counts in the reader's language."""

    exact: Callable[[int], str]  # "USD 1,234,567.89"
    short: Callable[[int], str]  # "USD 1.2 million"
    tick: Callable[[int], str]  # "1.2M"
    percent: Callable[[int], str]  # of basis points: "33.5 %"
    whole: Callable[[int], str]  # "1,234"
