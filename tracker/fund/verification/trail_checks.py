"""Checks of the trail and of the rows that it seals."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlmodel import col

from tracker.fund.ledger.verification import Verification
from tracker.people.tables import RecordState, RowSeal, TrailHead
from tracker.people.trail_chain import GUARDS, last_schema, read_trail
from tracker.people.trail_writer import NO_SEAL, START, record_digest
from tracker.sealing.coverage import SEALED
from tracker.sealing.guards import guard_faults, read_guards
from tracker.sealing.row_digests import GONE, SealedRow, all_digests, digest_of_set

Newest = dict[tuple[str, str], tuple[int, bytes]]
"""The record that sealed a row last, and the digest, by table and key."""
BATCH = 2_000


def check_trail(connection: Connection, found: Verification) -> None:
    """Check the chain of the trail and its head, its seals, and the rows that they seal."""
    seals = _check_chain(connection, found)
    _check_rows(connection, found, _check_seals(connection, found, seals))


def check_guards(connection: Connection, found: Verification) -> None:
    """Compare triggers, checks and indexes with those that the newest migration left."""
    made = last_schema(connection).get(GUARDS, {})
    for name, message in guard_faults(made, read_guards(connection)):
        found.add(name, message)


def _check_chain(connection: Connection, found: Verification) -> dict[int, bytes]:
    """Recompute the chain; return the seals by the numbers of their records."""
    seals: dict[int, bytes] = {}
    number, before = 0, START
    illustrative: object = None
    for record in read_trail(connection):
        found.records += 1
        if found.records % BATCH == 0:
            found.progress(BATCH)
        if record_digest(before, record.content) != record.digest:
            gap = record.number - number - 1
            found.add(
                f"record {record.number} of the trail",
                "the digest does not match the content and the record before it"
                + (f"; {gap} records before it are missing" if gap else ""),
            )
        number, before = record.number, record.digest  # so that one fault is one fault
        if record.seal != NO_SEAL:
            seals[number] = record.seal
        illustrative = record.facts.get("illustrative", illustrative)
    found.progress(found.records % BATCH)
    _check_head(connection, found, number, before)
    if bool(illustrative) != connection.execute(select(col(RecordState.illustrative))).scalar():
        found.add(
            "state of the record", "the trail does not say that the account is illustrative, or is"
        )
    return seals


def _check_head(connection: Connection, found: Verification, number: int, last: bytes) -> None:
    """Compare the head with the last record: a trail cut short at its end shows here."""
    statement = select(col(TrailHead.last_record_id), col(TrailHead.digest))
    heads = connection.execute(statement).all()
    if [written for written, _ in heads] != [number]:
        written = ", ".join(str(each) for each, _ in heads) or "no"
        found.add("head of the trail", f"{written} records were written, the last is {number}")
    elif bytes(heads[0][1]) != last:
        found.add("head of the trail", "its digest is not that of the last record")


def _check_seals(connection: Connection, found: Verification, expected: dict[int, bytes]) -> Newest:
    """Compare the seals of rows with the records that they belong to; return the newest ones."""
    newest: Newest = {}
    for number, rows in groupby(_seals(connection), key=lambda one: one[0]):
        sealed = sorted(row for _, row in rows)
        if digest_of_set(sealed) != expected.pop(number, NO_SEAL):
            found.add(
                f"record {number} of the trail", "the seals of its rows are not those that it made"
            )
        newest.update(((row.table, row.key), (number, row.digest)) for row in sealed)
    for number in sorted(expected):
        found.add(f"record {number} of the trail", "the seals of its rows are missing")
    return newest


def _seals(connection: Connection) -> Iterator[tuple[int, SealedRow]]:
    """Read the seals in the order of their records."""
    statement = select(
        col(RowSeal.record_id), col(RowSeal.table_name), col(RowSeal.row_key), col(RowSeal.digest)
    ).order_by(col(RowSeal.record_id))
    streamed = statement.execution_options(yield_per=BATCH)
    for number, table, key, digest in connection.execute(streamed):
        yield number, SealedRow(table, key, bytes(digest))


def _check_rows(connection: Connection, found: Verification, newest: Newest) -> None:
    """Compare every row with its newest seal."""
    for name in sorted(SEALED):
        for row in all_digests(connection, name):
            found.rows += 1
            if found.rows % BATCH == 0:
                found.progress(BATCH)
            number, digest = newest.pop((row.table, row.key), (0, GONE))
            where = f"{row.table} {row.key}"
            if digest == GONE:
                found.add(where, "no record of the trail seals this row")
            elif digest != row.digest:
                found.add(where, f"it is not what record {number} of the trail sealed")
    found.progress(found.rows % BATCH)
    for (name, key), (number, digest) in newest.items():
        if digest != GONE:
            found.add(f"{name} {key}", f"it is gone; record {number} of the trail sealed it")
