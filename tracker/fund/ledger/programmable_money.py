"""What of a contribution can be allocated: its unallocated money, less support cost to come."""

from datetime import date

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.support_cost import programmable


def programmable_minor(book: Book, contribution_id: int, on: date) -> int:
    """Return what can be allocated on a day: available from it on, less support cost to come.

    Amounts reserved by waiting requests are not in it.
    """
    terms = book.contribution(contribution_id)
    unallocated = book.free_from(AccountKind.UNALLOCATED, contribution_id, None, on)
    return programmable(unallocated, terms.reserve_rate_bp)
