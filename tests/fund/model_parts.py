"""The parts of the model of the small fund: moves, entries to be, and how amounts are split."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

from tests.fund.small_fund import PLACES, TERMS
from tracker.fund.states import SupportBasis

Key = tuple[str, str, str]
Move = dict[Key, int]
Plan = Callable[[], Move | None]
OUTSIDE = {"received", "interest", "transferred"}
"""Places outside the fund, from which a waiting request reserves nothing."""
Piece = tuple[date, int, int]
EUROS_A_DOLLAR = 2
RETURNABLE = {"received", "refunded", "interest", "transferred"}
"""The places of what can go back to the donor."""
Levels = dict[date, int]
"""An amount that holds from a day on, until the next day."""
STILL_THERE = {"unallocated", "allocated", "committed", "support_reserved"}
TWO_PERSONS = {
    "pledge_write_off",
    "receipt_correction",
    "transfer",
    "allocation",
    "de_allocation",
    "refund",
    "write_off",
    "reversal",
}


class Done(NamedTuple):
    """An entry: of which kind, for which day, and what it changed."""

    kind: str
    day: date
    move: Move


class Parts:
    """The split of an amount by the rule: made anew each time, until a request keeps it."""

    def __init__(self, made: Callable[[], dict[str, int] | None]) -> None:
        self._made = made
        self._latest: dict[str, int] | None = None
        self._kept = False

    def __call__(self) -> dict[str, int] | None:
        """Return the parts by contribution."""
        if not self._kept:
            self._latest = self._made()
        return self._latest

    def keep(self) -> None:
        """Keep the parts as they were last made."""
        self._kept = True

    @property
    def kept(self) -> dict[str, int]:
        """The parts that a request keeps, none before."""
        return (self._latest or {}) if self._kept else {}

    def note(self, parts: dict[str, int]) -> None:
        """Note the parts that were made outside."""
        if not self._kept:
            self._latest = parts


def returnable_in(who: str, day: date, move: Move) -> list[Piece]:
    """Return what a move brings, and below zero what it takes, of what can go back to a donor."""
    pieces = [
        (day, move.get(("received#", who, ""), 0), move.get(("received", who, ""), 0)),
        (day, -move.get(("refunded#", who, ""), 0), -move.get(("refunded", who, ""), 0)),
        *(
            (day, sign * usd * EUROS_A_DOLLAR, sign * usd)
            for kind, sign in (("interest", 1), ("transferred", -1))
            for usd in [move.get((kind, who, ""), 0)]
        ),
    ]
    return [one for one in pieces if one[2]]


class Planned(NamedTuple):
    """An entry to be; `undoes` is the number of the entry that it reverses, or 0."""

    kind: str
    day: date
    reason: str
    plan: Plan
    undoes: int = 0
    parts: Parts | None = None


@dataclass
class Waiting:
    """A waiting request: its entries to be, and the money that they would take, by day."""

    entries: Sequence[Planned]
    holds: dict[Key, Levels]
    moves: Sequence[Move] = ()

    def reserved(self, key: Key, day: date) -> int:
        """Return what is reserved on a day."""
        levels = [(on, level) for on, level in self.holds.get(key, {}).items() if on <= day]
        return max(levels)[1] if levels else 0


def is_inside(key: Key) -> bool:
    """Tell whether a place is inside the fund, so that it is never below zero."""
    return key[0] not in OUTSIDE and not key[0].endswith("#")


def split(usd: int, weights: dict[str, int]) -> dict[str, int] | None:
    """Split by weight: whole cents first, then the largest fractions, ties by name."""
    weights = {who: weight for who, weight in sorted(weights.items()) if weight > 0}
    if not weights:
        return None
    exact = {who: Fraction(usd * each, sum(weights.values())) for who, each in weights.items()}
    parts = {who: floor(share) for who, share in exact.items()}
    by_fraction = sorted(exact, key=lambda who: (parts[who] - exact[who], who))
    for who in by_fraction[: usd - sum(parts.values())]:
        parts[who] += 1
    return {who: part for who, part in parts.items() if part}


def pro_rata(usd: int, left: dict[str, int]) -> dict[str, int] | None:
    """Split by what each has left, which must be enough."""
    return split(usd, left) if usd <= sum(max(0, each) for each in left.values()) else None


def floor(exact: Fraction) -> int:
    """Round down."""
    return exact.numerator // exact.denominator


def within_tie(who: str, what: str) -> bool:
    """Tell whether the money may go there."""
    return who != "KEN" or PLACES[what] == "KEN"


def cents(usd: int, who: str) -> int:
    """Return the support cost of an amount on expenditure, half a cent up."""
    if TERMS[who].support_basis is not SupportBasis.EXPENDITURE:
        return 0
    exact = Decimal(usd) * TERMS[who].support_rate_bp / 10_000
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def most_programmable(unallocated: int, who: str) -> int:
    """Search for the most that fits with its support cost."""
    low, high = 0, max(0, unallocated)
    while low < high:
        middle = (low + high + 1) // 2
        if middle + cents(middle, who) <= unallocated:
            low = middle
        else:
            high = middle - 1
    return low
