"""Projects imported with their funding: read, checked, added, and paid for by their funds.

The peers write the same rows of every table by bare statements: into tables without triggers, and
with the triggers and foreign keys that guard the record, which no program can do without. A project
is paid by all contributions to its fund, so that a row of the sheet becomes some 160 rows of the
record. All seconds are those of the processor.
"""

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.accounts.files import flask, url_of, working_folder
from benchmarks.importer import PROFILE
from benchmarks.scenario import Aim, Bench, Finding, Unit, agree
from tracker.settings import ROOT

AIM = Aim(4)
MOST = 6_800
FUNDS, GIVERS = 20, 50
PROJECTS_OF = 10  # one project for so many entries that a run asks for
MEMORY = 400 * 1_000_000
"""What an import may hold, in bytes."""
COLUMNS = """
[contributions]
columns.reference = "ref"
columns.donor = "donor"
columns.amount = "paid"
columns.received = "paid"
columns.received_on = "day"
columns.programmes = "fund"
constants.earmarking = "2"
constants.support_rate = "0"
constants.support_rate_reason = "the fund has none"

[activities]
columns.code = "code"
columns.title = "title"
columns.programme = "fund"
columns.budget = "budget"
columns.partners = "partner"
columns.women = "women"
columns.men = "men"
columns._approved_on = "day"
constants = { type = "other", status = "closed", beneficiaries = "KEN" }
fund_from = "programme"
"""
FUND = '[[known_programmes]]\ncode = "{fund}"\ntitle = "{fund}"\nkind = "national"\nplace = "KEN"\n'
Tables = Mapping[str, Sequence[tuple[Any, ...]]]


def run(bench: Bench) -> Iterator[Finding]:
    """Compare an import with bare statements that write the same rows, and its memory."""
    projects = max(1, min(bench.entries // PROJECTS_OF, MOST))
    with working_folder(bench) as folder:
        write_sheets(folder, projects)
        before, after = folder / "before.sqlite", folder / "after.sqlite"
        flask(before, "db", "upgrade")
        imported(before, folder, "contributions")
        shutil.copy(before, after)
        took = imported(after, folder, "activities")
        bench.note(f"{took['rows'] / took['seconds']:,.0f} projects a second")
        rows = added_rows(before, after)
        wanted = count_rows(after)
        bare, guarded = (
            written(before, folder / name, rows, wanted, guarded=name == "guarded.sqlite")
            for name in ("bare.sqlite", "guarded.sqlite")
        )
    of_rows = f"executemany of the same {sum(map(len, rows.values())):,} rows"
    yield Finding(
        "projects imported with their funding",
        projects,
        took["seconds"],
        bare,
        of_rows,
        AIM,
        of="projects",
    )
    yield Finding(
        "the same",
        projects,
        took["seconds"],
        guarded,
        f"{of_rows}, with triggers and foreign keys",
        of="projects",
    )
    yield Finding(
        "memory of a process that imports them",
        projects,
        took["peak"],
        MEMORY,
        "400 MB",
        Aim(1),
        unit=Unit.BYTES,
        of="projects",
    )


def write_sheets(folder: Path, projects: int) -> None:
    """Write the profile, the contributions to the funds, and the projects that they pay for."""
    funds = [f"F-{number:02}" for number in range(FUNDS)]
    known = "".join(FUND.format(fund=fund) for fund in funds)
    (folder / f"{PROFILE}.toml").write_text(f'title = "Benchmark"\n{known}{COLUMNS}')
    money = [
        (f"{fund}-{number:02}", "Italy" if number % 2 else "Japan", 10_000_000 + number, fund)
        for fund in funds
        for number in range(GIVERS)
    ]
    write(folder / "contributions.csv", "ref donor paid fund day", [
        (*row, f"2015-01-{1 + place % 28:02}") for place, row in enumerate(money)
    ])  # fmt: skip
    write(folder / "activities.csv", "code title fund budget partner women men day", [
        (
            f"P-{number:05}", f"Project {number}", funds[number % FUNDS], f"{1_000 + number}.37",
            f"Partner {number % 300}", number % 90, number % 70,
            f"{2016 + number % 5}-{1 + number % 12:02}-{1 + number % 28:02}",
        )
        for number in range(projects)
    ])  # fmt: skip


def write(path: Path, headings: str, rows: Sequence[Sequence[object]]) -> None:
    """Write a sheet as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings.split(), *rows])


def imported(path: Path, folder: Path, kind: str) -> dict[str, float]:
    """Import a sheet in a process of its own; return seconds and peak of memory."""
    command = [sys.executable, "-m", "benchmarks.importer", url_of(path), str(folder), kind]
    done = subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    took: dict[str, float] = json.loads(done.stdout)
    agree("faults", took["faults"], 0)
    return took


def tables_of(connection: sqlite3.Connection) -> list[str]:
    """Return the names of all tables but the search index, which its own statements fill."""
    found = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    )
    return [name for (name,) in found if not name.startswith("sqlite_")]


def added_rows(before: Path, after: Path) -> Tables:
    """Return the rows that an import has added, by table."""
    connection = sqlite3.connect(after)
    connection.execute("ATTACH ? AS earlier", (str(before),))
    rows = {
        name: connection.execute(
            f"SELECT * FROM main.{name} WHERE rowid NOT IN (SELECT rowid FROM earlier.{name})"
        ).fetchall()
        for name in tables_of(connection)
        if has_rowid(connection, name)
    }
    connection.close()
    return {name: found for name, found in rows.items() if found}


def has_rowid(connection: sqlite3.Connection, name: str) -> bool:
    """Tell whether rows of a table are numbered by SQLite."""
    try:
        connection.execute(f"SELECT rowid FROM {name} LIMIT 1")
    except sqlite3.OperationalError:
        return False
    return True


def written(
    before: Path, path: Path, rows: Tables, wanted: Mapping[str, int], *, guarded: bool
) -> float:
    """Write the rows into a copy of the record; return the seconds that it took."""
    shutil.copy(before, path)
    start = process_time()
    execute_many(path, rows, guarded=guarded)
    seconds = process_time() - start
    agree("rows", wanted, count_rows(path))
    return seconds


def execute_many(path: Path, rows: Tables, *, guarded: bool) -> None:
    """Write the rows by one bare statement a table, in one transaction.

    Lines go before their entries, which seal them.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute(f"PRAGMA foreign_keys = {'ON' if guarded else 'OFF'}")
    if not guarded:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for name in sorted(rows, key="ledger_entry".__eq__):
        places = ", ".join("?" * len(rows[name][0]))
        connection.executemany(f"INSERT INTO {name} VALUES ({places})", rows[name])
    connection.execute("COMMIT")
    connection.close()


def count_rows(path: Path) -> dict[str, int]:
    """Count the rows of every table."""
    connection = sqlite3.connect(path)
    counts = {
        name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        for name in tables_of(connection)
    }
    connection.close()
    return counts
