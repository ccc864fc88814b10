"""The reads of a process that starts, and the memory that they take."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.accounts.files import account, environment, url_of
from benchmarks.racing import race
from benchmarks.scenario import Aim, Bench, Finding, Unit, agree
from tracker.db import make_engine
from tracker.fund.ledger.measures import CODES, Measure
from tracker.settings import ROOT
from tracker.totals.ledger_lines import OF_ACCOUNTS, LedgerLines
from tracker.totals.snapshot import Snapshot

AIM = Aim(4)
WITHIN = Aim(1)
BYTES_PER_ENTRY = 16
WORKER_BYTES = 150 << 20
KIB = 1 << 10
BATCH = 250_000
STATEMENTS = (
    "SELECT id, effective_on, recorded_at FROM ledger_entry",
    "SELECT id, contribution_id, activity_id FROM ledger_account",
    (
        "SELECT line.minor, line.entry_id, line.account_id, "
        f"coalesce(line.measure, {CODES[Measure.ENCUMBERED]}), line.attributed "
        "FROM ledger_line line JOIN ledger_account account ON account.id = line.account_id "
        "WHERE line.measure IS NOT NULL OR account.kind = 'allocated'"
    ),
)
START = "import wsgi; print(open('/proc/self/status').read())"
RESIDENT = re.compile(r"^VmRSS:\s+(\d+) kB$", re.MULTILINE)


def run(bench: Bench) -> Iterator[Finding]:
    """Compare the first reading of an account with a scan, and memory with its limits."""
    path = account(bench, bench.entries)
    engine = make_engine(url_of(path))
    rounds = min(bench.rounds, 3)

    def read() -> LedgerLines:
        snapshot = Snapshot()
        with engine.connect() as connection:
            snapshot.refresh(connection)
        return snapshot.lines

    found = race(read, lambda: scan(path), rounds)
    engine.dispose()
    lines = found.our_result
    total = int(abs(lines.cents.values).sum())
    agree("cents read", total, found.peer_result)
    yield Finding(
        "cold start: the account read whole",
        bench.entries,
        found.ours,
        found.peer,
        "a bare scan of the same rows",
        AIM,
        total,
    )
    yield Finding(
        "memory of the columns, by line that counts",
        len(lines.cell),
        bytes_of(lines) / max(len(lines.cell), 1),
        BYTES_PER_ENTRY,
        "16 bytes",
        WITHIN,
        unit=Unit.BYTES,
        of="lines",
    )
    yield Finding(
        "memory of the columns, by entry",
        bench.entries,
        bytes_of(lines) / bench.entries,
        BYTES_PER_ENTRY,
        "16 bytes",
        WITHIN,
        unit=Unit.BYTES,
    )
    yield Finding(
        "memory of a worker before it reads anything",
        0,
        worker_bytes(path),
        WORKER_BYTES,
        "150 MiB",
        WITHIN,
        unit=Unit.BYTES,
    )


def scan(path: Path) -> int:
    """Fetch the same rows by the bare driver; return the sum of all amounts, signs left out."""
    connection = sqlite3.connect(path)
    total = 0
    for statement in STATEMENTS:
        cursor = connection.execute(statement)
        while rows := cursor.fetchmany(BATCH):
            if "minor" in statement:
                total += sum(abs(row[0]) for row in rows)
    connection.close()
    return total


def bytes_of(lines: LedgerLines) -> int:
    """Return what the columns of the ledger take."""
    columns = ("cell", "day", "cents", *OF_ACCOUNTS)
    return sum(getattr(lines, name).nbytes for name in columns)


def worker_bytes(path: Path) -> int:
    """Return what a process takes that has loaded the application and served nothing (Linux)."""
    done = subprocess.run(
        [sys.executable, "-c", START],
        cwd=ROOT,
        env=environment(path),
        capture_output=True,
        text=True,
        check=True,
    )
    found = RESIDENT.search(done.stdout)
    if found is None:
        raise RuntimeError("the system does not say how much memory a process takes")
    return int(found[1]) * KIB
