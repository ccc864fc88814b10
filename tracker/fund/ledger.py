"""The only writer of the ledger: opens the book under the lock, writes it, moves the head."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.sql.expression import bindparam
from sqlmodel import Session, col

from tracker.errors import Conflict, InvalidInput
from tracker.fund.accounts import AccountKey
from tracker.fund.book import Account, Book, Pending
from tracker.fund.digests import EntryContent, LineContent, digest
from tracker.fund.ledger_models import LedgerAccount, LedgerEntry, LedgerHead, LedgerLine
from tracker.fund.loading import DatabaseLoader, batches
from tracker.fund.measures import CODES
from tracker.fund.settling import settle_states
from tracker.people.audit import lock_record
from tracker.periods import utc_now


@contextmanager
def open_book(session: Session, actor: str) -> Iterator[Book]:
    """Open the book for writing, inside transaction(); written when the block ends well.

    The lock of the record is held until the transaction ends, so two writers never spend
    the same cent. `actor` is kept with each entry. Raises Conflict when a reference is in
    the ledger already.
    """
    lock_record(session)
    book = Book(DatabaseLoader(session), utc_now())
    yield book
    if book.pending:
        write(session, book, actor)


def write(session: Session, book: Book, actor: str) -> None:
    """Write what the book holds: accounts, entries, lines, balances, the head."""
    _refuse_known(book)
    session.flush()
    head = session.execute(select(LedgerHead.__table__)).mappings().one()  # type: ignore[attr-defined]
    writer = _Writer(book, actor, dict(head))
    for pending in book.pending:
        writer.add(pending)
    connection = session.connection()
    for table, rows in writer.rows():
        for batch in batches(rows):
            connection.execute(insert(table), batch)
    _update_balances(session, book, writer.created)
    connection.execute(
        update(LedgerHead).where(col(LedgerHead.id) == 1).values(**writer.head_values())
    )
    settle_states(session, book)
    book.pending.clear()
    book.touched.clear()


def _refuse_known(book: Book) -> None:
    """Refuse a reference that the ledger holds already."""
    known = book.loader.written(book.references)
    if known:
        raise Conflict(f"the reference {min(known)} is already in the ledger")


def _update_balances(session: Session, book: Book, created: set[int]) -> None:
    """Bring the accounts that existed before to their new balances."""
    changed = [
        {"number": account.id, "minor": account.minor, "original": account.original}
        for account in (book.accounts[key] for key in book.touched)
        if account.id not in created
    ]
    table: Any = LedgerAccount.__table__  # type: ignore[attr-defined]
    statement = (
        update(table)
        .where(table.c.id == bindparam("number"))
        .values(balance_minor=bindparam("minor"), original_minor=bindparam("original"))
    )
    for batch in batches(changed):
        session.connection().execute(statement, batch)


class _Writer:
    """Turns pending postings into rows, numbering them and chaining their digests."""

    def __init__(self, book: Book, actor: str, head: dict[str, Any]) -> None:
        self._book = book
        self._actor = actor
        self._entry = int(head["last_entry_id"])
        self._line = int(head["last_line_id"])
        self._account = int(head["last_account_id"])
        self._digest = bytes(head["digest"])
        self._recorded_at: datetime | None = head["recorded_at"]
        self._entries: list[dict[str, Any]] = []
        self._lines: list[dict[str, Any]] = []
        self._accounts: list[dict[str, Any]] = []
        self.created: set[int] = set()

    def rows(self) -> list[tuple[Any, list[dict[str, Any]]]]:
        """Return the rows by table in the order in which they must be written."""
        return [
            (LedgerAccount, self._accounts),
            (LedgerLine, self._lines),
            (LedgerEntry, self._entries),
        ]

    def head_values(self) -> dict[str, Any]:
        """Return the columns of the head after all that was added."""
        return {
            "last_entry_id": self._entry,
            "last_line_id": self._line,
            "last_account_id": self._account,
            "digest": self._digest,
            "recorded_at": self._recorded_at,
        }

    def add(self, pending: Pending) -> None:
        """Number one entry, chain its digest and keep its rows."""
        self._entry += 1
        content = self._content(pending)
        lines = self._line_contents(pending)
        self._digest = digest(self._digest, content, lines)
        self._entries.append({**content._asdict(), "digest": self._digest})
        self._lines.extend(
            {
                "id": line.id,
                "entry_id": content.id,
                "account_id": line.account_id,
                "minor": line.minor,
                "measure": line.measure,
                "attributed": line.attributed,
                "original_minor": line.original_minor,
            }
            for line in lines
        )

    def _content(self, pending: Pending) -> EntryContent:
        """Spell out an entry for its digest and its row."""
        posting, heading = pending.posting, pending.posting.heading
        moment = pending.recorded_at.astimezone(UTC)
        if self._recorded_at is not None and moment < self._recorded_at:
            raise InvalidInput("an entry cannot be recorded before an earlier one", "recorded_at")
        self._recorded_at = moment
        rate = heading.rate
        return EntryContent(
            id=self._entry,
            kind=posting.kind,
            reference=heading.reference,
            effective_on=heading.effective_on,
            recorded_at=moment,
            recorded_by=self._actor,
            contribution_id=posting.contribution_id,
            activity_id=posting.activity_id,
            usd_minor=posting.usd_minor,
            currency=heading.currency,
            original_minor=heading.original_minor,
            rate=rate.rate if rate else None,
            rate_source=rate.source if rate else "",
            rate_on=rate.on if rate else None,
            note=heading.note,
            reverses_id=posting.reverses_id,
        )

    def _line_contents(self, pending: Pending) -> list[LineContent]:
        """Spell out the lines, opening the accounts that do not exist yet."""
        contents = []
        for line in pending.posting.lines:
            account = self._book.accounts[line.account]
            if account.id == 0:
                self._open(line.account, account)
            self._line += 1
            contents.append(
                LineContent(
                    id=self._line,
                    account_id=account.id,
                    account_kind=line.account.kind.value,
                    contribution_id=line.account.contribution_id,
                    activity_id=line.account.activity_id,
                    minor=line.minor,
                    measure=CODES[line.measure] if line.measure else None,
                    attributed=line.attributed,
                    original_minor=line.original_minor,
                )
            )
        return contents

    def _open(self, key: AccountKey, account: Account) -> None:
        """Number a new account and keep its row with the balance that it ends on."""
        self._account += 1
        account.id = self._account
        self.created.add(account.id)
        self._accounts.append(
            {
                "id": account.id,
                "kind": key.kind,
                "contribution_id": key.contribution_id,
                "activity_id": key.activity_id,
                "balance_minor": account.minor,
                "original_minor": account.original,
            }
        )
