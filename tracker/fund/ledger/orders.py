"""Orders: what is to be posted, of any kind, as a form, a sheet or a waiting request has it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tracker.errors import InvalidInput
from tracker.fund.ledger import posting_cash, posting_pledges, posting_uses
from tracker.fund.ledger.attribution import Candidate
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.drafts import Allocation, Interest, Payment, Transfer, Use, Written
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_reversals import reverse
from tracker.words import say

PAYMENTS = {
    EntryKind.PLEDGE: posting_pledges.pledge,
    EntryKind.PLEDGE_ADJUSTMENT: posting_pledges.adjust_pledge,
    EntryKind.PLEDGE_CANCELLATION: posting_pledges.cancel_pledge,
    EntryKind.PLEDGE_WRITE_OFF: posting_pledges.write_off_pledge,
    EntryKind.INSTALMENT_DUE: posting_pledges.fall_due,
    EntryKind.RECEIPT: posting_cash.receive,
    EntryKind.RECEIPT_CORRECTION: posting_cash.correct_receipt,
    EntryKind.BANK_CHARGE: posting_cash.charge_bank,
    EntryKind.SUPPORT_COST: posting_cash.charge_support_cost,
    EntryKind.REFUND: posting_cash.refund,
    EntryKind.WRITE_OFF: posting_cash.write_off,
}
"""The verbs of what belongs to one contribution."""

USES = {
    EntryKind.DE_ALLOCATION: posting_uses.deallocate,
    EntryKind.COMMITMENT: posting_uses.commit,
    EntryKind.DE_COMMITMENT: posting_uses.decommit,
    EntryKind.EXPENDITURE: posting_uses.spend,
}
"""The verbs of what an activity does with the money that it was given."""

ReadEntry = Callable[[int], Written]
"""Returns the entry with that number, so that it can be reversed."""


@dataclass(frozen=True, slots=True)
class Order:
    """One entry to be; which fields it needs depends on its kind.

    `usd_minor` in US cents. Without a contribution, the rule says of whose money: of `pool`
    for an allocation, of `earned` for interest, of all behind the activity for its uses.
    `settles_original` is in minor units of the contribution's currency.
    """

    kind: EntryKind
    heading: Heading
    usd_minor: int = 0
    contribution_id: int | None = None
    activity_id: int | None = None
    to_contribution_id: int | None = None
    pool: tuple[int, ...] = ()
    earned: tuple[Candidate, ...] = ()
    against_commitment: bool = False
    settles_original: int | None = None
    reverses_id: int | None = None


def carry_out(
    book: Book, order: Order, read_entry: ReadEntry, recorded_at: datetime | None = None
) -> None:
    """Put an order in the book by the verb of its kind; raises what the verb raises."""
    kind, heading = order.kind, order.heading
    if kind in PAYMENTS:
        payment = Payment(
            _needed(order.contribution_id, "contribution"),
            order.usd_minor,
            heading,
            order.settles_original,
        )
        PAYMENTS[kind](book, payment, recorded_at)
    elif kind in USES:
        use = Use(
            _needed(order.activity_id, "activity"),
            order.usd_minor,
            heading,
            order.contribution_id,
            order.against_commitment,
        )
        USES[kind](book, use, recorded_at)
    elif kind is EntryKind.ALLOCATION:
        posting_uses.allocate(book, _allocation(order), recorded_at)
    elif kind is EntryKind.INTEREST:
        interest = Interest(order.usd_minor, heading, order.contribution_id, order.earned)
        posting_cash.give_interest(book, interest, recorded_at)
    elif kind is EntryKind.TRANSFER:
        posting_cash.transfer(book, _transfer(order), recorded_at)
    else:
        written = read_entry(_needed(order.reverses_id, "entry"))
        reverse(book, written, heading, recorded_at)


def _allocation(order: Order) -> Allocation:
    """Return an order as the draft of an allocation."""
    return Allocation(
        _needed(order.activity_id, "activity"),
        order.usd_minor,
        order.heading,
        order.contribution_id,
        order.pool,
    )


def _transfer(order: Order) -> Transfer:
    """Return an order as the draft of a transfer."""
    return Transfer(
        _needed(order.contribution_id, "contribution"),
        _needed(order.to_contribution_id, "to_contribution"),
        order.usd_minor,
        order.heading,
    )


def _needed(number: int | None, what: str) -> int:
    """Return the number of what the kind cannot do without."""
    if number is None:
        raise InvalidInput(say("this is missing"), what)
    return number
