"""Rehearses a waiting request: could it be approved now, and what would then stand where."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.errors import TrackerError
from tracker.fund.approvals.submission import NOBODY_YET, put_in_book
from tracker.fund.ledger.accounts import AccountKey, AccountKind
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.book_loader import DatabaseLoader
from tracker.fund.ledger.ledger_writer import closed_until, refuse_duplicates
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.tables import LedgerHold
from tracker.periods import utc_now

MIRRORS = frozenset({AccountKind.PLEDGE_CONTROL})
"""Accounts that say nothing of their own."""


class AccountMove(NamedTuple):
    """An account in US cents: what is reserved of it, what stands on it, what would change.

    `change_minor` is None when the request cannot be approved now.
    """

    account: AccountKey
    reserved_minor: int
    before_minor: int
    change_minor: int | None

    @property
    def after_minor(self) -> int | None:
        """What would stand on it."""
        return None if self.change_minor is None else self.before_minor + self.change_minor


class Rehearsal(NamedTuple):
    """What approving would do; `refusal` is the rule's sentence, empty when nothing refuses."""

    refusal: str
    moves: tuple[AccountMove, ...]


def rehearse(
    session: Session, number: int, instructions: Sequence[PostingInstruction]
) -> Rehearsal:
    """Put a request's orders in a book that is never written; takes no lock."""
    book = Book(
        DatabaseLoader(session, besides=number),
        now=utc_now(),
        approver=NOBODY_YET,
        closed_until=closed_until(session),
    )
    refusal = ""
    try:
        put_in_book(session, book, instructions)
        refuse_duplicates(book)
    except TrackerError as refused:
        refusal = str(refused)
    held = _held(session, number)
    return Rehearsal(refusal, tuple(_moves(book, held, refused=bool(refusal))))


def _held(session: Session, number: int) -> Counter[AccountKey]:
    """Return what the request has reserved of each account."""
    found: Counter[AccountKey] = Counter()
    for hold in session.exec(select(LedgerHold).where(col(LedgerHold.request_id) == number)):
        found[AccountKey(hold.kind, hold.contribution_id, hold.activity_id)] += hold.minor
    return found


def _moves(book: Book, held: Counter[AccountKey], *, refused: bool) -> Iterable[AccountMove]:
    """Lay out the accounts that would change, or that the request has reserved."""
    changes: Counter[AccountKey] = Counter()
    for pending in book.pending:
        for line in pending.entry.lines:
            changes[line.account] += line.minor
    shown = held.keys() if refused else held.keys() | changes.keys()
    for key in sorted(shown, key=_order):
        if key.kind in MIRRORS:
            continue
        change = changes[key]
        before = book.account(*key).minor - change
        yield AccountMove(key, held[key], before, None if refused else change)


def _order(key: AccountKey) -> tuple[int, int, int]:
    """Sort accounts by contribution and activity, then as they are listed."""
    return key.contribution_id, key.activity_id or 0, tuple(AccountKind).index(key.kind)
