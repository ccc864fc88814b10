"""A large account for benchmarks: the same story at any size, written in one transaction."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from sqlalchemy import text, update
from sqlalchemy.engine import Connection
from sqlmodel import Session, col

from benchmarks.accounts.catalogue import AccountShape, make_catalogue, write_catalogue
from benchmarks.accounts.plan import Plan, book_of, make_plan, recorded_on
from benchmarks.accounts.rows import Chunk, Ledger
from tracker.db import refresh_statistics, transaction
from tracker.fund.ledger import rows
from tracker.fund.ledger.ledger_writer import COUNTED_TABLES
from tracker.fund.ledger.tables import LedgerHead
from tracker.people.audit import lock_record, mark_illustrative
from tracker.sample.clearing import guards_lifted
from tracker.sample.loading import Loaded
from tracker.sample.moves import Numbers
from tracker.sample.presence import expect_empty
from tracker.sealing.touched_rows import touch_all

INDEXES_OF_SQLITE = """SELECT 'DROP INDEX ' || name, sql FROM sqlite_master
    WHERE type = 'index' AND sql IS NOT NULL AND tbl_name LIKE 'ledger_%' ORDER BY rowid DESC"""
LIFTED_BY_POSTGRESQL = """
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
        format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
            pg_get_constraintdef(oid))
    FROM pg_constraint
    WHERE contype = 'f' AND conrelid IN ('ledger_line'::regclass, 'ledger_entry'::regclass)
    UNION ALL
    SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    FROM pg_index
    WHERE indrelid IN ('ledger_line'::regclass, 'ledger_entry'::regclass) AND NOT indisprimary
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)"""
"""What is lifted, as pairs of statements: one takes it away, the other puts it back."""


def load_large_account(
    session: Session,
    entries: int,
    seed: int,
    progress: Callable[[int], object] = lambda _: None,
    shape: AccountShape | None = None,
) -> Loaded:
    """Write an account of so many entries, wholly or not at all.

    Raises Conflict when the database holds anything. `progress` hears of entries written.
    """
    catalogue = make_catalogue(entries, seed, shape)
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
    with _made_fast(connection):
        for accounts in ledger.account_rows():
            rows.insert_accounts(connection, accounts)
        for chunk in _ahead(ledger.chunks()):
            rows.insert_entries(connection, chunk.entries)
            rows.insert_lines(connection, chunk.lines)
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
def _made_fast(connection: Connection) -> Iterator[None]:
    """Lift what costs more than the row itself, and put it back.

    Triggers, references and indexes are gone for nobody but this transaction; that every entry
    sums to zero was seen to before it was written. PostgreSQL looks at all references at once when
    they are put back, and counts the rows, so that whoever reads next has a plan that suits them.
    """
    sqlite = connection.dialect.name == rows.SQLITE
    lifted = connection.execute(text(INDEXES_OF_SQLITE if sqlite else LIFTED_BY_POSTGRESQL)).all()
    with guards_lifted(connection):
        for drop, _ in lifted:
            connection.exec_driver_sql(drop)
        yield
        for _, add in reversed(lifted):
            connection.exec_driver_sql(add)
    refresh_statistics(connection, *COUNTED_TABLES)
