"""Loading and clearing the illustrative account: wholly or not at all, on both databases."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col, func, select

from benchmarks.accounts.loading import load_large_account
from tests.support.trail import record_set_up
from tracker.assistance.tables.activities import Activity
from tracker.db import make_engine, make_session, transaction
from tracker.errors import Conflict
from tracker.fund.donors.registry import DonorDraft, add_donors
from tracker.fund.ledger.tables import (
    LedgerAccount,
    LedgerEntry,
    LedgerHead,
    LedgerHold,
    LedgerLine,
)
from tracker.fund.ledger.verification import verify
from tracker.fund.states import ContributionState
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor, DonorMerge
from tracker.fund.tables.periods import ClosedPeriod
from tracker.fund.tables.statements import CertifiedStatement
from tracker.people.audit import is_illustrative
from tracker.people.roles import Role
from tracker.people.tables import AuditRecord, User
from tracker.periods import utc_now
from tracker.reference.codes import ContributorType
from tracker.sample.account import SEED, Account
from tracker.sample.clearing import clear_account
from tracker.sample.loading import load_account
from tracker.sample.presence import present
from tracker.settings import ROOT

pytestmark = pytest.mark.slow

COUNTED_LINES = text("SELECT reltuples FROM pg_class WHERE relname = 'ledger_line'")
"""How many lines PostgreSQL takes the ledger to have when it plans a statement."""


@pytest.fixture
def illustrative_digest(illustrative_url: str) -> bytes:
    """Give the digest of the account that another process wrote, into SQLite."""
    engine = make_engine(illustrative_url)
    with make_session(engine) as session:
        digest = session.exec(select(LedgerHead.digest)).one()
    engine.dispose()
    return digest


def count(session: Session, table: Any) -> int:  # noqa: ANN401 - any table
    return session.exec(select(func.count()).select_from(table)).one()


def test_account_is_written_whole_and_cleared_again(
    session: Session, account: Account, illustrative_digest: bytes
) -> None:
    with transaction(session):
        record_set_up(session)
        session.add(
            User(email="a@example.org", role=Role.DONOR, password_hash="x", created_at=utc_now())
        )
    check_loading(session, account)
    assert session.exec(select(LedgerHead.digest)).one() == illustrative_digest != b""
    clear_account(session)
    check_emptiness(session)
    load_large_account(session, 2_000, 1)
    assert session.exec(select(func.min(LedgerEntry.id))).one() == 1
    assert session.exec(select(func.min(Contribution.id))).one() == 1
    assert verify(session).clean
    with pytest.raises(DatabaseError), transaction(session):
        session.execute(delete(LedgerEntry))


def check_loading(session: Session, account: Account) -> None:
    """Load the account, and find all of it."""
    entries = len(account.moves) + len(account.corrections)
    assert load_account(session, account) == (45, 400, 350, entries)
    assert count(session, LedgerEntry) == entries
    assert is_illustrative(session)
    assert set(session.exec(select(Contribution.state))) == set(ContributionState)
    assert len(present(session)) == 8
    assert verify(session).clean
    if session.get_bind().dialect.name == "postgresql":
        known = session.execute(COUNTED_LINES).scalar_one()
        assert known > 0.9 * count(session, LedgerLine), "PostgreSQL plans by other numbers"


def check_emptiness(session: Session) -> None:
    """Find nothing but users and their trail."""
    assert present(session) == []
    assert not is_illustrative(session)
    assert count(session, User) == 1
    assert count(session, LedgerAccount) == 0
    trail = session.exec(select(AuditRecord.action).order_by(col(AuditRecord.id)))
    assert trail.all() == ["migrate", "set up", "clear"]
    for table in (ApprovalRequest, LedgerHold, ClosedPeriod, CertifiedStatement, DonorMerge):
        assert count(session, table) == 0


@pytest.mark.parametrize("seed", [3, 5])
def test_the_account_of_another_seed_is_written_too(
    sqlite_session: Session, account_of: Callable[[int], Account], seed: int
) -> None:
    assert load_account(sqlite_session, account_of(seed)).contributions == 400
    assert verify(sqlite_session).clean


def test_a_database_that_holds_anything_else_is_refused(session: Session, account: Account) -> None:
    with transaction(session):
        add_donors(session, [DonorDraft("ITA", "Italy", ContributorType.GOVERNMENT, "ITA")], "test")
    with pytest.raises(Conflict, match="donors"):
        load_account(session, account)
    assert count(session, Activity) == 0
    assert not is_illustrative(session)


def test_a_second_load_is_refused_and_changes_nothing(
    sqlite_session: Session, account: Account
) -> None:
    load_large_account(sqlite_session, 2_000, 1)
    before = sqlite_session.exec(select(LedgerHead)).one().model_dump()
    with pytest.raises(Conflict, match="ledger entries"):
        load_account(sqlite_session, account)
    sqlite_session.expire_all()
    assert sqlite_session.exec(select(LedgerHead)).one().model_dump() == before


def test_only_the_illustrative_account_can_be_cleared(session: Session) -> None:
    with transaction(session):
        add_donors(session, [DonorDraft("ITA", "Italy", ContributorType.GOVERNMENT, "ITA")], "test")
    with pytest.raises(Conflict):
        clear_account(session)
    assert count(session, Donor) == 1


INTERRUPTED = """
import os, pickle, signal, sys
from pathlib import Path
from tracker.db import make_engine, make_session
from benchmarks.accounts.loading import load_large_account
from tracker.sample.loading import load_account
# A job in the background inherits that SIGINT is ignored; a person at a terminal does not.
signal.signal(signal.SIGINT, signal.default_int_handler)
done = 0
def progress(count):
    global done
    done += count
    if done >= 2000:
        os.kill(os.getpid(), int(sys.argv[2]))
with make_session(make_engine(sys.argv[1])) as session:
    if sys.argv[3] == "story":
        load_account(session, pickle.loads(Path(sys.argv[4]).read_bytes()), progress)
    else:
        load_large_account(session, 25_000, 1, progress)
"""


@pytest.mark.parametrize(
    ("what", "how"),
    [("story", signal.SIGKILL), ("large", signal.SIGKILL), ("large", signal.SIGINT)],
)
def test_interrupted_load_leaves_an_empty_guarded_and_usable_database(
    any_database_url: str, account_file: Callable[[int], Path], what: str, how: signal.Signals
) -> None:
    story = str(account_file(SEED)) if what == "story" else ""
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, any_database_url, str(int(how)), what, story],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == -how
    engine = make_engine(any_database_url)
    with make_session(engine) as session:
        assert present(session) == []
        assert not is_illustrative(session)
        session.rollback()
        load_large_account(session, 2_000, 1)
        assert verify(session).clean
        with pytest.raises(DatabaseError), transaction(session):
            session.execute(delete(LedgerEntry))
    engine.dispose()
