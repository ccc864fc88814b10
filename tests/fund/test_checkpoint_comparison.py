"""On either database a checkpoint tells what the record cannot show of itself."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from sqlalchemy import Connection, text, update
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from tests.fund.small_fund import Fund, heading
from tests.fund.test_tampering import release
from tests.fund.test_verification import tamper
from tests.support.row_copies import read_copy, write_copy
from tests.support.trail import record_set_up
from tracker.db import transaction
from tracker.errors import InvalidInput
from tracker.fund.ledger import rows
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.digests import START, digest
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.tables import LedgerEntry, LedgerHead
from tracker.fund.ledger.verification import verify_connection
from tracker.fund.verification import checkpoints
from tracker.fund.verification.record_checks import CHECKS, verify_record
from tracker.fund.verification.trail_checks import check_guards
from tracker.people.audit import mark_illustrative
from tracker.people.trail_chain import chain_trail, last_clearing, unsealed_rows
from tracker.people.trail_writer import NewRecord, append
from tracker.periods import utc_now
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
OF_LEDGER, OF_TRAIL = "the entries of the ledger", "the records of the trail"
MORE_RECEIVED = (
    "UPDATE ledger_entry SET usd_minor = usd_minor + 1, note = 'rewritten' WHERE id = 1",
    (
        "UPDATE ledger_account SET balance_minor = balance_minor + ("
        " SELECT sum(CASE WHEN minor < 0 THEN -1 ELSE 1 END) FROM ledger_line"
        " WHERE entry_id = 1 AND account_id = ledger_account.id"
        ") WHERE id IN (SELECT account_id FROM ledger_line WHERE entry_id = 1)"
    ),
    (
        "UPDATE ledger_line SET minor = minor + CASE WHEN minor < 0 THEN -1 ELSE 1 END"
        " WHERE entry_id = 1"
    ),
)
NO_GUARDS = [one for one in CHECKS if one is not check_guards]
"""All checks but that of the guards, which somebody who rewrites the record takes away."""


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
        found = verify_connection(
            connection, lambda _: None, [*NO_GUARDS, checkpoints.against(signed)]
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


def rewrite_ledger(connection: Connection) -> None:
    """Change the amount and note of the first entry, with the balances, and chain all entries."""
    for statement in MORE_RECEIVED:
        connection.execute(text(statement))
    faces = {number: account.face for number, account in rows.read_accounts(connection).items()}
    ledger, before = LedgerEntry, START
    for entry in [one for batch in rows.read_entries(connection, 100) for one in batch]:
        lines = rows.read_lines(connection, entry.number, entry.number)[entry.number]
        contents = [(line[0], faces[line[2]], *line[3:]) for line in lines]
        before = digest(before, entry.content, contents)
        chained = update(ledger).where(col(ledger.id) == entry.number)
        connection.execute(chained.values(digest=before))
    connection.execute(update(LedgerHead).values(digest=before))


def rewrite_trail(connection: Connection) -> None:
    """Change a record, chain the trail anew, and seal all rows again."""
    connection.execute(text("UPDATE audit_record SET why = 'rewritten' WHERE id = 1"))
    seal_again(connection)


def rewrite_rows(connection: Connection) -> None:
    """Change rows that are sealed, and seal all rows again."""
    connection.execute(text("UPDATE donor SET name = 'Another'"))
    connection.execute(text("UPDATE contribution SET amount_minor = amount_minor + 1"))
    seal_again(connection)


def seal_again(connection: Connection) -> None:
    """Chain the trail anew, and seal all rows by a record of its own."""
    connection.execute(text("DELETE FROM row_seal"))
    chain_trail(connection)
    record = NewRecord(utc_now(), "P-1", "set up", "record", "test")
    append(connection, [record], unsealed_rows(connection))


REWRITINGS: Mapping[str, tuple[tuple[Callable[[Connection], None], ...], tuple[str, ...]]] = {
    "the ledger": ((rewrite_ledger,), (OF_LEDGER,)),
    "the trail": ((rewrite_trail,), (OF_TRAIL,)),
    "sealed rows": ((rewrite_rows,), (OF_TRAIL,)),
    "all": ((rewrite_ledger, rewrite_rows, rewrite_trail), (OF_LEDGER, OF_TRAIL)),
}


@pytest.mark.parametrize("name", REWRITINGS)
def test_what_was_rewritten_whole(
    engine: Engine, session: Session, signer: Signer, name: str
) -> None:
    """Whoever rewrites a chain with all its digests leaves no trace but in what was signed."""
    session.rollback()
    rewritings, expected = REWRITINGS[name]
    with engine.connect() as connection:
        release(connection)
        for rewrite in rewritings:
            rewrite(connection)
        assert verify_connection(connection, lambda _: None, NO_GUARDS).faults == []
        found = signer.faults_without_guards(connection)
    assert [REWRITTEN in fault for fault in found] == [True] * len(expected)
    for fault, chain in zip(found, expected, strict=True):
        assert chain in fault


def test_the_end_of_the_ledger_that_was_cut_off(
    engine: Engine, session: Session, posted: Fund, signer: Signer
) -> None:
    """The last entry is taken away with its lines, balances, accounts, and the record of it."""
    session.rollback()
    with engine.connect() as connection:
        before = read_copy(connection)
    change(session, posted, "R7")
    signer.sign()
    with engine.connect() as connection:
        later = read_copy(connection)
        release(connection)
        of_ledger = {name: before[name] for name in before if name.startswith("ledger_")}
        write_copy(connection, later | of_ledger)
        assert verify_connection(connection, lambda _: None, NO_GUARDS).faults == []
        found = signer.faults_without_guards(connection)
    assert [CUT_OFF in fault and "entries of the ledger" in fault for fault in found] == [True]


def test_another_migration(engine: Engine, session: Session, signer: Signer) -> None:
    """An older schema is an older copy; a newer one is what upgrades make."""
    session.rollback()
    for schema, told in (("0001", "this is an older copy"), ("9999", "")):
        tamper(engine, [f"UPDATE alembic_version SET version_num = '{schema}'"])  # noqa: S608
        session.rollback()
        found = signer.faults()
        assert [told in fault for fault in found] == [True] * bool(told)


def test_rows_that_nobody_recorded(engine: Engine, session: Session, signer: Signer) -> None:
    session.rollback()
    with engine.connect() as connection:
        release(connection)
        connection.execute(text("DELETE FROM donor"))
        connection.execute(text("DELETE FROM row_seal WHERE table_name = 'donor'"))
        found = signer.faults_without_guards(connection)
    assert any("donor has 0 rows" in fault for fault in found)


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
