"""What the use of money changes: allocations, commitments, expenditure, and their undoing.

Pure functions over plain values: balances in, an entry's lines out. All amounts are in US
cents.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tracker.fund.ledger import support_cost
from tracker.fund.ledger.accounts import AccountKey, AccountKind, share_keys
from tracker.fund.ledger.amounts import positive
from tracker.fund.ledger.entries import Line
from tracker.fund.ledger.measures import Measure


class ShareState(NamedTuple):
    """What a contribution's share of an activity holds."""

    allocated: int = 0
    committed: int = 0
    spent: int = 0
    reserved: int = 0
    charged: int = 0


def allocation(
    contribution: int, activity: int, usd: int, rate_bp: int, *, attributed: bool
) -> tuple[Line, ...]:
    """Give money to an activity and set its support cost aside."""
    reserved = support_cost.reserve(positive(usd), rate_bp)
    return _allocated(contribution, activity, usd, reserved, attributed=attributed)


def de_allocation(
    contribution: int, activity: int, usd: int, rate_bp: int, share: ShareState, *, attributed: bool
) -> tuple[Line, ...]:
    """Take money that is neither committed nor spent back from an activity.

    Its support cost comes with it, and all that is set aside when nothing is left to spend.
    """
    left_after = share.allocated + share.committed - positive(usd)
    reserved = (
        share.reserved
        if left_after == 0
        else min(share.reserved, support_cost.reserve(usd, rate_bp))
    )
    return _allocated(contribution, activity, -usd, -reserved, attributed=attributed)


def allocation_reversal(
    lines: Iterable[Line], shares: Mapping[int, ShareState]
) -> tuple[Line, ...]:
    """Take an allocation back with its support cost; `shares` are those of its activity.

    The reserves of several allocations to one share are rounded apart and charged together,
    so a cent of this one's may be gone or one too many be there: what is there goes back, and
    all of it when nothing is left to spend.
    """
    given = [line for line in lines if line.account.kind is not AccountKind.UNALLOCATED]
    reserves = {
        line.account.contribution_id: line.minor
        for line in given
        if line.account.kind is AccountKind.SUPPORT_RESERVED
    }
    reversal: list[Line] = []
    for line in given:
        kind, contribution, activity = line.account
        if kind is AccountKind.ALLOCATED and activity is not None:
            share = shares[contribution]
            left_after = share.allocated + share.committed - line.minor
            reserved = min(reserves.get(contribution, 0), share.reserved)
            if left_after == 0:
                reserved = share.reserved
            reversal += _allocated(
                contribution, activity, -line.minor, -reserved, attributed=line.attributed
            )
    return tuple(reversal)


def commitment(contribution: int, activity: int, usd: int, *, attributed: bool) -> tuple[Line, ...]:
    """Bind allocated money to a contract or order."""
    keys = share_keys(contribution, activity)
    return (
        Line(keys.allocated, -positive(usd), None, attributed),
        Line(keys.committed, usd, Measure.COMMITTED, attributed),
    )


def de_commitment(
    contribution: int, activity: int, usd: int, *, attributed: bool
) -> tuple[Line, ...]:
    """Release money that was bound and is not spent."""
    keys = share_keys(contribution, activity)
    return (
        Line(keys.committed, -positive(usd), Measure.COMMITTED, attributed),
        Line(keys.allocated, usd, None, attributed),
    )


def expenditure(
    contribution: int,
    activity: int,
    usd: int,
    rate_bp: int,
    share: ShareState,
    *,
    against_commitment: bool,
    attributed: bool,
) -> tuple[Line, ...]:
    """Spend allocated or committed money and charge its support cost from the reserve."""
    keys = share_keys(contribution, activity)
    source = keys.committed if against_commitment else keys.allocated
    charged = support_cost.charge(
        spent_after=share.spent + positive(usd),
        left_after=share.allocated + share.committed - usd,
        rate_bp=rate_bp,
        charged=share.charged,
        reserved=share.reserved,
    )
    spending = (
        Line(source, -usd, None, attributed),
        Line(keys.spent, usd, Measure.SPENT, attributed),
    )
    if not charged:
        return spending
    return (
        *spending,
        Line(keys.reserved, -charged, None, attributed),
        Line(keys.charged, charged, Measure.SUPPORT_COST, attributed),
    )


def mirror(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Undo an entry: every line with the opposite sign, in the same accounts and measures."""
    return tuple(
        line._replace(
            minor=-line.minor,
            original_minor=None if line.original_minor is None else -line.original_minor,
        )
        for line in lines
    )


def _allocated(
    contribution: int, activity: int, usd: int, reserved: int, *, attributed: bool
) -> tuple[Line, ...]:
    """Move money and its support cost to an activity, or back when the amounts are negative."""
    keys = share_keys(contribution, activity)
    unallocated = AccountKey(AccountKind.UNALLOCATED, contribution)
    lines = (
        Line(unallocated, -usd - reserved, Measure.AVAILABLE, attributed),
        Line(keys.allocated, usd, Measure.ALLOCATED, attributed),
    )
    return (*lines, Line(keys.reserved, reserved, None, attributed)) if reserved else lines
