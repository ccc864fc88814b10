"""Entries, lines and accounts as plain tuples, written to the database in bulk and read back.

The ledger is written and verified by the million, so its rows go past the ORM: in one
executemany to SQLite, in one COPY to PostgreSQL, as tuples of numbers and texts that are the
same on both and that the digests cover.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

import orjson
from sqlalchemy.engine import Connection

from tracker.folding import fold
from tracker.fund.ledger.digests import AccountFace, EntryRow

Row = tuple[Any, ...]
SQLITE = "sqlite"
ROWS_A_STATEMENT = 1_000
StoredLine = tuple[int, int, int, int, int | None, int, int | None]
"""A line as stored, its fields in the order of LINE_COLUMNS."""
ENTRY_COLUMNS = (
    "id",
    "kind",
    "reference",
    "effective_on",
    "recorded_at",
    "recorded_by",
    "contribution_id",
    "activity_id",
    "usd_minor",
    "currency",
    "original_minor",
    "rate",
    "rate_source",
    "rate_on",
    "note",
    "reverses_id",
    "approved_by",
    "correction",
    "basis",
    "rate_implied",
    "letter",
    "consent_on",
    "digest",
)
LINE_COLUMNS = (
    "id",
    "entry_id",
    "account_id",
    "minor",
    "measure",
    "attributed",
    "original_minor",
)
ACCOUNT_COLUMNS = (
    "id",
    "kind",
    "contribution_id",
    "activity_id",
    "balance_minor",
    "original_minor",
    "last_on",
    "let_in",
)
WORD_COLUMNS = ("entry_id", "folded")
SEARCHED = tuple(map(ENTRY_COLUMNS.index, ("reference", "note", "basis", "letter")))
RECORDED_AT = ENTRY_COLUMNS.index("recorded_at")
SPELLED_BY_POSTGRESQL = {
    "effective_on": "effective_on::text",
    "rate_on": "rate_on::text",
    "consent_on": "consent_on::text",
    "last_on": "last_on::text",
    "recorded_at": "to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    "attributed": "attributed::int",
    "rate_implied": "rate_implied::int",
}
"""The expressions by which PostgreSQL spells values as SQLite stores them."""


class StoredEntry(NamedTuple):
    """An entry as stored: the fields that its digest covers, and the digest."""

    number: int
    recorded_at: str
    content: EntryRow
    digest: bytes


class StoredHead(NamedTuple):
    """The head as stored."""

    last_entry_id: int
    last_line_id: int
    last_account_id: int
    digest: bytes
    recorded_at: str | None


class StoredAccount(NamedTuple):
    """An account as stored, with its balances in US cents and in original minor units.

    `last_on` is the day of its last line; `let_in` the reason for days below zero.
    """

    face: AccountFace
    minor: int
    original: int
    last_on: str
    let_in: str


def insert_accounts(connection: Connection, rows: Sequence[Row]) -> None:
    """Write new accounts."""
    _insert(connection, "ledger_account", ACCOUNT_COLUMNS, rows)


def insert_lines(connection: Connection, rows: Sequence[Row]) -> None:
    """Write lines; their entries must follow in the same transaction."""
    _insert(connection, "ledger_line", LINE_COLUMNS, rows)


def insert_entries(connection: Connection, rows: Sequence[Row]) -> None:
    """Write entries, which seals their lines."""
    found = list(_words_of(rows))
    if connection.dialect.name != SQLITE:
        rows = [_with_zone(row) for row in rows]
    _insert(connection, "ledger_entry", ENTRY_COLUMNS, rows)
    if found:
        _insert(connection, "ledger_entry_words", WORD_COLUMNS, found)


def _words_of(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the folded texts of entries; those of plain ASCII need no folding."""
    for row in rows:
        words = "\n".join(row[place] for place in SEARCHED)
        if not words.isascii():
            yield (row[0], fold(words))


def read_accounts(connection: Connection) -> dict[int, StoredAccount]:
    """Read all accounts by their number."""
    rows = _select(connection, "ledger_account", ACCOUNT_COLUMNS, "ORDER BY id")
    return {row[0]: StoredAccount(row[:4], *row[4:]) for row in rows}


def read_entries(connection: Connection, batch: int) -> Iterator[list[StoredEntry]]:
    """Read the entries in the order of their numbers, a batch at a time."""
    last: int | None = None
    while True:
        beyond = "" if last is None else f"WHERE id > {int(last)}"
        rows = _select(
            connection, "ledger_entry", ENTRY_COLUMNS, f"{beyond} ORDER BY id LIMIT {batch}"
        )
        if not rows:
            return
        last = rows[-1][0]
        yield [StoredEntry(row[0], row[RECORDED_AT], row[:-1], bytes(row[-1])) for row in rows]


def read_lines(connection: Connection, first: int, last: int) -> dict[int, list[StoredLine]]:
    """Read the lines of a run of entries, by entry and in their order."""
    rows = _select(
        connection,
        "ledger_line",
        LINE_COLUMNS,
        f"WHERE entry_id BETWEEN {int(first)} AND {int(last)} ORDER BY entry_id, id",
    )
    lines: dict[int, list[Any]] = {}
    for row in rows:
        lines.setdefault(row[1], []).append(row)
    return lines


def read_head(connection: Connection) -> StoredHead:
    """Read the head."""
    row = _select(connection, "ledger_head", StoredHead._fields, "")[0]
    return StoredHead(row[0], row[1], row[2], bytes(row[3]), row[4])


def count_lines(connection: Connection) -> int:
    """Count all lines, with or without an entry."""
    return int(_select(connection, "ledger_line", ["count(*)"], "")[0][0])


def known_references(connection: Connection, references: Iterable[str]) -> set[str]:
    """Return those of the references that entries have."""
    return _references(connection, "ledger_entry", references)


def reserved_references(connection: Connection, references: Iterable[str]) -> set[str]:
    """Return those of the references that waiting requests reserve."""
    return _references(connection, "reserved_reference", references)


def _references(connection: Connection, table: str, references: Iterable[str]) -> set[str]:
    """Return those of the references that a table holds."""
    if connection.dialect.name == SQLITE:
        asked: Any = orjson.dumps(list(references)).decode()
        condition = "WHERE reference IN (SELECT value FROM json_each(?))"
    else:
        asked = list(references)
        condition = "WHERE reference = ANY(%s)"
    rows = _select(connection, table, ["reference"], condition, [asked])
    return {row[0] for row in rows}


def _select(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    rest: str,
    values: Sequence[object] = (),
) -> list[Row]:
    """Read plain tuples through the driver; raises the driver's own errors."""
    if connection.dialect.name != SQLITE:
        columns = [SPELLED_BY_POSTGRESQL.get(column, column) for column in columns]
    cursor: Any = connection.connection.cursor()
    try:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table} {rest}", values)  # noqa: S608 - our own
        rows: list[Row] = cursor.fetchall()
    finally:
        cursor.close()
    return rows


def _insert(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Row]
) -> None:
    """Write tuples through the driver, in the transaction of the connection."""
    cursor: Any = connection.connection.cursor()
    try:
        if connection.dialect.name == SQLITE:
            _insert_into_sqlite(cursor, table, columns, rows)
        else:
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
    finally:
        cursor.close()


def _insert_into_sqlite(
    cursor: Any,  # noqa: ANN401 - the driver's own
    table: str,
    columns: Sequence[str],
    rows: Sequence[Row],
) -> None:
    """Write many rows by one statement, in half the time of one row a statement."""
    one = f"({', '.join('?' * len(columns))})"
    head = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608 - our own names
    whole = len(rows) - len(rows) % ROWS_A_STATEMENT
    many = head + ", ".join([one] * ROWS_A_STATEMENT) if whole else ""
    for start in range(0, whole, ROWS_A_STATEMENT):
        cursor.execute(many, list(chain.from_iterable(rows[start : start + ROWS_A_STATEMENT])))
    cursor.executemany(head + one, rows[whole:])


def _with_zone(row: Row) -> Row:
    """Spell an entry's moment with its zone, UTC, as PostgreSQL requires."""
    return (*row[:RECORDED_AT], f"{row[RECORDED_AT]}+00", *row[RECORDED_AT + 1 :])
