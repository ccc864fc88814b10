"""Verification finds changes of the ledger's tables."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tests.fund.small_fund import Fund
from tracker.db import transaction
from tracker.fund.ledger.verification import verify

TABLES = (
    "ledger_entry",
    "ledger_line",
    "ledger_account",
    "ledger_head",
    "closed_period",
    "closing_balance",
    "audit_record",
    "row_seal",
    "trail_head",
)
SWAP = (
    "WITH kept AS MATERIALIZED (SELECT id, {column} FROM {table} WHERE id IN ({a}, {b}))"
    " UPDATE {table} SET {column} = (SELECT kept.{column} FROM kept WHERE kept.id = {a} + {b} -"
    " {table}.id) WHERE id IN ({a}, {b})"
)
TAMPERED: dict[str, tuple[str, Sequence[str]]] = {
    "one letter of a note": (
        "entry 2",
        ["UPDATE ledger_entry SET note = 'by tranzfer' WHERE id = 2"],
    ),
    "text moved from one field to its neighbour": (
        "entry 2",
        ["UPDATE ledger_entry SET note = '', rate_source = note WHERE id = 2"],
    ),
    "the kind": ("entry 2", ["UPDATE ledger_entry SET kind = 'refund' WHERE id = 2"]),
    "the reference": ("entry 2", ["UPDATE ledger_entry SET reference = 'R1b' WHERE id = 2"]),
    "the day": ("entry 2", ["UPDATE ledger_entry SET effective_on = '2024-01-02' WHERE id = 2"]),
    "who recorded it": ("entry 2", ["UPDATE ledger_entry SET recorded_by = 'me' WHERE id = 2"]),
    "when it was recorded": (
        "entry 2",
        ["UPDATE ledger_entry SET recorded_at = '2020-01-01 00:00:00.000000+00' WHERE id = 2"],
    ),
    "two notes swapped": (
        "entry 2",
        [SWAP.format(table="ledger_entry", column="note", a=2, b=3)],
    ),
    "a digest": ("entry 3", ["UPDATE ledger_entry SET digest = substr(digest, 2) WHERE id = 3"]),
    "two lines changed, still in balance": (
        "entry 2",
        [
            "UPDATE ledger_line SET minor = minor - 1 WHERE id = 3",
            "UPDATE ledger_line SET minor = minor + 1 WHERE id = 4",
            (
                "UPDATE ledger_account SET balance_minor = balance_minor - 1 WHERE id ="
                " (SELECT account_id FROM ledger_line WHERE id = 3)"
            ),
            (
                "UPDATE ledger_account SET balance_minor = balance_minor + 1 WHERE id ="
                " (SELECT account_id FROM ledger_line WHERE id = 4)"
            ),
        ],
    ),
    "one line": ("entry 1", ["UPDATE ledger_line SET minor = minor + 1 WHERE id = 1"]),
    "a line's measure": ("entry 1", ["UPDATE ledger_line SET measure = 9 WHERE id = 1"]),
    "a line's account": ("entry 1", ["UPDATE ledger_line SET account_id = 3 WHERE id = 1"]),
    "a line called direct": (
        "entry 4",
        ["UPDATE ledger_line SET attributed = NOT attributed WHERE entry_id = 4"],
    ),
    "a line moved to another entry": (
        "entry 1",
        ["UPDATE ledger_line SET entry_id = 2 WHERE entry_id = 1"],
    ),
    "a line deleted": ("entry 1", ["DELETE FROM ledger_line WHERE id = 1"]),
    "lines added in balance": (
        "entry 1",
        [
            (
                "INSERT INTO ledger_line (id, entry_id, account_id, minor, attributed)"
                " VALUES (900, 1, 1, 5, false), (901, 1, 1, -5, false)"
            )
        ],
    ),
    "a balance": (
        "account 1 (pledged)",
        ["UPDATE ledger_account SET balance_minor = balance_minor + 1 WHERE id = 1"],
    ),
    "a balance in the original currency": (
        "account 1 (pledged)",
        ["UPDATE ledger_account SET original_minor = original_minor + 1 WHERE id = 1"],
    ),
    "an account's owner": (
        "entry 1",
        ["UPDATE ledger_account SET contribution_id = 5 WHERE id = 1"],
    ),
    "an account that no entry opened": (
        "account 900 (spent)",
        [
            (
                "INSERT INTO ledger_account"
                " (id, kind, contribution_id, balance_minor, original_minor)"
                " VALUES (900, 'spent', 5, 0, 0)"
            )
        ],
    ),
    "the last entry deleted": (
        "head",
        ["DELETE FROM ledger_line WHERE entry_id = 6", "DELETE FROM ledger_entry WHERE id = 6"],
    ),
    "the last entry deleted and the head set back": (
        "account",
        [
            "DELETE FROM ledger_line WHERE entry_id = 6",
            "DELETE FROM ledger_entry WHERE id = 6",
            (
                "UPDATE ledger_head SET last_entry_id = 5, digest ="
                " (SELECT digest FROM ledger_entry WHERE id = 5)"
            ),
        ],
    ),
    "an entry deleted": (
        "entry 4",
        ["DELETE FROM ledger_line WHERE entry_id = 3", "DELETE FROM ledger_entry WHERE id = 3"],
    ),
    "the head's digest": ("head", ["UPDATE ledger_head SET digest = substr(digest, 2)"]),
    "the head's time": ("head", ["UPDATE ledger_head SET recorded_at = NULL"]),
    "everything": (
        "head",
        ["DELETE FROM ledger_line", "DELETE FROM ledger_entry", "DELETE FROM ledger_account"],
    ),
}


def tamper(engine: Engine, statements: Sequence[str]) -> None:
    """Change the database as someone would who owns it, stops its guards, and puts them back."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            statements = [one.replace(".000000+00", ".000000") for one in statements]
            triggers = connection.execute(
                text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            ).all()
            for name, _ in triggers:
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            for table in TABLES:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(text(statement))
        if engine.dialect.name == "sqlite":
            for _, made in triggers:
                connection.exec_driver_sql(made)
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            for table in TABLES:
                connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


def test_an_untouched_ledger_is_clean(session: Session, posted: Fund) -> None:
    del posted
    done: list[int] = []
    found = verify(session, done.append)
    assert (found.clean, found.entries, found.faults) == (True, 6, [])
    assert sum(done) == 6


def test_an_empty_ledger_is_clean(session: Session) -> None:
    assert verify(session).clean


@pytest.mark.parametrize("name", TAMPERED)
def test_it_is_found(engine: Engine, session: Session, posted: Fund, name: str) -> None:
    del posted
    where, statements = TAMPERED[name]
    tamper(engine, statements)
    found = verify(session)
    assert not found.clean
    assert any(fault.where.startswith(where) for fault in found.faults), found.faults


def test_one_changed_entry_is_one_fault(engine: Engine, session: Session, posted: Fund) -> None:
    del posted
    tamper(engine, ["UPDATE ledger_entry SET note = 'x' WHERE id = 2"])
    assert verify(session).fault_count == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_line SET minor = 'much' WHERE id = 1",
        "UPDATE ledger_line SET minor = minor + 0.5 WHERE id = 1",
        "UPDATE ledger_line SET original_minor = x'00' WHERE id = 1",
        "UPDATE ledger_entry SET note = x'ff' WHERE id = 1",
        "UPDATE ledger_entry SET note = CAST(x'ff' AS TEXT) WHERE id = 1",
        "UPDATE ledger_entry SET effective_on = 'yesterday' WHERE id = 1",
        "UPDATE ledger_line SET entry_id = 900 WHERE entry_id = 6",
    ],
)
def test_what_sqlite_lets_in_is_found(fresh_sqlite_session: Session, statement: str) -> None:
    engine = fresh_sqlite_session.get_bind()
    assert isinstance(engine, Engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        connection.exec_driver_sql("BEGIN")
        for name in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).all():
            connection.exec_driver_sql(f"DROP TRIGGER {name[0]}")
        connection.exec_driver_sql(statement)
        connection.commit()
    assert not verify(fresh_sqlite_session).clean


def test_one_byte_of_the_file_is_found(fresh_sqlite_session: Session) -> None:
    engine = fresh_sqlite_session.get_bind()
    assert isinstance(engine, Engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    fresh_sqlite_session.close()
    engine.dispose()
    file = Path(engine.url.database or "")
    before = file.read_bytes()
    assert before.count(b"by transfer") == 1
    file.write_bytes(before.replace(b"by transfer", b"by transfes"))
    assert [fault.where for fault in verify(fresh_sqlite_session).faults] == ["entry 2"]


def test_it_is_not_asked_in_the_middle_of_a_write(session: Session) -> None:
    with transaction(session), pytest.raises(RuntimeError):
        verify(session)
