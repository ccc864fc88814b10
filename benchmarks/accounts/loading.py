"""A large account for benchmarks: the same story at any size, written in one transaction."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from sqlalchemy import text, update
from sqlalchemy.engine import Connection
from sqlmodel import Session, col

from benchmarks.accounts.catalogue import make_catalogue, write_catalogue
from benchmarks.accounts.plan import Plan, book_of, make_plan, recorded_on
from benchmarks.accounts.rows import Chunk, Ledger
from tracker.db import transaction
from tracker.fund.ledger import rows
from tracker.fund.ledger.tables import LedgerHead
from tracker.people.audit import lock_record, mark_illustrative
from tracker.sample.clearing import guards_lifted
from tracker.sample.loading import Loaded
from tracker.sample.moves import Numbers
from tracker.sample.presence import expect_empty
from tracker.sealing.touched_rows import touch_all


def load_large_account(
    session: Session,
    entries: int,
    seed: int,
    progress: Callable[[int], object] = lambda _: None,
) -> Loaded:
    """Write an account of so many entries, wholly or not at all.

    Raises Conflict when the database holds anything. `progress` hears of entries written.
    """
    catalogue = make_catalogue(entries, seed)
    plan = make_plan(catalogue, entries, seed)
    with transaction(session):
        lock_record(session)
        expect_empty(session)
        numbers = write_catalogue(session, catalogue)
        ledger = _write_ledger(session, plan, numbers, progress)
        touch_all(session)
        mark_illustrative(session, "benchmark", illustrative=True)
    return Loaded(
        donors=len({funding.draft.donor for funding in catalogue.fundings}),
        contributions=len(catalogue.fundings),
        activities=len(catalogue.activities),
        entries=ledger.last_entry,
    )


def _write_ledger(
    session: Session, plan: Plan, numbers: Numbers, progress: Callable[[int], object]
) -> Ledger:
    """Post what the book takes, then write all entries in their order."""
    poster = book_of(plan.catalogue, numbers)
    for move in plan.booked:
        poster.post(move)
    ledger = Ledger(plan, poster.book, numbers)
    session.flush()
    connection = session.connection()
    with _made_fast(connection) as entries_first:
        for accounts in ledger.account_rows():
            rows.insert_accounts(connection, accounts)
        for chunk in _ahead(ledger.chunks()):
            if entries_first:
                rows.insert_entries(connection, chunk.entries)
                rows.insert_lines(connection, chunk.lines)
            else:
                rows.insert_lines(connection, chunk.lines)
                rows.insert_entries(connection, chunk.entries)
            progress(len(chunk.entries))
    session.execute(
        update(LedgerHead)
        .where(col(LedgerHead.id) == 1)
        .values(
            last_entry_id=ledger.last_entry,
            last_line_id=ledger.last_line,
            last_account_id=ledger.last_account,
            digest=ledger.digest,
            recorded_at=recorded_on(plan.last_day),
        )
    )
    return ledger


def _ahead(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """Make the next chunk while the database writes the one before."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = pool.submit(next, chunks, None)
        while (chunk := coming.result()) is not None:
            coming = pool.submit(next, chunks, None)
            yield chunk


@contextmanager
def _made_fast(connection: Connection) -> Iterator[bool]:
    """Lift what makes SQLite slow by the million, and put it back; tell whether entries go first.

    There, a trigger and an index cost more than the row itself. Both are gone for nobody but
    this transaction; that every entry sums to zero was seen to before it was written.
    """
    if connection.dialect.name != rows.SQLITE:
        yield False
        return
    indexes = connection.execute(
        text(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
            "AND tbl_name LIKE 'ledger_%' ORDER BY rowid"
        )
    ).all()
    with guards_lifted(connection):
        for name, _ in indexes:
            connection.exec_driver_sql(f"DROP INDEX {name}")
        yield True
        for _, statement in indexes:
            connection.exec_driver_sql(statement)
