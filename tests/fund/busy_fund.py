"""Several processes that prepare, approve, return, spend and reverse at random on one database.

`python -m tests.fund.busy_fund DATABASE --seconds 60 --processes 8` prints what came of it.
DATABASE is the URL of an empty database, or `sqlite` or `postgresql` for one that is made for it.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from tests.fund.busy_outcome import Told, expect_nothing_lost, read_log
from tests.fund.small_fund import add_catalogue, heading
from tests.support.databases import make_sqlite_template, postgres_server, sqlite_file_url
from tracker.db import make_engine, make_session, transaction
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.tables import LedgerEntry, LedgerHead, LedgerLine
from tracker.migrating import upgrade
from tracker.settings import ROOT

WORKER = Path(__file__).with_name("busy_worker.py")
AT_LEAST = 480
"""So many things are tried by all together, however slow the machine is: some of every sort."""
STARTING_SECONDS = 300.0  # on a busy machine


def begin(session: Session) -> set[str]:
    """Put the catalogue and some money in an empty database; return the references."""
    fund = add_catalogue(session)
    with transaction(session), open_book(session, "test", "second") as book:
        for code, number in fund.contributions.items():
            if code != "FRA":
                receive(book, ContributionMovement(number, 1_000_00, heading(f"begin-{code}")))
    return {f"begin-{code}" for code in fund.contributions if code != "FRA"}


def start(
    url: str, seconds: float, seed: str, log: Path, *only: str, least: int = 0
) -> subprocess.Popen[bytes]:
    """Start a busy person, named as the log is; `only` may be the one verb to use."""
    return subprocess.Popen(
        [
            *(sys.executable, str(WORKER), url, log.stem, str(seconds), str(least), seed),
            *(str(log), *only),
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def wait_until_ready(logs: Sequence[Path]) -> None:
    """Wait until all have told that they are ready."""
    until = time.monotonic() + STARTING_SECONDS
    while not all(log.exists() and log.stat().st_size for log in logs):
        assert time.monotonic() < until, "the processes did not start"
        time.sleep(0.02)


@contextmanager
def ended(people: Sequence["subprocess.Popen[Any]"]) -> Iterator[None]:
    """End those who are still busy at the end of the block, so that nobody writes afterwards."""
    try:
        yield
    finally:
        for one in people:
            one.kill()
            one.wait()


def run(url: str, folder: Path, processes: int, seconds: float, seed: str) -> Told:
    """Let so many people be busy; return what they were told, having checked the record."""
    engine = make_engine(url)
    with make_session(engine) as session:
        known = begin(session)
        logs = [folder / f"person-{number}.log" for number in range(processes)]
        least = AT_LEAST // processes
        people = [start(url, seconds, seed, log, least=least) for log in logs]
        with ended(people):
            wait_until_ready(logs)
            while any(one.poll() is None for one in people):
                assert is_whole(session), "a reader saw half an entry"
                time.sleep(0.05)
        assert [one.returncode for one in people] == [0] * processes
        told = Told()
        for log in logs:
            told.add(read_log(log))
        expect_nothing_lost(session, told, known)
    engine.dispose()
    return told


def is_whole(reader: Session) -> bool:
    """Tell whether a reader sees whole entries alone: sums of zero, all that the head promises."""
    reader.rollback()
    entries, lines, money, last_entry, last_line = reader.exec(
        select(
            select(func.count(col(LedgerEntry.id))).scalar_subquery(),
            select(func.count(col(LedgerLine.id))).scalar_subquery(),
            select(func.coalesce(func.sum(LedgerLine.minor), 0)).scalar_subquery(),
            select(LedgerHead.last_entry_id).scalar_subquery(),
            select(LedgerHead.last_line_id).scalar_subquery(),
        )  # type: ignore[call-overload]
    ).one()
    reader.rollback()
    return (entries, lines, money) == (last_entry, last_line, 0)


@contextmanager
def database(named: str, folder: Path) -> Iterator[str]:
    """Give the URL of an empty migrated database."""
    if named == "sqlite":
        yield sqlite_file_url(make_sqlite_template(folder / "busy.sqlite"))
    elif named == "postgresql":
        with postgres_server() as server:
            yield server.lend_migrated()
    else:
        upgrade(named)
        yield named


def report(told: Told, seconds: float) -> str:
    """Say in words what came of it."""
    done = len(told.written) + len(told.prepared) + len(told.decided)
    states = [state.value for state in told.decided.values()]
    lines = [
        f"{told.attempts} attempts in {seconds:.0f} s, {told.attempts / seconds:.0f} a second",
        f"{done} acknowledged: {len(told.written)} entries posted at once, "
        f"{len(told.prepared)} requests prepared, "
        + ", ".join(f"{states.count(each)} {each}" for each in sorted(set(states))),
        "refused: " + ", ".join(f"{n} {why}" for why, n in told.refusals.most_common()),
        f"waits: {told.slow} over one second, the longest {told.longest:.2f} s",
        f"broken by the database: {dict(told.broken) or 'none'}",
        "lost: none; below zero: none; verification: clean",
    ]
    return "\n".join(lines)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--seed", default="1")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with database(asked.database, folder) as url:
            told = run(url, folder, asked.processes, asked.seconds, asked.seed)
    sys.stdout.write(report(told, asked.seconds) + "\n")


if __name__ == "__main__":
    main()
