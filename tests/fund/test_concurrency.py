"""Two processes that allocate and spend the same money never overspend and lose nothing."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from tests.fund.busy_fund import ended, is_whole
from tests.fund.small_fund import Fund, heading
from tracker.db import make_session, transaction
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.tables import LedgerAccount
from tracker.fund.ledger.verification import verify
from tracker.settings import ROOT

pytestmark = pytest.mark.slow

ROUNDS = 15
WORKER = Path(__file__).with_name("spending_worker.py")


def start(url: str, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(WORKER), url, name, str(ROUNDS)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def balance_of(session: Session, kind: AccountKind) -> int:
    statement = select(LedgerAccount.balance_minor).where(LedgerAccount.kind == kind)
    return sum(session.exec(statement))


def test_nothing_is_overspent_or_lost(
    any_database_url: str, engine: Engine, session: Session, fund: Fund
) -> None:
    with transaction(session), open_book(session, "test", "second") as book:
        receive(book, ContributionMovement(fund.contributions["ITA"], 110_00, heading("R1")))
        receive(book, ContributionMovement(fund.contributions["JPN"], 70_00, heading("R2")))
    workers = [start(any_database_url, name) for name in ("one", "two")]
    torn = 0
    with ended(workers), make_session(engine) as reader:
        while any(worker.poll() is None for worker in workers):
            torn += not is_whole(reader)
            time.sleep(0.005)
    done = [json.loads(worker.communicate()[0]) for worker in workers]
    assert torn == 0
    allocated, spent = sum(one["allocated"] for one in done), sum(one["spent"] for one in done)
    assert balance_of(session, AccountKind.SPENT) == spent
    left = balance_of(session, AccountKind.ALLOCATED)
    assert left == allocated - spent
    # They asked for more than there was, so all that fits was allocated in the end.
    assert sum(one["refused"] for one in done) > 0
    assert balance_of(session, AccountKind.UNALLOCATED) < 10_00 * 113 // 100 + 2
    charged = balance_of(session, AccountKind.SUPPORT_CHARGED)
    reserved = balance_of(session, AccountKind.SUPPORT_RESERVED)
    unallocated = balance_of(session, AccountKind.UNALLOCATED)
    assert unallocated + left + spent + charged + reserved == 180_00
    found = verify(session)
    assert found.clean, found.faults
    assert found.entries == 2 + allocated // 10_00 + spent // 7_00


def test_a_verification_sees_one_state_while_others_write(
    any_database_url: str, session: Session, fund: Fund
) -> None:
    with transaction(session), open_book(session, "test", "second") as book:
        receive(book, ContributionMovement(fund.contributions["ITA"], 300_00, heading("R1")))
    worker = start(any_database_url, "one")
    verified = 0
    with ended([worker]):
        while worker.poll() is None:
            found = verify(session)
            assert found.clean, found.faults
            verified += 1
    worker.communicate()
    assert verified > 0
    assert verify(session).clean
