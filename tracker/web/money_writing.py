"""Posts what was read from the forms of money, in the transaction that is open."""

from datetime import date
from secrets import token_hex

from sqlmodel import Session

from tracker.assistance.activities import find_activity
from tracker.fund.balances.standings import pool
from tracker.fund.ledger import posting
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting import Allocation, Payment, Use
from tracker.fund.ledger.reversing import read_entry
from tracker.fund.ledger.writing import open_book

PAYMENTS = {
    EntryKind.PLEDGE: posting.pledge,
    EntryKind.RECEIPT: posting.receive,
    EntryKind.REFUND: posting.refund,
}


def write_payment(
    kind: EntryKind,
    contribution_id: int,
    usd_minor: int,
    heading: Heading,
    session: Session,
    *,
    actor: str,
) -> None:
    """Post a pledge, a receipt or a refund; the amount in US cents."""
    with open_book(session, actor) as book:
        PAYMENTS[kind](book, Payment(contribution_id, usd_minor, heading))


def write_use(  # noqa: PLR0913 - the facts of an entry
    kind: EntryKind,
    activity: str,
    usd_minor: int,
    heading: Heading,
    session: Session,
    *,
    actor: str,
    contribution_id: int | None,
    against_commitment: bool,
) -> None:
    """Post an allocation, a commitment or an expenditure; without a contribution, by the rule."""
    number = find_activity(session, activity).id or 0
    with open_book(session, actor) as book:
        if kind is EntryKind.ALLOCATION:
            sources = pool(session) if contribution_id is None else ()
            posting.allocate(book, Allocation(number, usd_minor, heading, contribution_id, sources))
            return
        use = Use(number, usd_minor, heading, contribution_id, against_commitment)
        (posting.commit if kind is EntryKind.COMMITMENT else posting.spend)(book, use)


def reverse_entry(session: Session, *, number: int, on: date, why: str, actor: str) -> None:
    """Undo an entry by its mirror image."""
    with open_book(session, actor) as book:
        written = read_entry(session, number)
        reference = f"REVERSAL-{number}-{token_hex(4)}"
        posting.reverse(book, written, Heading(on, reference, why))
