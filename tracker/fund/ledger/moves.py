"""The rules of the ledger: which accounts each move of money changes, and by how much.

Pure functions over plain values: balances in, an entry's lines out. All amounts are in US
cents unless a name says `original`.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tracker.errors import InvalidInput
from tracker.fund.ledger import support_cost
from tracker.fund.ledger.accounts import AccountKey, AccountKind, share_keys
from tracker.fund.ledger.entries import MOST_MINOR, Line
from tracker.fund.ledger.measures import Measure
from tracker.words import say


class PledgeState(NamedTuple):
    """What is pledged and received so far, in US cents and in the contribution's currency.

    `difference` is the exchange difference that was shown so far, in US cents.
    """

    pledged: int
    pledged_original: int
    received: int
    received_original: int
    difference: int = 0


class ShareState(NamedTuple):
    """What a contribution's share of an activity holds."""

    allocated: int = 0
    committed: int = 0
    spent: int = 0
    reserved: int = 0
    charged: int = 0


def positive(amount: int, what: str = "amount") -> int:
    """Return the amount, or refuse one that is not a whole number above zero."""
    whole(amount)
    if amount <= 0:
        raise InvalidInput(say("the amount must be above zero"), what)
    return amount


def whole(amount: int) -> int:
    """Return the amount, or refuse one that is no whole number or beyond all reason."""
    if type(amount) is not int:
        raise TypeError(f"minor units are whole numbers, not {type(amount).__name__}")
    if not -MOST_MINOR <= amount <= MOST_MINOR:
        raise InvalidInput(say("the amount is too large"), "amount")
    return amount


def pledge(contribution: int, usd: int, original: int, state: PledgeState) -> tuple[Line, ...]:
    """Promise money, or change a promise when the amounts are negative.

    Where money has arrived already, its exchange difference follows the new promise.
    """
    lines = (
        Line(
            AccountKey(AccountKind.PLEDGED, contribution),
            usd,
            Measure.PLEDGED,
            original_minor=original,
        ),
        Line(AccountKey(AccountKind.PLEDGE_CONTROL, contribution), -usd),
    )
    return lines + _difference(contribution, difference_of_pledge(state, usd, original))


def exchange_difference(state: PledgeState, usd: int, original: int) -> int:
    """Return the exchange difference that a receipt adds: USD received less USD at the pledge.

    It brings what is shown so far to that of all that has arrived within the pledge, so that
    a pledge fully received shows exactly the USD received less the USD pledged. What arrives
    beyond the pledge has no value at pledge and so no difference. A correction has negative
    amounts.
    """
    pledged = state.pledged_original
    before = state.received_original
    after = before + original
    if pledged <= 0 or min(before, after) >= pledged:
        return 0
    if after <= pledged:
        within = state.received + usd
    else:
        within = state.received + usd * (pledged - before) // original
    at_pledge = state.pledged * min(after, pledged) // pledged
    return within - at_pledge - state.difference


def difference_of_pledge(state: PledgeState, usd: int, original: int) -> int:
    """Return the exchange difference that a change of the pledge adds to what arrived before.

    Where more has arrived than is pledged then, a proportional part counts as the pledge's.
    """
    pledged = state.pledged_original + original
    if pledged <= 0 or state.received_original <= 0:
        return -state.difference
    part = min(state.received_original, pledged)
    within = state.received * part // state.received_original
    at_pledge = (state.pledged + usd) * part // pledged
    return within - at_pledge - state.difference


def receipt(contribution: int, usd: int, original: int, state: PledgeState) -> tuple[Line, ...]:
    """Money arrives from the donor; its exchange difference is shown by itself."""
    lines = (
        Line(
            AccountKey(AccountKind.DONOR, contribution),
            -positive(usd),
            Measure.RECEIVED,
            original_minor=-positive(original),
        ),
        Line(AccountKey(AccountKind.UNALLOCATED, contribution), usd, Measure.AVAILABLE),
    )
    return lines + _difference(contribution, exchange_difference(state, usd, original))


def receipt_correction(
    contribution: int, usd: int, original: int, state: PledgeState
) -> tuple[Line, ...]:
    """Lower what was recorded as received; money that is already allocated cannot go."""
    lines = (
        Line(
            AccountKey(AccountKind.DONOR, contribution),
            positive(usd),
            Measure.RECEIVED,
            original_minor=positive(original),
        ),
        Line(AccountKey(AccountKind.UNALLOCATED, contribution), -usd, Measure.AVAILABLE),
    )
    return lines + _difference(contribution, exchange_difference(state, -usd, -original))


def refund(contribution: int, usd: int) -> tuple[Line, ...]:
    """Money that is not allocated goes back to the donor."""
    return (
        Line(AccountKey(AccountKind.UNALLOCATED, contribution), -positive(usd), Measure.AVAILABLE),
        Line(AccountKey(AccountKind.REFUNDED, contribution), usd, Measure.REFUNDED),
    )


def allocation(
    contribution: int, activity: int, usd: int, rate_bp: int, *, attributed: bool
) -> tuple[Line, ...]:
    """Give money to an activity and set its support cost aside."""
    reserved = support_cost.reserve(positive(usd), rate_bp)
    return _allocated(contribution, activity, usd, reserved, attributed=attributed)


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


def _difference(contribution: int, usd: int) -> tuple[Line, ...]:
    """Show an exchange difference, where there is one."""
    if not usd:
        return ()
    return (
        Line(
            AccountKey(AccountKind.EXCHANGE_DIFFERENCE, contribution),
            usd,
            Measure.EXCHANGE_DIFFERENCE,
        ),
        Line(AccountKey(AccountKind.PLEDGE_CONTROL, contribution), -usd),
    )
