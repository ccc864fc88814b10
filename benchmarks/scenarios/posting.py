"""Expenditures posted in bulk through all rules of the ledger, and handed in and approved.

Months are closed and a request waits meanwhile, so that periods and holds are looked at too.
"""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session

from benchmarks.accounts.files import account, copied, url_of
from benchmarks.racing import timed
from benchmarks.scenario import Aim, Bench, Finding, agree
from tracker.db import make_engine, make_session, transaction
from tracker.fund.approvals.decisions import approve
from tracker.fund.approvals.submission import submit
from tracker.fund.closing.months import Month
from tracker.fund.closing.period_closing import close_months
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.entry_drafts import UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.rows import ENTRY_COLUMNS, LINE_COLUMNS
from tracker.fund.ledger.use_entries import spend

AIM = Aim(3)
MOST = 100_000
MOST_IN_A_REQUEST = 10_000
DAYS = 365  # over which shuffled expenditures are spread
STEP = 7919  # a prime, by which their days jump back and forth
ACTOR = "benchmark"
SHARES = (
    "SELECT account.activity_id, account.contribution_id, account.balance_minor "
    "FROM ledger_account AS account JOIN contribution ON contribution.id = contribution_id "
    "WHERE account.kind = 'allocated' AND balance_minor > 0 "
    "AND state NOT IN ('closed', 'cancelled') "
    "AND use_until >= (SELECT date(max(effective_on), ?) FROM ledger_entry) "
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
    path = account(bench, bench.small)
    drafts = expenditures(path, min(bench.entries, MOST))
    yield compared(bench, path, "expenditures posted through all rules", post, drafts, AIM)
    mixed = expenditures(path, len(drafts), days=DAYS)
    yield compared(bench, path, "expenditures of shuffled days", post, mixed, AIM)
    one = expenditures(path, len(drafts), days=DAYS, most=1)
    yield compared(bench, path, "expenditures of shuffled days on one account", post, one, AIM)
    batch = drafts[: min(len(drafts), MOST_IN_A_REQUEST)]
    yield compared(bench, path, "a request of expenditures handed in and approved", decide, batch)


def compared(
    bench: Bench,
    path: Path,
    what: str,
    work: Callable[[Path, list[UseOfFunds]], None],
    drafts: list[UseOfFunds],
    aim: Aim | None = None,
) -> Finding:
    """Time a way of posting, and bare statements that write the rows of its entries."""
    count = len(drafts)
    ours = peer = float("inf")
    for _ in range(min(bench.rounds, 3)):
        with copied(bench, path) as mine:
            close_and_wait(mine)
            ours = min(ours, timed(work, mine, drafts)[0])
            posted = read_posted(mine, count)
        with copied(bench, path) as bare:
            close_and_wait(bare)
            without_triggers(bare)
            peer = min(peer, timed(execute_many, bare, posted)[0])
            written = read_posted(bare, count)
    agree("rows", posted, written)
    agree("amounts", sum(draft.usd_minor for draft in drafts), _spent(posted))
    return Finding(what, count, ours, peer, "executemany of the same rows", aim, _spent(posted))


def close_and_wait(path: Path) -> None:
    """Close the months before the last, and let a de-allocation of a cent wait."""
    share, last = shares_of(path)[0], last_day(path)
    engine = make_engine(url_of(path))
    with make_session(engine) as session, transaction(session):
        before = last.replace(day=1) - timedelta(days=1)
        close_months(session, Month.of(before), ACTOR, approver="second")
        waits = PostingInstruction(
            EntryKind.DE_ALLOCATION,
            Heading(last, "BENCH-WAITS"),
            1,
            contribution_id=share[1],
            activity_id=share[0],
        )
        submit(session, [waits], ACTOR)
    engine.dispose()


def expenditures(path: Path, count: int, days: int = 1, most: int = 40) -> list[UseOfFunds]:
    """Return lawful expenditures of an account: of ten, eight by name and two by the rule.

    They are spread over so many days, back and forth, and over `most` shares of activities.
    """
    shares, last = shares_of(path, days)[:most], last_day(path)
    rounds = count // len(shares) + 1
    shares = [share for share in shares if share[2] > 2 * rounds]
    return [
        UseOfFunds(
            activity,
            1 + (balance // (2 * rounds) - 1) * (number % 7) // 7,
            Heading(last + timedelta(days=number * STEP % days), f"BENCH-{number:07}"),
            None if number % 5 == 4 else contribution,  # noqa: PLR2004 - one in five by the rule
        )
        for number in range(count)
        for activity, contribution, balance in (shares[number % len(shares)],)
    ]


def shares_of(path: Path, days: int = 1) -> list[tuple[int, int, int]]:
    """Return activities, contributions and what is allocated for so many days: largest first."""
    connection = sqlite3.connect(path)
    shares = connection.execute(SHARES, (f"+{days - 1} days",)).fetchall()
    connection.close()
    return shares


def last_day(path: Path) -> date:
    """Return the day for which the last entry counts."""
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT max(effective_on) FROM ledger_entry").fetchone()
    connection.close()
    return date.fromisoformat(found[0])


def post(path: Path, drafts: list[UseOfFunds]) -> None:
    """Post them all in one transaction."""
    engine = make_engine(url_of(path))
    with make_session(engine) as session:
        post_in(session, drafts)
    engine.dispose()


def decide(path: Path, drafts: list[UseOfFunds]) -> None:
    """Hand them in with a de-allocation of a cent, which takes two persons, and approve."""
    orders = [
        PostingInstruction(
            EntryKind.EXPENDITURE,
            draft.heading,
            draft.usd_minor,
            draft.contribution_id,
            draft.activity_id,
        )
        for draft in drafts
    ]
    back = replace(orders[0], kind=EntryKind.DE_ALLOCATION, usd_minor=1)
    back = replace(back, heading=replace(back.heading, reference="BENCH-BACK"))
    engine = make_engine(url_of(path))
    with make_session(engine) as session:
        with transaction(session):
            handed_in = submit(session, [back, *orders], ACTOR)
        with transaction(session):
            approve(session, handed_in.request, "second", shown=handed_in.digest)
    engine.dispose()


def post_in(session: Session, drafts: list[UseOfFunds]) -> None:
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
