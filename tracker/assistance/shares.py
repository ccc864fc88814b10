"""Shares in basis points, which add up to the whole of an activity."""

from collections.abc import Sequence
from math import gcd
from typing import NamedTuple

from tracker.errors import Fault, cell_name
from tracker.money import BASIS_POINTS
from tracker.words import say


class Share(NamedTuple):
    """A part of an activity: an instrument's or place's code and its basis points."""

    code: str
    share_bp: int

    @property
    def key(self) -> str:
        """The code, which stands once."""
        return self.code


def whole_share_faults(field: str, shares: Sequence[Share]) -> list[Fault]:
    """Return the faults of shares that must add up to 100 per cent; no share at all is lawful."""
    if not shares:
        return []
    faults = _doubles(field, shares)
    faults.extend(
        Fault(cell_name(field, row, "share"), say("every share is above zero"))
        for row, share in enumerate(shares)
        if share.share_bp < 1
    )
    total = sum(share.share_bp for share in shares)
    if total != BASIS_POINTS:
        faults.append(
            Fault(field, say("the shares add up to %(sum)s %%, not 100 %%", sum=per_cent(total)))
        )
    return faults


def partial_share_faults(field: str, shares: Sequence[Share]) -> list[Fault]:
    """Return the faults of shares that may add up to less than 100 per cent."""
    faults = [
        Fault(cell_name(field, row, "share"), say("no share is below zero"))
        for row, share in enumerate(shares)
        if share.share_bp < 0
    ]
    total = sum(share.share_bp for share in shares)
    if total > BASIS_POINTS:
        faults.append(
            Fault(field, say("the shares add up to %(sum)s %%, above 100 %%", sum=per_cent(total)))
        )
    return faults


def complete(shares: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the smallest whole weights of shares; the rest to 100 % is not specified."""
    left = BASIS_POINTS - sum(share for _, share in shares)
    full = [*((code, share) for code, share in shares if share > 0)]
    if left > 0:
        full.append(("", left))
    divisor = gcd(*(share for _, share in full))
    return [(code, share // divisor) for code, share in full]


def per_cent(basis_points: int) -> str:
    """Write basis points as per cent without needless zeros: 3350 as "33.5"."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def _doubles(field: str, shares: Sequence[Share]) -> list[Fault]:
    """Return the codes that stand in an earlier row too."""
    seen: set[str] = set()
    faults = []
    for row, share in enumerate(shares):
        if share.code in seen:
            why = say("%(code)s stands twice", code=share.code)
            faults.append(Fault(cell_name(field, row, "code"), why))
        seen.add(share.code)
    return faults
