"""Drafts of entries before the rules check them, one shape for each sort.

All amounts are in US cents unless a name says `original`, which means whole minor units of the
contribution's currency.
"""

from dataclasses import dataclass
from datetime import date

from tracker.fund.ledger.attribution import AttributedPart, FundingCandidate
from tracker.fund.ledger.entries import EntryKind, Heading, Line


@dataclass(frozen=True, slots=True)
class ContributionMovement:
    """A movement of one contribution: a pledge, a receipt, a charge, a refund, a loss.

    `settles_original` is the amount of the pledge that a receipt in another currency settles, in
    minor units of the contribution's currency; `parts` hold the worth of a refund where it was
    fixed before.
    """

    contribution_id: int
    usd_minor: int
    heading: Heading
    settles_original: int | None = None
    parts: tuple[AttributedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer to a contribution of the same donor; the heading has the donor's consent."""

    contribution_id: int
    to_contribution_id: int
    usd_minor: int
    heading: Heading


@dataclass(frozen=True, slots=True)
class InterestCredit:
    """Interest for a named contribution, or for the contributions in `earned` by their weights.

    The weight of a candidate, its `left_minor`, is in cent-days: the sum of its daily balances.
    `parts` are the parts by the rule where they were fixed before.
    """

    usd_minor: int
    heading: Heading
    contribution_id: int | None = None
    earned: tuple[FundingCandidate, ...] = ()
    parts: tuple[AttributedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Allocation:
    """An allocation to an activity: from the named contribution, or from `pool` by the rule.

    `parts` are the parts by the rule where they were fixed before.
    """

    activity_id: int
    usd_minor: int
    heading: Heading
    contribution_id: int | None = None
    pool: tuple[int, ...] = ()
    parts: tuple[AttributedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class UseOfFunds:
    """A use of an activity's money: of a named contribution, or of all of them by the rule.

    `parts` are the parts by the rule where they were fixed before.
    """

    activity_id: int
    usd_minor: int
    heading: Heading
    contribution_id: int | None = None
    against_commitment: bool = False
    parts: tuple[AttributedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class PostedEntry:
    """An entry of the ledger with its lines, as a reversal needs it."""

    id: int
    kind: EntryKind
    usd_minor: int
    lines: tuple[Line, ...]
    contribution_id: int | None
    activity_id: int | None
    effective_on: date
