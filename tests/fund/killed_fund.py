"""Kills imports, postings and approvals at random moments, and looks at what is left.

`python -m tests.fund.killed_fund DATABASE --kills 25` prints what came of it. DATABASE is the
URL of an empty database, or `sqlite` or `postgresql` for one that is made for it.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from sqlmodel import Session, col, select

from tests.exchange.making import write_csv
from tests.fund.busy_fund import begin, database, ended, start, wait_until_ready
from tests.fund.busy_outcome import DECIDED, Told, expect_nothing_lost, read_log
from tests.fund.small_fund import DAY
from tracker.assistance.tables.activities import Activity
from tracker.db import make_engine, make_session, transaction
from tracker.fund.approvals.submission import submit
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.entry_drafts import Allocation
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.ledger.use_entries import allocate
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import ApprovalRequest, ReservedReference
from tracker.fund.tables.contributions import Contribution
from tracker.people.audit import lock_record
from tracker.settings import ROOT

FLASK = Path(sys.executable).with_name("flask")
FOREVER = 600.0
ENTRIES_A_REQUEST = 150


@dataclass
class Killed:
    """A database on which processes are killed, and what came of it so far."""

    url: str
    folder: Path
    chance: Random
    rows: int
    known: set[str] = field(default_factory=set)
    told: Told = field(default_factory=Told)
    outcomes: Counter[str] = field(default_factory=Counter)
    usual_seconds: float = 0.0
    made: int = 0

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open the database anew, as after a restart, when no transaction is left in it."""
        engine = make_engine(self.url)
        with make_session(engine) as session:
            with transaction(session):
                lock_record(session)
            yield session
        engine.dispose()

    def prepare(self) -> None:
        """Put the catalogue and money for what follows in the database; time a whole import."""
        with self.session() as session:
            self.known = begin(session)
            owners = dict(session.exec(select(Contribution.reference, Contribution.id)).all())
            place = session.exec(select(Activity.id).where(Activity.code == "LAWS")).one() or 0
            with transaction(session), open_book(session, "test", "second") as book:
                head = Heading(DAY, "begin-allocation")
                allocate(book, Allocation(place, 800_00, head, owners["ITA"]))
            self.known.add("begin-allocation")
        started = time.monotonic()
        sheet, references = self.sheet()
        first = self.start_import(sheet)
        first.communicate()
        assert first.returncode == 0
        self.usual_seconds = time.monotonic() - started
        self.known |= references

    def check(self) -> None:
        """Open the database anew; expect a clean verification and nothing lost."""
        with self.session() as session:
            expect_nothing_lost(session, self.told, self.known)

    # Imports

    def sheet(self) -> tuple[Path, set[str]]:
        """Write a sheet of expenditures of a cent; return their references too."""
        self.made += 1
        references = [f"sheet-{self.made}-{row}" for row in range(self.rows)]
        rows = [
            {
                "reference": reference,
                "activity": "LAWS",
                "contribution": "ITA" if number % 2 else "",
                "amount": "0.01",
                "on": "2024-01-31",
            }
            for number, reference in enumerate(references)
        ]
        return write_csv(self.folder / f"sheet-{self.made}.csv", rows), set(references)

    def start_import(self, sheet: Path) -> subprocess.Popen[bytes]:
        """Start the command that imports a sheet."""
        return subprocess.Popen(
            [str(FLASK), "import", "expenditures", str(sheet), "--json"],
            env={**os.environ, "DATABASE_URL": self.url, "TRACKER_ENV": "development"},
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )

    def kill_import(self) -> None:
        """Kill an import: all of it is there or none; run again, it is there."""
        sheet, references = self.sheet()
        process = self.start_import(sheet)
        time.sleep(self.chance.uniform(0.4, 1.02) * self.usual_seconds)
        running = process.poll() is None
        process.kill()
        process.communicate()
        with self.session() as session:
            there = len(self.of_sheet(session, sheet))
            assert there in {0, len(references)}, f"{there} rows of an import are there"
            expect_nothing_lost(session, self.told, self.known | (references if there else set()))
        again = self.start_import(sheet)
        report = json.loads(again.communicate()[0])
        assert again.returncode == 0, report
        assert (report["added"], report["unchanged"]) in {
            (len(references), 0),
            (0, len(references)),
        }
        with self.session() as session:
            assert self.of_sheet(session, sheet) == references
        self.known |= references
        self.count("import", running=running, outcome="whole" if there else "absent")
        self.check()

    def of_sheet(self, session: Session, sheet: Path) -> set[str]:
        """Return the references of a sheet's rows that are in the ledger."""
        like = col(LedgerEntry.reference).like(f"{sheet.stem}-%")
        return set(session.exec(select(LedgerEntry.reference).where(like)))

    # Postings and approvals

    def kill_postings(self) -> None:
        """Kill somebody who posts, prepares and decides: what was acknowledged is there."""
        self.kill_person("posting")

    def kill_approvals(self) -> None:
        """Kill somebody who approves large requests: each is posted whole, or waits."""
        with self.session() as session:
            for _ in range(12):
                self.hand_in_a_large_one(session)
        self.kill_person("approval", "approve")

    def hand_in_a_large_one(self, session: Session) -> None:
        """Let an allocation and many small expenditures of it wait together."""
        self.made += 1
        owner = session.exec(select(Contribution.id).where(Contribution.reference == "JPN")).one()
        place = session.exec(select(Activity.id).where(Activity.code == "TRAIN")).one()
        names = [f"large-{self.made}-{number}" for number in range(ENTRIES_A_REQUEST)]
        orders = [
            PostingInstruction(
                EntryKind.EXPENDITURE if number else EntryKind.ALLOCATION,
                Heading(DAY, name),
                1 if number else ENTRIES_A_REQUEST,
                owner,
                place,
            )
            for number, name in enumerate(names)
        ]
        with transaction(session):
            request = submit(session, orders, "preparer").request
        self.told.prepared[request] = names

    def kill_person(self, what: str, *only: str) -> None:
        """Start a busy person, kill them at a random moment, and look."""
        self.made += 1
        log = self.folder / f"killed-{self.made}.log"
        process = start(self.url, FOREVER, str(self.made), log, *only)
        with ended([process]):
            wait_until_ready([log])
            time.sleep(self.chance.uniform(0.0, 0.6))
        assert process.returncode == -signal.SIGKILL
        lines = read_log(log)
        in_flight = lines[-1]["told"] == "try"
        self.told.add(lines)
        self.check()
        outcome = self.what_became(lines[-1]) if in_flight else "acknowledged"
        self.count(what, running=in_flight, outcome=outcome)

    def what_became(self, last: dict[str, Any]) -> str:
        """Tell whether what was in flight when the process died is there, whole, or absent."""
        with self.session() as session:
            if last["verb"] in DECIDED:
                request = session.get_one(ApprovalRequest, last["request"])
                return "absent" if request.state is ApprovalRequestState.WAITING else "whole"
            references = list(last["references"])
            reserved = col(ReservedReference.reference).in_(references)
            posted = col(LedgerEntry.reference).in_(references)
            there = [
                *session.exec(select(ReservedReference.reference).where(reserved)),
                *session.exec(select(LedgerEntry.reference).where(posted)),
            ]
            assert len(there) in {0, len(references)}
            return "whole" if there else "absent"

    def count(self, what: str, *, running: bool, outcome: str) -> None:
        """Count what came of a kill."""
        self.outcomes[f"{what}: {outcome}{'' if running else ' (not in the middle)'}"] += 1


def run(url: str, folder: Path, kills: int, seed: str, rows: int = 3_000) -> Counter[str]:
    """Kill so many times, imports, postings and approvals in turn; return what came of each."""
    killed = Killed(url, folder, Random(seed), rows)
    killed.prepare()
    ways = (killed.kill_import, killed.kill_postings, killed.kill_approvals)
    for number in range(kills):
        ways[number % len(ways)]()
    return killed.outcomes


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--seed", default="1")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with database(asked.database, folder) as url:
            outcomes = run(url, folder, asked.kills, asked.seed)
    lines = [f"{outcomes.total()} processes killed; after each the verification was clean"]
    lines += [f"{count} {what}" for what, count in sorted(outcomes.items())]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
