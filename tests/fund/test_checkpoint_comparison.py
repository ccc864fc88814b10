"""On either database a checkpoint tells what the record cannot show of itself."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tests.fund.small_fund import Fund, heading
from tests.fund.test_tampering import release
from tests.fund.test_verification import tamper
from tests.support.row_copies import read_copy, write_copy
from tests.support.trail import record_set_up
from tracker.db import transaction
from tracker.errors import InvalidInput
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.verification import verify_connection
from tracker.fund.verification import checkpoints
from tracker.fund.verification.record_checks import CHECKS, verify_record
from tracker.fund.verification.trail_checks import check_guards
from tracker.people.audit import mark_illustrative
from tracker.people.trail_chain import chain_trail, last_clearing
from tracker.sample.clearing import clear_account

CUT_TRAIL = (
    "DELETE FROM audit_record WHERE id = (SELECT max(id) FROM audit_record)",
    (
        "UPDATE trail_head SET last_record_id = last_record_id - 1,"
        " digest = (SELECT digest FROM audit_record ORDER BY id DESC LIMIT 1)"
    ),
)
CUT_OFF = "the newest were cut off, or this is an older copy"
REWRITTEN = "has another digest than was signed"


class Signer:
    """Signs the record with a key of its own, and verifies it against what was signed."""

    def __init__(self, session: Session, folder: Path) -> None:
        self._session = session
        self._key, self._file = folder / "key", folder / "signed.json"
        self._public = checkpoints.make_key(self._key)

    def sign(self) -> None:
        """Sign the record as it is now."""
        self._session.rollback()
        taken = checkpoints.take_checkpoint(self._session.connection())
        self._file.write_bytes(checkpoints.sign_checkpoint(taken, self._key))
        self._session.rollback()

    def faults(self) -> list[str]:
        """Verify the record against what was signed last."""
        signed = checkpoints.open_checkpoint(self._file, self._public)
        found = verify_record(self._session, more=[checkpoints.against(signed)])
        return [fault.message for fault in found.faults]

    def faults_without_guards(self, connection: Connection) -> list[str]:
        """Verify through a connection whose guards were taken away."""
        signed = checkpoints.open_checkpoint(self._file, self._public)
        checks = [one for one in CHECKS if one is not check_guards]
        found = verify_connection(
            connection, lambda _: None, [*checks, checkpoints.against(signed)]
        )
        return [fault.message for fault in found.faults]

    def other_key(self, folder: Path) -> Path:
        """Make another key, and return its public half."""
        return checkpoints.make_key(folder / "other")


@pytest.fixture
def signer(session: Session, posted: Fund, tmp_path: Path) -> Signer:
    """Give a small record with a checkpoint of it."""
    del posted
    with transaction(session):
        record_set_up(session)
    made = Signer(session, tmp_path)
    made.sign()
    return made


def change(session: Session, fund: Fund, reference: str) -> None:
    """Receive a dollar."""
    with transaction(session), open_book(session, "test", "second") as book:
        receive(book, ContributionMovement(fund.contributions["ITA"], 1_00, heading(reference)))
        record_set_up(session)


def test_a_record_that_went_on_is_clean(session: Session, posted: Fund, signer: Signer) -> None:
    change(session, posted, "R7")
    assert signer.faults() == []


def test_a_tail_that_was_cut_off(engine: Engine, session: Session, signer: Signer) -> None:
    session.rollback()
    tamper(engine, CUT_TRAIL)
    assert verify_record(session).clean
    assert [CUT_OFF in fault for fault in signer.faults()] == [True]


def test_an_older_backup(engine: Engine, session: Session, posted: Fund, signer: Signer) -> None:
    session.rollback()
    with engine.connect() as connection:
        backup = read_copy(connection)
    change(session, posted, "R7")
    signer.sign()
    assert signer.faults() == []
    with engine.connect() as connection:
        release(connection)
        write_copy(connection, backup)
        found = signer.faults_without_guards(connection)
    assert [CUT_OFF in fault for fault in found] == [True, True]


def test_a_chain_that_was_rewritten_whole(engine: Engine, session: Session, signer: Signer) -> None:
    """Somebody changes a record, chains the trail anew and seals all rows again."""
    session.rollback()
    with engine.connect() as connection:
        release(connection)
        connection.execute(text("DELETE FROM row_seal"))
        connection.execute(text("UPDATE audit_record SET why = 'rewritten' WHERE id = 1"))
        chain_trail(connection)
        found = signer.faults_without_guards(connection)
    assert any(REWRITTEN in fault and "the records of the trail" in fault for fault in found)
    assert not any("does not match the content" in fault for fault in found)


def test_another_key_signed_nothing(signer: Signer, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="is not what was signed"):
        checkpoints.open_checkpoint(tmp_path / "signed.json", signer.other_key(tmp_path))


def test_a_removed_illustrative_account_is_told_from_a_rewritten_one(
    session: Session, posted: Fund, signer: Signer
) -> None:
    """What people did beside the load stays in the trail, with gaps between the numbers."""
    with transaction(session):
        mark_illustrative(session, "sample", illustrative=True)
    change(session, posted, "R7")
    signer.sign()
    clear_account(session)
    assert verify_record(session).faults == []
    cleared = last_clearing(session.connection())
    assert cleared is not None
    session.rollback()
    first, *_ = signer.faults()
    assert first.startswith(f"record {cleared[0]} of the trail says that the illustrative account")
    signer.sign()
    assert signer.faults() == []
