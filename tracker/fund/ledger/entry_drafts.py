"""Moves of money before the rules have seen them, one shape for each sort.

All amounts are in US cents unless a name says `original`, which means whole minor units of
the contribution's currency.
"""

from dataclasses import dataclass

from tracker.fund.ledger.attribution import FundingCandidate
from tracker.fund.ledger.entries import EntryKind, Heading, Line


@dataclass(frozen=True, slots=True)
class ContributionMovement:
    """An amount of one contribution: a pledge, a receipt, a charge, a refund, a loss.

    `settles_original` is what a receipt in another currency than the contribution's settles of
    the pledge, in minor units of the contribution's currency.
    """

    contribution_id: int
    usd_minor: int
    heading: Heading
    settles_original: int | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money that goes to another contribution of the same donor, who agreed (`heading.basis`)."""

    contribution_id: int
    to_contribution_id: int
    usd_minor: int
    heading: Heading


@dataclass(frozen=True, slots=True)
class InterestCredit:
    """Interest for a named contribution, or for those of `earned` by what each has earned.

    The weight of a candidate, its `left_minor`, is in cent-days: what it held, day by day.
    """

    usd_minor: int
    heading: Heading
    contribution_id: int | None = None
    earned: tuple[FundingCandidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Allocation:
    """Money for an activity: from the named contribution, or from `pool` by the rule."""

    activity_id: int
    usd_minor: int
    heading: Heading
    contribution_id: int | None = None
    pool: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class UseOfFunds:
    """A use of an activity's money, of a named contribution or of all behind it by the rule."""

    activity_id: int
    usd_minor: int
    heading: Heading
    contribution_id: int | None = None
    against_commitment: bool = False


@dataclass(frozen=True, slots=True)
class PostedEntry:
    """An entry of the ledger that is to be reversed, with its lines."""

    id: int
    kind: EntryKind
    usd_minor: int
    lines: tuple[Line, ...]
    contribution_id: int | None
    activity_id: int | None
