"""Both databases themselves refuse to change the ledger, whoever asks."""

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from tests.fund.small_fund import Fund, contents

ENTRY = (
    "INSERT INTO ledger_entry (id, kind, reference, effective_on, recorded_at, recorded_by,"
    " usd_minor, currency, rate_source, note, digest)"
    " SELECT {id}, kind, '{reference}', effective_on, recorded_at, recorded_by, usd_minor,"
    " currency, rate_source, note, digest FROM ledger_entry WHERE id = 1"
)
LINE = (
    "INSERT INTO ledger_line (id, entry_id, account_id, minor, attributed)"
    " VALUES ({id}, {entry}, {account}, {minor}, false)"
)
FORBIDDEN = {
    "an entry changed": ["UPDATE ledger_entry SET note = 'x' WHERE id = 1"],
    "an entry deleted": ["DELETE FROM ledger_entry WHERE id = 6"],
    "a line changed": ["UPDATE ledger_line SET minor = minor WHERE id = 1"],
    "a line deleted": ["DELETE FROM ledger_line WHERE id = 1"],
    "an account given away": ["UPDATE ledger_account SET contribution_id = 2 WHERE id = 1"],
    "an account deleted": ["DELETE FROM ledger_account WHERE id = 1"],
    "a balance inside the fund below zero": [
        "UPDATE ledger_account SET balance_minor = -1 WHERE kind = 'unallocated'"
    ],
    "a line added to a written entry": [LINE.format(id=900, entry=1, account=1, minor=5)],
    "an entry without lines": [ENTRY.format(id=900, reference="X")],
    "an entry out of balance": [
        LINE.format(id=900, entry=900, account=1, minor=5),
        LINE.format(id=901, entry=900, account=2, minor=-4),
        ENTRY.format(id=900, reference="X"),
    ],
    "lines without an entry": [
        LINE.format(id=900, entry=900, account=1, minor=5),
        LINE.format(id=901, entry=900, account=2, minor=-5),
    ],
    "a line of no account": [LINE.format(id=900, entry=900, account=900, minor=5)],
    "a reference twice": [
        LINE.format(id=900, entry=900, account=1, minor=5),
        LINE.format(id=901, entry=900, account=2, minor=-5),
        ENTRY.format(id=900, reference="R1"),
    ],
    "the head set back": ["UPDATE ledger_head SET last_entry_id = last_entry_id - 1"],
    "the head's digest changed": ["UPDATE ledger_head SET digest = substr(digest, 2)"],
    "the head deleted": ["DELETE FROM ledger_head"],
}
REPLACED = {
    "an entry replaced": "INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry",
    "an entry's reference taken over": ENTRY.format(id=900, reference="R1").replace(
        "INSERT", "INSERT OR REPLACE"
    ),
    "a line moved to a new entry": LINE.format(id=1, entry=900, account=1, minor=0).replace(
        "INSERT", "INSERT OR REPLACE"
    ),
    "an account replaced": "INSERT OR REPLACE INTO ledger_account SELECT * FROM ledger_account",
    "an account's place taken": (
        "INSERT OR REPLACE INTO ledger_account SELECT 900, kind, contribution_id, activity_id, 0, 0"
        " FROM ledger_account WHERE id = 1"
    ),
    "the head replaced": "INSERT OR REPLACE INTO ledger_head SELECT * FROM ledger_head",
}


def execute(engine: Engine, statements: list[str]) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def expect_refusal(engine: Engine, session: Session, statements: list[str]) -> None:
    before = contents(session)
    with pytest.raises(DatabaseError):
        execute(engine, statements)
    assert contents(session) == before


@pytest.mark.parametrize("name", FORBIDDEN)
def test_it_is_refused(engine: Engine, session: Session, posted: Fund, name: str) -> None:
    del posted
    expect_refusal(engine, session, FORBIDDEN[name])


@pytest.mark.parametrize("name", REPLACED)
def test_nothing_is_replaced_on_sqlite(fresh_sqlite_session: Session, name: str) -> None:
    engine = fresh_sqlite_session.get_bind()
    assert isinstance(engine, Engine)
    expect_refusal(engine, fresh_sqlite_session, [REPLACED[name]])


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_line", "ledger_account", "ledger_head"])
def test_nothing_is_emptied_on_postgresql(postgres_session: Session, table: str) -> None:
    engine = postgres_session.get_bind()
    assert isinstance(engine, Engine)
    expect_refusal(engine, postgres_session, [f"TRUNCATE {table} CASCADE"])
