"""What money changes as it comes, stays and goes: receipts, charges, interest, refunds, losses.

Pure functions over plain values. All amounts are in US cents unless a name says `original`,
which means minor units of the contribution's currency.
"""

from collections.abc import Iterable

from tracker.fund.ledger.accounts import AccountKey, AccountKind
from tracker.fund.ledger.amounts import positive
from tracker.fund.ledger.attribution import AttributedPart
from tracker.fund.ledger.entries import Line
from tracker.fund.ledger.measures import Measure
from tracker.fund.ledger.pledge_rules import PledgeState, difference_lines, exchange_difference


def receipt(contribution: int, usd: int, original: int, state: PledgeState) -> tuple[Line, ...]:
    """Money arrives from the donor; its exchange difference is shown by itself."""
    return _received(contribution, positive(usd), positive(original), state)


def receipt_correction(
    contribution: int, usd: int, original: int, state: PledgeState
) -> tuple[Line, ...]:
    """Lower what was recorded as received; money that is already allocated cannot go."""
    return _received(contribution, -positive(usd), -positive(original), state)


def support_cost(contribution: int, usd: int) -> tuple[Line, ...]:
    """Charge support cost on money that is not allocated, or give it back when below zero."""
    if not usd:
        return ()
    return _out(contribution, usd, AccountKind.SUPPORT_CHARGED, Measure.SUPPORT_COST)


def refund(contribution: int, usd: int) -> tuple[Line, ...]:
    """Money that is not allocated goes back to the donor."""
    return _out(contribution, positive(usd), AccountKind.REFUNDED, Measure.REFUNDED)


def bank_charge(contribution: int, usd: int) -> tuple[Line, ...]:
    """Let the bank take its charge from money that is not allocated."""
    return _out(contribution, positive(usd), AccountKind.BANK_CHARGED, Measure.BANK_CHARGES)


def write_off(contribution: int, usd: int) -> tuple[Line, ...]:
    """Money that is not allocated is lost."""
    return _out(contribution, positive(usd), AccountKind.WRITTEN_OFF, Measure.WRITTEN_OFF)


def transfer(giver: int, taker: int, usd: int) -> tuple[Line, ...]:
    """Money that is not allocated goes from one contribution to another."""
    gone = _out(giver, positive(usd), AccountKind.TRANSFERRED, Measure.TRANSFERRED)
    return gone + _out(taker, -usd, AccountKind.TRANSFERRED, Measure.TRANSFERRED)


def interest(parts: Iterable[AttributedPart], *, attributed: bool) -> tuple[Line, ...]:
    """Give interest to the contributions that earned it."""
    return tuple(
        line
        for contribution, usd in parts
        for line in (
            Line(
                AccountKey(AccountKind.INTEREST, contribution),
                -positive(usd),
                Measure.INTEREST,
                attributed,
            ),
            Line(
                AccountKey(AccountKind.UNALLOCATED, contribution),
                usd,
                Measure.AVAILABLE,
                attributed,
            ),
        )
    )


def _received(contribution: int, usd: int, original: int, state: PledgeState) -> tuple[Line, ...]:
    """Move money in from the donor, or out again when the amounts are negative."""
    lines = (
        Line(
            AccountKey(AccountKind.DONOR, contribution),
            -usd,
            Measure.RECEIVED,
            original_minor=-original,
        ),
        Line(AccountKey(AccountKind.UNALLOCATED, contribution), usd, Measure.AVAILABLE),
    )
    return lines + difference_lines(contribution, exchange_difference(state, usd, original))


def _out(contribution: int, usd: int, to: AccountKind, measure: Measure) -> tuple[Line, ...]:
    """Move money that is not allocated elsewhere, or back when the amount is negative."""
    return (
        Line(AccountKey(AccountKind.UNALLOCATED, contribution), -usd, Measure.AVAILABLE),
        Line(AccountKey(to, contribution), usd, measure),
    )
