"""The lines of uses of money: allocations, commitments, expenditure, and their reversal.

Pure functions over plain values: balances in, an entry's lines out. All amounts are in US cents.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tracker.fund.ledger import support_cost
from tracker.fund.ledger.accounts import AccountKey, AccountKind, share_keys
from tracker.fund.ledger.amounts import positive
from tracker.fund.ledger.entries import Line
from tracker.fund.ledger.measures import Measure


class ShareState(NamedTuple):
    """The balances of a contribution's share of an activity."""

    allocated: int = 0
    committed: int = 0
    spent: int = 0
    reserved: int = 0
    charged: int = 0


def allocation(
    contribution: int, activity: int, usd: int, rate_bp: int, *, attributed: bool
) -> tuple[Line, ...]:
    """Return the lines of an allocation, with the support cost that it reserves."""
    reserved = support_cost.reserve(positive(usd), rate_bp)
    return _allocated(contribution, activity, usd, reserved, attributed=attributed)


def de_allocation(
    contribution: int, activity: int, usd: int, rate_bp: int, share: ShareState, *, attributed: bool
) -> tuple[Line, ...]:
    """Return the lines of a de-allocation of money that is neither committed nor spent.

    Its support cost comes with it; the whole reserve when nothing is left to spend.
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
    """Return the lines that reverse an allocation and its support cost; `shares` by contribution.

    The reserves of several allocations to one share are rounded apart and charged together, so a
    cent of this one's may be gone or one too many be there: the reversal takes the actual
    reserve, and all of it when nothing is left to spend.
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
    """Return the lines of a commitment."""
    keys = share_keys(contribution, activity)
    return (
        Line(keys.allocated, -positive(usd), None, attributed),
        Line(keys.committed, usd, Measure.COMMITTED, attributed),
    )


def de_commitment(
    contribution: int, activity: int, usd: int, *, attributed: bool
) -> tuple[Line, ...]:
    """Return the lines that release committed money."""
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
    """Return the lines of an expenditure of allocated or committed money, with support cost."""
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
    """Return the lines of an entry with the opposite sign, in the same accounts and measures."""
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
    """Return the lines of an allocation and its reserve, or back when the amounts are negative."""
    unallocated = AccountKey(AccountKind.UNALLOCATED, contribution)
    allocated = AccountKey(AccountKind.ALLOCATED, contribution, activity)
    lines = (
        Line(unallocated, -usd - reserved, Measure.UNALLOCATED, attributed),
        Line(allocated, usd, Measure.ALLOCATED, attributed),
    )
    if not reserved:
        return lines
    set_aside = AccountKey(AccountKind.SUPPORT_RESERVED, contribution, activity)
    return (*lines, Line(set_aside, reserved, None, attributed))
