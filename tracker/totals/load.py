"""The rows of the ledger that totals read: the head, new rows, the lines of a measure.

Plain selects in big batches, without the ORM: the rows of the driver go straight into arrays. A
day is a whole number, counted from 1 January 1970.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Select, and_, func, select

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.measures import CODES, Measure
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerHead, LedgerLine
from tracker.people.subjects import OF_FIGURES
from tracker.people.tables import AuditRecord, RecordState
from tracker.totals.plain_select import columns_of, day_number, moment_number, rows_of
from tracker.totals.query import date_of, moment_of

Whole = npt.NDArray[np.int64]
BATCH = 250_000
NO_MEASURE = 0
"""The measure of lines that name none."""
MOST_NAMED = 500
"""The most numbers that one statement names."""


class Head(NamedTuple):
    """The head of the record: one cheap statement tells whether anything is new."""

    version: int = 0
    data_version: int = 0
    illustrative: bool = False
    last_entry: int = 0
    last_line: int = 0
    last_account: int = 0
    digest: bytes = b""
    latest_at: datetime | None = None


def read_head(connection: Connection) -> Head:
    """Return the head of the record."""
    state, head = columns_of(RecordState), columns_of(LedgerHead)
    of_record = (state.version, state.data_version, state.illustrative)
    of_ledger = (head.last_entry_id, head.last_line_id, head.last_account_id)
    row = connection.execute(
        select(*of_record, *of_ledger, head.digest, state.latest_at).where(state.id == head.id)
    ).one_or_none()
    return Head(*row[:-2], digest=bytes(row[-2]), latest_at=row[-1]) if row else Head()


def digest_of(connection: Connection, entry: int) -> bytes:
    """Return the digest of an entry, which stands for all entries up to it; empty for none."""
    table = columns_of(LedgerEntry)
    found = connection.execute(select(table.digest).where(table.id == entry)).scalar()
    return bytes(found) if found else b""


def last_member_change(connection: Connection, known: int) -> int:
    """Return the number of the last change after `known` that figures could show, else `known`."""
    audit = columns_of(AuditRecord)
    found = connection.execute(
        select(func.max(audit.id)).where(
            audit.id > known, audit.subject_kind.in_(sorted(OF_FIGURES))
        )
    ).scalar()
    return int(found) if found else known


def new_accounts(connection: Connection, after: int, last: int) -> Whole:
    """Return the accounts opened since: id, contribution, activity (0), if of allocated money."""
    account = columns_of(LedgerAccount)
    statement = select(
        account.id,
        account.contribution_id,
        func.coalesce(account.activity_id, 0),
        account.kind == AccountKind.ALLOCATED,
    )
    return np.concatenate(list(_ranges(connection, statement, account.id, after, last)))


def new_entries(connection: Connection, after: int, last: int) -> Whole:
    """Return id, effective day and moment of recording of the entries written since."""
    entry = columns_of(LedgerEntry)
    statement = select(entry.id, day_number(entry.effective_on), moment_number(entry.recorded_at))
    return np.concatenate(list(_ranges(connection, statement, entry.id, after, last)))


def new_lines(connection: Connection, after: int, last: int) -> Iterator[Whole]:
    """Return in batches entry, account, cents, measure (NO_MEASURE), attributed of lines.

    Their accounts are not joined: PostgreSQL would read all of them for each batch.
    """
    line = columns_of(LedgerLine)
    measure = func.coalesce(line.measure, NO_MEASURE)
    statement = select(line.entry_id, line.account_id, line.minor, measure, line.attributed)
    yield from _ranges(connection, statement, line.id, after, last)


def lines_of_measure(
    connection: Connection, measure: int, last: int, known: int | None, contributions: Sequence[int]
) -> Whole:
    """Return the lines of a measure: entry, day, contribution, activity (0), cents, attributed.

    Those up to a last day, as known at a moment, of some contributions; of all where there are too
    many to name.
    """
    entry, account = columns_of(LedgerEntry), columns_of(LedgerAccount)
    line = columns_of(LedgerLine)
    counts = line.measure == measure
    if measure == CODES[Measure.ENCUMBERED]:
        counts = and_(line.measure.is_(None), account.kind == AccountKind.ALLOCATED)
    statement = (
        select(
            entry.id,
            day_number(entry.effective_on),
            account.contribution_id,
            func.coalesce(account.activity_id, 0),
            line.minor,
            line.attributed,
        )
        .join(entry.id.table, entry.id == line.entry_id)
        .join(account.id.table, account.id == line.account_id)
        .where(counts, entry.effective_on <= date_of(last))
        .order_by(line.id)
    )
    if known is not None:
        statement = statement.where(entry.recorded_at <= moment_of(known))
    if len(contributions) <= MOST_NAMED:
        statement = statement.where(account.contribution_id.in_(contributions))
    return np.array(connection.execute(statement).all(), np.int64).reshape(-1, 6)


def _ranges(
    connection: Connection,
    statement: Select[Any],
    number: Any,  # noqa: ANN401 - a column
    after: int,
    last: int,
) -> Iterator[Whole]:
    """Read the rows with `after` < number <= `last` as whole numbers, in ranges of numbers."""
    ordered = statement.order_by(number)
    width = len(statement.selected_columns)
    yield np.empty((0, width), dtype=np.int64)
    for low in range(after, last, BATCH):
        rows = rows_of(connection, ordered.where(number > low, number <= min(low + BATCH, last)))
        if rows:
            flat = np.fromiter(chain.from_iterable(rows), np.int64, len(rows) * width)
            yield flat.reshape(len(rows), width)
