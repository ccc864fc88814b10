"""The only writer of the ledger: opens the book under the lock, writes it, moves the head."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import update
from sqlalchemy.sql.expression import bindparam
from sqlmodel import Session, col

from tracker.db import refresh_statistics
from tracker.errors import Conflict, NotAllowed
from tracker.fund.ledger import rows
from tracker.fund.ledger.account_days import BookAccount
from tracker.fund.ledger.accounts import AccountKey
from tracker.fund.ledger.book import LONG_AGO, Book, PendingEntry
from tracker.fund.ledger.book_loader import DatabaseLoader, batches
from tracker.fund.ledger.closed_periods import closed_until
from tracker.fund.ledger.days_let_in import LET_IN
from tracker.fund.ledger.digests import AccountFace, EntryRow, LineContent, digest
from tracker.fund.ledger.entries import NewEntry
from tracker.fund.ledger.ledger_head import read_head
from tracker.fund.ledger.measures import CODES
from tracker.fund.ledger.state_from_receipts import update_states
from tracker.fund.ledger.tables import LedgerAccount, LedgerHead
from tracker.people.audit import Change, moment_of_change, move_data, record_all
from tracker.people.subjects import Subject
from tracker.periods import utc_now
from tracker.words import say

MANY_ENTRIES = 1_000
"""So many entries written at once may turn upside down what PostgreSQL knows of the ledger."""
COUNTED_TABLES = ("ledger_account", "ledger_line", "ledger_entry")


@contextmanager
def open_book(session: Session, actor: str, approver: str = "", let_in: str = "") -> Iterator[Book]:
    """Open the book for writing, inside transaction(); it is written when the block ends well.

    The lock of the record is held until the transaction ends, so two writers never spend the same
    cent. `actor` is recorded with each entry, `approver` with each that needs a second person.
    `let_in` is the reason for which days below zero are let in, if they are. Raises NotAllowed
    when actor and approver are the same, Conflict for a reference in the ledger.
    """
    if approver == actor:
        raise NotAllowed(say("who prepared an entry cannot approve it"))
    book = make_book(session, approver)
    book.let_in = let_in
    yield book
    if book.pending:
        write(session, book, actor)


def make_book(session: Session, approver: str = "") -> Book:
    """Take the lock of the record and open a book without entries."""
    return _book(session, approver, moment_of_change(session))


def open_trial_book(session: Session, approver: str) -> Book:
    """Open a book without entries; unless the lock is held, it is for trying alone."""
    return _book(session, approver, utc_now())


def _book(session: Session, approver: str, now: datetime) -> Book:
    """Open a book in which entries are recorded at a moment."""
    head = read_head(session)
    last = head.recorded_at or LONG_AGO
    # A clock that was set back must not stop the record.
    return Book(
        DatabaseLoader(session),
        now=max(now, last),
        last_recorded=last,
        last_entry=head.last_entry_id,
        approver=approver,
        closed_until=closed_until(session),
    )


def write(session: Session, book: Book, actor: str) -> None:
    """Write the pending entries: accounts, lines, entries, balances, the head.

    The book can be posted to and written again; the transaction saves all or nothing.
    """
    refuse_duplicates(book)
    session.flush()
    chain = _Chain(book, actor, read_head(session))
    for pending in book.pending:
        chain.add(pending)
    connection = session.connection()
    rows.insert_accounts(connection, [_account_row(*opened) for opened in chain.opened])
    rows.insert_lines(connection, chain.lines)
    rows.insert_entries(connection, chain.entries)
    _update_balances(session, book, {account.id for _, account in chain.opened})
    if len(chain.entries) >= MANY_ENTRIES:
        refresh_statistics(connection, *COUNTED_TABLES)
    session.execute(
        update(LedgerHead)
        .where(col(LedgerHead.id) == 1)
        .values(
            last_entry_id=chain.last_entry_id,
            last_line_id=chain.last_line_id,
            last_account_id=chain.last_account_id,
            digest=chain.digest,
            recorded_at=book.pending[-1].recorded_at,
        )
    )
    move_data(session)
    _note_let_in(session, book, actor)
    update_states(session, book, actor)
    book.mark_written()


def refuse_duplicates(book: Book) -> None:
    """Refuse a reference of the ledger or of a waiting request, and a second reversal."""
    headings = [pending.entry.heading for pending in book.pending]
    known = book.loader.written({heading.reference for heading in headings})
    if known:
        raise Conflict(
            say("the reference %(entry)s is already in the ledger", entry=min(known)), "reference"
        )
    reversals = {pending.entry.reverses_id for pending in book.pending} - {None}
    twice = book.loader.reversed({number for number in reversals if number is not None})
    if twice:
        raise Conflict(say("the ledger entry %(number)s was reversed before", number=min(twice)))


def _account_row(face: AccountFace, account: BookAccount) -> rows.Row:
    """Return the row of a new account with its balance."""
    return (*face, account.minor, account.original, account.last_on.isoformat(), "")


def _update_balances(session: Session, book: Book, opened: set[int]) -> None:
    """Update the balances and last days of existing accounts."""
    changed = [
        {
            "number": account.id,
            "minor": account.minor,
            "original": account.original,
            "day": account.last_on,
        }
        for account in (book.accounts[key] for key in book.touched)
        if account.id not in opened
    ]
    statement = (
        update(LedgerAccount)
        .where(col(LedgerAccount.id) == bindparam("number"))
        .values(
            balance_minor=bindparam("minor"),
            original_minor=bindparam("original"),
            last_on=bindparam("day"),
        )
    )
    for batch in batches(changed):
        session.connection().execute(statement, batch)


def _note_let_in(session: Session, book: Book, actor: str) -> None:
    """Note the reason on the accounts whose days below zero were let in, and in the trail."""
    keys = sorted(book.below_zero, key=lambda key: book.accounts[key].id)
    for batch in batches(book.accounts[key].id for key in keys):
        of_batch = col(LedgerAccount.id).in_(batch)
        session.execute(update(LedgerAccount).where(of_batch).values(let_in=book.let_in))
    changes = [
        Change(
            LET_IN,
            Subject.LEDGER_ACCOUNT,
            str(book.accounts[key].id),
            new={
                "contribution": book.contribution(key.contribution_id).reference,
                "kind": key.kind,
            },
            why=book.let_in,
        )
        for key in keys
    ]
    if changes:
        record_all(session, actor, changes)


class _Chain:
    """The rows of pending entries, numbered, with their chained digests."""

    def __init__(self, book: Book, actor: str, head: LedgerHead) -> None:
        self._book = book
        self._accounts = book.accounts
        self._actor = actor
        self._moment: tuple[datetime | None, str] = (None, "")
        self._faces: dict[AccountKey, AccountFace] = {}
        self.last_entry_id = head.last_entry_id
        self.last_line_id = head.last_line_id
        self.last_account_id = head.last_account_id
        self.digest = head.digest
        self.entries: list[rows.Row] = []
        self.lines: list[rows.Row] = []
        self.opened: list[tuple[AccountFace, BookAccount]] = []

    def add(self, pending: PendingEntry) -> None:
        """Add an entry's rows, with its number and its chained digest."""
        number = self.last_entry_id = self.last_entry_id + 1
        line_id = self.last_line_id
        contents: list[LineContent] = []
        for key, minor, measure, attributed, original in pending.entry.lines:
            line_id += 1
            face = self._faces.get(key) or self._face(key, self._accounts[key])
            code = None if measure is None else CODES[measure]
            by_rule = 1 if attributed else 0
            contents.append((line_id, face, minor, code, by_rule, original))
            self.lines.append((line_id, number, face[0], minor, code, by_rule, original))
        self.last_line_id = line_id
        content = self._content(number, pending)
        self.digest = digest(self.digest, content, contents)
        self.entries.append((*content, self.digest))

    def _content(self, number: int, pending: PendingEntry) -> EntryRow:
        """Spell out an entry for its digest and its row."""
        entry = pending.entry
        book, on = self._book, entry.heading.effective_on
        return entry_row(
            number,
            entry,
            self._recorded_at(pending.recorded_at),
            self._actor,
            book.approver if book.needs_approval(entry.kind, on) else "",
            entry.heading.correction if book.is_closed(on) else "",
        )

    def _recorded_at(self, moment: datetime) -> str:
        """Spell a moment; the spelling of the entry before is reused for the same moment."""
        if moment is not self._moment[0]:
            self._moment = (moment, in_utc(moment))
        return self._moment[1]

    def _face(self, key: AccountKey, account: BookAccount) -> AccountFace:
        """Spell out an account, numbering it when it is new."""
        opened = account.id == 0
        if opened:
            account.id = self.last_account_id = self.last_account_id + 1
        face = (account.id, key.kind.value, key.contribution_id, key.activity_id)
        self._faces[key] = face
        if opened:
            self.opened.append((face, account))
        return face


def in_utc(moment: datetime) -> str:
    """Spell a moment in UTC to the microsecond, as the digests and SQLite have it."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def entry_row(
    number: int, entry: NewEntry, recorded_at: str, actor: str, approver: str, correction: str
) -> EntryRow:
    """Spell out an entry as the columns of its row, which its digest is made of."""
    heading, rate = entry.heading, entry.heading.rate
    return (
        number,
        entry.kind.value,
        heading.reference,
        heading.effective_on.isoformat(),
        recorded_at,
        actor,
        entry.contribution_id,
        entry.activity_id,
        entry.usd_minor,
        heading.currency,
        heading.original_minor,
        format(rate.rate, "f") if rate else None,
        rate.source if rate else "",
        rate.on.isoformat() if rate else None,
        heading.note,
        entry.reverses_id,
        approver,
        correction,
        heading.basis,
        1 if rate and rate.implied else 0,
        heading.letter,
        heading.consent_on.isoformat() if heading.consent_on else None,
    )
