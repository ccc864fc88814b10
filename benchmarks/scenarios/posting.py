"""Expenditures posted in bulk through all rules of the ledger."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session

from benchmarks.accounts import account, copied, url_of
from benchmarks.racing import timed
from benchmarks.scenario import Aim, Bench, Finding, agree
from tracker.db import make_engine, make_session, transaction
from tracker.fund.ledger.drafts import Use
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.posting_uses import spend
from tracker.fund.ledger.rows import ENTRY_COLUMNS, LINE_COLUMNS
from tracker.fund.ledger.writing import open_book

AIM = Aim(8)
MOST = 100_000
ACTOR = "benchmark"
SHARES = (
    "SELECT account.activity_id, account.contribution_id, account.balance_minor "
    "FROM ledger_account AS account JOIN contribution ON contribution.id = contribution_id "
    "WHERE account.kind = 'allocated' AND balance_minor > 0 "
    "AND state NOT IN ('closed', 'cancelled') "
    "AND use_until >= (SELECT max(effective_on) FROM ledger_entry) "
    "ORDER BY balance_minor DESC LIMIT 40"
)


@dataclass(frozen=True, slots=True)
class Posted:
    """The rows that a posting wrote, and the balances that it changed."""

    entries: list[tuple[Any, ...]]
    lines: list[tuple[Any, ...]]
    balances: list[tuple[Any, ...]]


def run(bench: Bench) -> Iterator[Finding]:
    """Compare posting by the verbs with bare statements that write the same rows."""
    count = min(bench.entries, MOST)
    path = account(bench, bench.small)
    drafts = expenditures(path, count)
    ours = peer = float("inf")
    for _ in range(min(bench.rounds, 3)):
        with copied(bench, path) as mine:
            ours = min(ours, timed(post, mine, drafts)[0])
            posted = read_posted(mine, count)
        with copied(bench, path) as bare:
            without_triggers(bare)
            peer = min(peer, timed(execute_many, bare, posted)[0])
            written = read_posted(bare, count)
    agree("rows", posted, written)
    agree("amounts", sum(draft.usd_minor for draft in drafts), _spent(posted))
    yield Finding(
        "expenditures posted through all rules",
        count,
        ours,
        peer,
        "executemany of the same rows",
        AIM,
        _spent(posted),
    )


def expenditures(path: Path, count: int) -> list[Use]:
    """Return lawful expenditures of an account: of ten, eight by name and two by the rule."""
    connection = sqlite3.connect(path)
    shares = connection.execute(SHARES).fetchall()
    last = date.fromisoformat(
        connection.execute("SELECT max(effective_on) FROM ledger_entry").fetchone()[0]
    )
    connection.close()
    rounds = count // len(shares) + 1
    shares = [share for share in shares if share[2] > 2 * rounds]
    return [
        Use(
            activity,
            1 + (balance // (2 * rounds) - 1) * (number % 7) // 7,
            Heading(last, f"BENCH-{number:07}"),
            None if number % 5 == 4 else contribution,  # noqa: PLR2004 - one in five by the rule
        )
        for number in range(count)
        for activity, contribution, balance in (shares[number % len(shares)],)
    ]


def post(path: Path, drafts: list[Use]) -> None:
    """Post them all in one transaction."""
    engine = make_engine(url_of(path))
    with make_session(engine) as session:
        post_in(session, drafts)
    engine.dispose()


def post_in(session: Session, drafts: list[Use]) -> None:
    """Post expenditures in one transaction of a session."""
    with transaction(session), open_book(session, ACTOR, "second") as book:
        book.prepare(activities={draft.activity_id for draft in drafts})
        for draft in drafts:
            spend(book, draft)


def read_posted(path: Path, count: int) -> Posted:
    """Read the last so many entries with their lines, and all balances."""
    connection = sqlite3.connect(path)
    entries = connection.execute(
        f"SELECT {', '.join(ENTRY_COLUMNS)} FROM ledger_entry ORDER BY id DESC LIMIT {count}"
    ).fetchall()[::-1]
    lines = connection.execute(
        f"SELECT {', '.join(LINE_COLUMNS)} FROM ledger_line WHERE entry_id >= ? ORDER BY id",
        entries[0][:1],
    ).fetchall()
    balances = connection.execute("SELECT balance_minor, id FROM ledger_account").fetchall()
    connection.close()
    return Posted(entries, lines, balances)


def without_triggers(path: Path) -> None:
    """Leave tables, constraints and indexes, and take what guards them away."""
    connection = sqlite3.connect(path)
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.close()


def execute_many(path: Path, posted: Posted) -> None:
    """Write the rows by three bare statements in one transaction."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    with connection:
        connection.executemany(_insertion("ledger_entry", ENTRY_COLUMNS), posted.entries)
        connection.executemany(_insertion("ledger_line", LINE_COLUMNS), posted.lines)
        connection.executemany(
            "UPDATE ledger_account SET balance_minor = ? WHERE id = ?", posted.balances
        )
    connection.close()


def _insertion(table: str, columns: tuple[str, ...]) -> str:
    """Return the statement that inserts a row."""
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _spent(posted: Posted) -> int:
    """Return the sum of the entries' amounts in US cents."""
    at = ENTRY_COLUMNS.index("usd_minor")
    return sum(entry[at] for entry in posted.entries)
