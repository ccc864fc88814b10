"""The rule by which money without a named contribution is attributed to contributions.

Pro rata to the balance of each, exact to the cent by largest remainder, ties by reference; never
more than a contribution's balance. All amounts in US cents.
"""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from tracker.errors import LedgerRefusal
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.day_balances import DayBalance
from tracker.fund.ledger.refusals import account_name, short_of_all
from tracker.money import largest_remainder
from tracker.words import say

REFERENCE = attrgetter("reference")


class FundingCandidate(NamedTuple):
    """A contribution that can carry a part, and the balance up to which it can."""

    contribution_id: int
    reference: str
    left_minor: int


class AttributedPart(NamedTuple):
    """The part of one contribution."""

    contribution_id: int
    minor: int


def attribute(
    total: int, candidates: Iterable[FundingCandidate], owner: str, kind: AccountKind, on: date
) -> list[AttributedPart]:
    """Split a total over the candidates pro rata to what they have left from a day on.

    Returns the parts above zero in the order of the references. Raises InsufficientFunds, naming
    the accounts by `owner` and `kind`, when the balances sum to less than the total.
    """
    ranked = sorted([c for c in candidates if c.left_minor > 0], key=REFERENCE)
    left = sum(candidate.left_minor for candidate in ranked)
    if total > left:
        raise short_of_all(account_name(owner, kind), DayBalance(on, left), total)
    return split(total, ranked)


def split(total: int, candidates: Iterable[FundingCandidate]) -> list[AttributedPart]:
    """Split a total by weight, whatever its size: parts above zero by reference.

    Raises ValueError when no candidate has a weight above zero.
    """
    ranked = sorted([one for one in candidates if one.left_minor > 0], key=REFERENCE)
    parts = largest_remainder(total, [one.left_minor for one in ranked])
    return [
        AttributedPart(candidate.contribution_id, minor)
        for candidate, minor in zip(ranked, parts, strict=True)
        if minor
    ]


def agreed(total: int, parts: Iterable[AttributedPart]) -> list[AttributedPart]:
    """Return parts that were fixed before, or refuse those that do not sum to the total."""
    fixed = list(parts)
    if any(part.minor <= 0 for part in fixed) or sum(part.minor for part in fixed) != total:
        raise LedgerRefusal(say("the parts do not add up to the amount"), "amount")
    return fixed
