"""How figures write amounts, so that they need to know no web framework."""

from collections.abc import Callable
from typing import NamedTuple


class Writer(NamedTuple):
    """Amounts in US cents as text in the reader's language."""

    exact: Callable[[int], str]  # "USD 1,234,567.89"
    short: Callable[[int], str]  # "USD 1.2 million"
    tick: Callable[[int], str]  # "1.2M"
    percent: Callable[[int], str]  # of basis points: "33.5 %"
    whole: Callable[[int], str]  # "1,234"
