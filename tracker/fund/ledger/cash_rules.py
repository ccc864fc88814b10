"""The lines of cash entries: receipts, charges, interest, transfers, refunds, losses.

Pure functions over plain values. All amounts are in US cents unless a name says `original`, which
means minor units of the contribution's currency.
"""

from collections.abc import Iterable

from tracker.fund.ledger.accounts import AccountKey, AccountKind
from tracker.fund.ledger.amounts import positive
from tracker.fund.ledger.attribution import AttributedPart
from tracker.fund.ledger.entries import Line
from tracker.fund.ledger.measures import Measure
from tracker.fund.ledger.pledge_rules import PledgeState, difference_lines, exchange_difference


def receipt(contribution: int, usd: int, original: int, state: PledgeState) -> tuple[Line, ...]:
    """Return the lines of a receipt, with its exchange difference."""
    return _received(contribution, positive(usd), positive(original), state)


def receipt_correction(
    contribution: int, usd: int, original: int, state: PledgeState
) -> tuple[Line, ...]:
    """Return the lines of a correction that lowers receipts; allocated money cannot go."""
    return _received(contribution, -positive(usd), -positive(original), state)


def support_cost(contribution: int, usd: int) -> tuple[Line, ...]:
    """Return the lines of support cost on unallocated money; below zero they give it back."""
    if not usd:
        return ()
    return _out(contribution, usd, AccountKind.SUPPORT_CHARGED, Measure.SUPPORT_COST)


def refund(
    contribution: int, worth: int, original: int | None = None, difference: int = 0
) -> tuple[Line, ...]:
    """Return the lines of a refund of unallocated money, at its worth when it came.

    `difference` is its worth on its own day less that, a memorandum.
    """
    taken = AccountKey(AccountKind.UNALLOCATED, contribution)
    given = AccountKey(AccountKind.REFUNDED, contribution)
    lines = (
        Line(taken, -positive(worth), Measure.UNALLOCATED),
        Line(given, worth, Measure.REFUNDED, original_minor=original),
    )
    if not difference:
        return lines
    return (
        *lines,
        Line(
            AccountKey(AccountKind.REFUND_DIFFERENCE, contribution),
            difference,
            Measure.REFUND_DIFFERENCE,
        ),
        Line(AccountKey(AccountKind.PLEDGE_CONTROL, contribution), -difference),
    )


def bank_charge(contribution: int, usd: int) -> tuple[Line, ...]:
    """Return the lines of a bank charge on unallocated money."""
    return _out(contribution, positive(usd), AccountKind.BANK_CHARGED, Measure.BANK_CHARGES)


def write_off(contribution: int, usd: int) -> tuple[Line, ...]:
    """Return the lines of a loss of unallocated money."""
    return _out(contribution, positive(usd), AccountKind.WRITTEN_OFF, Measure.WRITTEN_OFF)


def transfer(giver: int, taker: int, usd: int) -> tuple[Line, ...]:
    """Return the lines of a transfer of unallocated money to another contribution."""
    gone = _out(giver, positive(usd), AccountKind.TRANSFERRED, Measure.TRANSFERRED)
    return gone + _out(taker, -usd, AccountKind.TRANSFERRED, Measure.TRANSFERRED)


def interest(parts: Iterable[AttributedPart], *, attributed: bool) -> tuple[Line, ...]:
    """Return the lines of interest for the contributions that earned it."""
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
                Measure.UNALLOCATED,
                attributed,
            ),
        )
    )


def _received(contribution: int, usd: int, original: int, state: PledgeState) -> tuple[Line, ...]:
    """Return the lines of money from the donor, or back to it when the amounts are negative."""
    lines = (
        Line(
            AccountKey(AccountKind.DONOR, contribution),
            -usd,
            Measure.RECEIVED,
            original_minor=-original,
        ),
        Line(AccountKey(AccountKind.UNALLOCATED, contribution), usd, Measure.UNALLOCATED),
    )
    return lines + difference_lines(contribution, exchange_difference(state, usd, original))


def _out(contribution: int, usd: int, to: AccountKind, measure: Measure) -> tuple[Line, ...]:
    """Return the lines of unallocated money going out, or back when the amount is negative."""
    return (
        Line(AccountKey(AccountKind.UNALLOCATED, contribution), -usd, Measure.UNALLOCATED),
        Line(AccountKey(to, contribution), usd, measure),
    )
