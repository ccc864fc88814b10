"""The rule by which money without a named contribution is attributed to contributions.

Pro rata to what each has left, exact to the cent by largest remainder, ties by reference;
never more than a contribution has left. All amounts in US cents.
"""

from collections.abc import Iterable
from typing import NamedTuple

from tracker.errors import InsufficientFunds, Shortage
from tracker.money import largest_remainder


class Candidate(NamedTuple):
    """A contribution that can carry a part, and the most that it can carry."""

    contribution_id: int
    reference: str
    left_minor: int


class Part(NamedTuple):
    """What one contribution carries."""

    contribution_id: int
    minor: int


def attribute(total: int, candidates: Iterable[Candidate], purpose: str) -> list[Part]:
    """Split a total over the candidates pro rata to what each has left.

    Returns the parts above zero in the order of the references. Raises InsufficientFunds,
    naming `purpose`, when the candidates together have less left than the total.
    """
    ranked = sorted((c for c in candidates if c.left_minor > 0), key=lambda c: c.reference)
    left = sum(candidate.left_minor for candidate in ranked)
    if total > left:
        raise InsufficientFunds(Shortage(purpose, left, total))
    parts = largest_remainder(total, [candidate.left_minor for candidate in ranked])
    return [
        Part(candidate.contribution_id, minor)
        for candidate, minor in zip(ranked, parts, strict=True)
        if minor
    ]
