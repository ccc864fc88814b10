"""The lines of pledges: promises, instalments due, write-offs, the exchange difference.

Pure functions over plain values. All amounts are in US cents unless a name says `original`, which
means minor units of the contribution's currency.
"""

from typing import NamedTuple

from tracker.fund.ledger.accounts import AccountKey, AccountKind
from tracker.fund.ledger.amounts import positive
from tracker.fund.ledger.entries import Line
from tracker.fund.ledger.measures import Measure


class PledgeState(NamedTuple):
    """The state of a pledge, in US cents and in the contribution's currency.

    `difference` is the exchange difference so far, in US cents; `written_off` the part of the
    pledge that is written off, `due_original` the instalments fallen due.
    """

    pledged: int
    pledged_original: int
    received: int
    received_original: int
    difference: int = 0
    written_off: int = 0
    written_off_original: int = 0
    due_original: int = 0

    @property
    def open_original(self) -> int:
        """The outstanding pledge: neither received nor written off; below zero beyond it."""
        return self.pledged_original - self.received_original - self.written_off_original


def pledge(contribution: int, usd: int, original: int, state: PledgeState) -> tuple[Line, ...]:
    """Return the lines of a pledge, or of its change when the amounts are negative.

    Where money has been received, its exchange difference follows the new pledge.
    """
    lines = _memorandum(AccountKind.PLEDGED, Measure.PLEDGED, contribution, usd, original)
    return lines + difference_lines(contribution, difference_of_pledge(state, usd, original))


def cancelled_usd(state: PledgeState, original: int) -> int:
    """Return the US cents by which the pledge falls when a part of it is cancelled.

    The part has its share of the value of the pledge less write-offs; the whole has all of it, so
    that earlier write-offs keep their value.
    """
    whole = state.pledged_original - state.written_off_original
    worth = state.pledged - state.written_off
    return worth - worth * (whole - positive(original)) // whole


def write_off(contribution: int, original: int, state: PledgeState) -> tuple[Line, ...]:
    """Return the lines of a write-off of a part of a pledge, at the pledge's exchange rate."""
    usd = written_off_usd(state, original)
    return _memorandum(
        AccountKind.PLEDGE_WRITTEN_OFF, Measure.PLEDGE_WRITTEN_OFF, contribution, usd, original
    )


def written_off_usd(state: PledgeState, original: int) -> int:
    """Return the value of a part that is written off, rounding the sum of all write-offs.

    Where the pledge has changed since, an earlier write-off may have been worth more: it keeps
    its value, and the part has none.
    """
    after = state.written_off_original + positive(original)
    return max(0, state.pledged * after // state.pledged_original - state.written_off)


def instalment_due(contribution: int, usd: int, original: int) -> tuple[Line, ...]:
    """Return the lines of an instalment that has fallen due."""
    return _memorandum(
        AccountKind.DUE, Measure.DUE, contribution, positive(usd), positive(original)
    )


def exchange_difference(state: PledgeState, usd: int, original: int) -> int:
    """Return the exchange difference that a receipt adds: USD received less USD at the pledge.

    It brings the difference so far to that of all receipts within the pledge, so that a pledge
    fully received shows exactly the USD received less the USD pledged. Receipts beyond the pledge
    have no value at pledge and so no difference. A correction has negative amounts.
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
    """Return the exchange difference that a change of the pledge adds to earlier receipts.

    Where more has been received than is then pledged, a proportional part counts as the pledge's.
    """
    pledged = state.pledged_original + original
    if pledged <= 0 or state.received_original <= 0:
        return -state.difference
    part = min(state.received_original, pledged)
    within = state.received * part // state.received_original
    at_pledge = (state.pledged + usd) * part // pledged
    return within - at_pledge - state.difference


def difference_lines(contribution: int, usd: int) -> tuple[Line, ...]:
    """Return the lines of an exchange difference; none for zero."""
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


def _memorandum(
    kind: AccountKind, measure: Measure, contribution: int, usd: int, original: int
) -> tuple[Line, ...]:
    """Return the lines of a memorandum account, with their mirror in the control account."""
    return (
        Line(AccountKey(kind, contribution), usd, measure, original_minor=original),
        Line(AccountKey(AccountKind.PLEDGE_CONTROL, contribution), -usd),
    )
