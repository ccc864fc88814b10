"""The rehearsal of a waiting request: its lines if it were approved now, and the balances after."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.errors import TrackerError
from tracker.fund.approvals.shown_lines import digest_of
from tracker.fund.approvals.submission import NOBODY_YET, post_instructions
from tracker.fund.ledger.accounts import AccountKey, AccountKind
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.book_loader import DatabaseLoader
from tracker.fund.ledger.closed_periods import closed_until
from tracker.fund.ledger.entries import NewEntry
from tracker.fund.ledger.ledger_head import last_entry
from tracker.fund.ledger.ledger_writer import refuse_duplicates
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.tables import LedgerHold
from tracker.periods import utc_now

MIRRORS = frozenset({AccountKind.PLEDGE_CONTROL})
"""Accounts that only mirror others."""


class AccountMove(NamedTuple):
    """An account in US cents: the amount reserved, the balance, the change.

    `change_minor` is None when the request cannot be approved now.
    """

    account: AccountKey
    reserved_minor: int
    before_minor: int
    change_minor: int | None

    @property
    def after_minor(self) -> int | None:
        """The balance after approval."""
        return None if self.change_minor is None else self.before_minor + self.change_minor


class Rehearsal(NamedTuple):
    """The outcome of an approval; `refusal` is the rule's sentence, empty when nothing refuses.

    `entries` are those to be posted, none when they are refused.
    """

    refusal: str
    moves: tuple[AccountMove, ...]
    entries: tuple[NewEntry, ...] = ()

    @property
    def digest(self) -> str:
        """The digest of the lines, which an approval carries; empty when they are refused."""
        return "" if self.refusal else digest_of(self.entries)


def rehearse(
    session: Session, number: int, instructions: Sequence[PostingInstruction]
) -> Rehearsal:
    """Post a request's instructions to a book that is never written; takes no lock."""
    book = Book(
        DatabaseLoader(session, besides=number),
        now=utc_now(),
        last_entry=last_entry(session),
        approver=NOBODY_YET,
        closed_until=closed_until(session),
    )
    refusal = ""
    try:
        post_instructions(session, book, instructions)
        refuse_duplicates(book)
    except TrackerError as refused:
        refusal = str(refused)
    held = _held(session, number)
    moves = tuple(_moves(book, held, refused=bool(refusal)))
    entries = () if refusal else tuple(pending.entry for pending in book.pending)
    return Rehearsal(refusal, moves, entries)


def _held(session: Session, number: int) -> Counter[AccountKey]:
    """Return the amounts that the request reserves, by account."""
    found: Counter[AccountKey] = Counter()
    for hold in session.exec(select(LedgerHold).where(col(LedgerHold.request_id) == number)):
        found[AccountKey(hold.kind, hold.contribution_id, hold.activity_id)] += hold.minor
    return found


def _moves(book: Book, held: Counter[AccountKey], *, refused: bool) -> Iterable[AccountMove]:
    """Return the accounts that the approval would change, or that the request reserves."""
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
    """Return the sort key of an account: contribution, activity, kind."""
    return key.contribution_id, key.activity_id or 0, tuple(AccountKind).index(key.kind)
