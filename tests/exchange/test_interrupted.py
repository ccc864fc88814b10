"""An import that is killed leaves nothing behind."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import Session, col, select

from tests.exchange.making import take_in, write_csv
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.ledger.verification import verify
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.people.tables import AuditRecord

pytestmark = pytest.mark.slow

KILLED = """
import os, signal, sys
from pathlib import Path
from tracker.db import make_engine, make_session
from tracker.exchange.import_run import ImportOptions, run_import

def die_in_the_middle(rows, label):
    for place, row in enumerate(rows):
        if label == "Posting" and place == len(rows) // 2:
            os.kill(os.getpid(), signal.SIGKILL)
        yield row

with make_session(make_engine(sys.argv[1])) as session:
    run_import(session, ImportOptions("contributions", (Path(sys.argv[2]),)), die_in_the_middle)
"""


def test_a_killed_import_leaves_nothing_and_can_be_run_again(
    session: Session, any_database_url: str, tmp_path: Path
) -> None:
    rows = [
        {
            "reference": f"CON-{number}",
            "donor": "ITA",
            "earmarking": "1",
            "amount": "10.50",
            "received": "10.50",
            "received_on": "2024-01-31",
        }
        for number in range(300)
    ]
    sheet = write_csv(tmp_path / "sheet.csv", rows)
    command = [sys.executable, "-c", KILLED, any_database_url, str(sheet)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    for table in (Contribution, Donor, LedgerEntry):
        assert session.exec(select(func.count(col(table.id)))).one() == 0
    assert session.exec(select(AuditRecord.action)).all() == ["migrate"]
    report = take_in(session, "contributions", sheet)
    assert (report["added"], report["faults"]) == (300, [])
    assert verify(session).clean
