"""The rules of the ledger: which accounts each move of money changes, and by how much.

Pure functions over plain values: balances in, an entry's lines out. All amounts are in US
cents unless a name says `original`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.errors import InvalidInput
from tracker.fund import support_cost
from tracker.fund.accounts import AccountKey, AccountKind
from tracker.fund.entries import Line
from tracker.fund.measures import Measure


@dataclass(frozen=True, slots=True)
class PledgeState:
    """What is pledged and received so far, in US cents and in the contribution's currency."""

    pledged: int
    pledged_original: int
    received_original: int


@dataclass(frozen=True, slots=True)
class ShareState:
    """What a contribution's share of an activity holds."""

    allocated: int = 0
    committed: int = 0
    spent: int = 0
    reserved: int = 0
    charged: int = 0


def positive(amount: int, what: str = "amount") -> int:
    """Return the amount, or refuse one that is not above zero."""
    if amount <= 0:
        raise InvalidInput("the amount must be above zero", what)
    return amount


def pledge(contribution: int, usd: int, original: int) -> tuple[Line, ...]:
    """Promise money, or change a promise when the amounts are negative."""
    return (
        Line(
            AccountKey(AccountKind.PLEDGED, contribution), usd, Measure.PLEDGED,
            original_minor=original,
        ),
        Line(AccountKey(AccountKind.PLEDGE_CONTROL, contribution), -usd),
    )


def exchange_difference(state: PledgeState, usd: int, original: int) -> int:
    """Return USD received less the USD value, at the pledge, of the same part of the pledge.

    What arrives beyond the pledge has no value at pledge and so no difference.
    """
    if state.pledged_original <= 0:
        return 0
    before = min(state.received_original, state.pledged_original)
    after = min(state.received_original + original, state.pledged_original)
    at_pledge = (
        state.pledged * after // state.pledged_original
        - state.pledged * before // state.pledged_original
    )
    covered = usd * (after - before) // original
    return covered - at_pledge


def receipt(contribution: int, usd: int, original: int, state: PledgeState) -> tuple[Line, ...]:
    """Money arrives from the donor; its exchange difference is shown by itself."""
    lines = (
        Line(
            AccountKey(AccountKind.DONOR, contribution), -positive(usd), Measure.RECEIVED,
            original_minor=-positive(original),
        ),
        Line(AccountKey(AccountKind.UNALLOCATED, contribution), usd, Measure.AVAILABLE),
    )
    difference = exchange_difference(state, usd, original)
    if not difference:
        return lines
    return (
        *lines,
        Line(
            AccountKey(AccountKind.EXCHANGE_DIFFERENCE, contribution),
            difference,
            Measure.EXCHANGE_DIFFERENCE,
        ),
        Line(AccountKey(AccountKind.PLEDGE_CONTROL, contribution), -difference),
    )


def receipt_correction(contribution: int, usd: int, original: int) -> tuple[Line, ...]:
    """Lower what was recorded as received; money that is already allocated cannot go."""
    return (
        Line(
            AccountKey(AccountKind.DONOR, contribution), positive(usd), Measure.RECEIVED,
            original_minor=positive(original),
        ),
        Line(AccountKey(AccountKind.UNALLOCATED, contribution), -usd, Measure.AVAILABLE),
    )


def refund(contribution: int, usd: int) -> tuple[Line, ...]:
    """Money that is not allocated goes back to the donor."""
    return (
        Line(AccountKey(AccountKind.UNALLOCATED, contribution), -positive(usd), Measure.AVAILABLE),
        Line(AccountKey(AccountKind.REFUNDED, contribution), usd, Measure.REFUNDED),
    )


def allocation(
    contribution: int, activity: int, usd: int, rate_bp: int, *, attributed: bool
) -> Iterable[Line]:
    """Give money to an activity and set its support cost aside."""
    reserved = support_cost.reserve(positive(usd), rate_bp)
    yield Line(
        AccountKey(AccountKind.UNALLOCATED, contribution), -usd - reserved, Measure.AVAILABLE,
        attributed,
    )
    yield Line(
        AccountKey(AccountKind.ALLOCATED, contribution, activity), usd, Measure.ALLOCATED,
        attributed,
    )
    if reserved:
        yield Line(
            AccountKey(AccountKind.SUPPORT_RESERVED, contribution, activity), reserved, None,
            attributed,
        )


def commitment(contribution: int, activity: int, usd: int, *, attributed: bool) -> Iterable[Line]:
    """Bind allocated money to a contract or order."""
    yield Line(
        AccountKey(AccountKind.ALLOCATED, contribution, activity), -positive(usd), None, attributed
    )
    yield Line(
        AccountKey(AccountKind.COMMITTED, contribution, activity), usd, Measure.COMMITTED,
        attributed,
    )


def expenditure(  # noqa: PLR0913 - each is one plain fact of the rule
    contribution: int,
    activity: int,
    usd: int,
    rate_bp: int,
    share: ShareState,
    *,
    against_commitment: bool,
    attributed: bool,
) -> Iterable[Line]:
    """Spend allocated or committed money and charge its support cost from the reserve."""
    source = AccountKind.COMMITTED if against_commitment else AccountKind.ALLOCATED
    charged = support_cost.charge(
        spent_after=share.spent + positive(usd),
        left_after=share.allocated + share.committed - usd,
        rate_bp=rate_bp,
        charged=share.charged,
        reserved=share.reserved,
    )
    yield Line(AccountKey(source, contribution, activity), -usd, None, attributed)
    yield Line(
        AccountKey(AccountKind.SPENT, contribution, activity), usd, Measure.SPENT, attributed
    )
    if charged:
        yield Line(
            AccountKey(AccountKind.SUPPORT_RESERVED, contribution, activity), -charged, None,
            attributed,
        )
        yield Line(
            AccountKey(AccountKind.SUPPORT_CHARGED, contribution, activity), charged,
            Measure.SUPPORT_COST, attributed,
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
