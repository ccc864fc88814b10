"""The reason for which an account may be below zero is compared with what the trail tells last."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tests.fund.small_fund import Fund
from tests.fund.test_verification import tamper
from tracker.db import transaction
from tracker.fund.ledger.cash_entries import charge_bank, receive
from tracker.fund.ledger.days_below_zero import ON_RECORD
from tracker.fund.ledger.days_let_in import records_of_before
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.verification.record_checks import verify_record
from tracker.people.trail_chain import seal_schema

OF_ZERO = (
    "kind = 'unallocated' AND"
    " contribution_id = (SELECT id FROM contribution WHERE reference = 'ZERO')"
)
NEVER_SEALED = (
    "DELETE FROM row_seal",
    "DELETE FROM audit_record",
    "UPDATE trail_head SET last_record_id = 0, digest = CAST('' AS {bytes})",
)


@pytest.fixture
def below(session: Session, posted: Fund) -> Fund:
    """Give a record of which one account is below zero for a reason."""
    zero = posted.contributions["ZERO"]
    with transaction(session), open_book(session, "test", "second", let_in="old books") as book:
        receive(book, ContributionMovement(zero, 100, Heading(date(2024, 1, 20), "R9")))
        charge_bank(book, ContributionMovement(zero, 100, Heading(date(2024, 1, 5), "B9")))
    return posted


def faults(session: Session) -> list[str]:
    return [fault.message for fault in verify_record(session).faults]


@pytest.mark.parametrize(
    ("let_in", "whose", "expected"),
    [
        ("another", OF_ZERO, "it has another reason to be below zero than the trail"),
        (ON_RECORD, OF_ZERO, "it has another reason to be below zero than the trail"),
        ("", OF_ZERO, "nobody let that in"),
        (ON_RECORD, "id = 1", "the trail tells nothing of why it may be below zero"),
        ("old books", "id = 1", "the trail tells nothing of why it may be below zero"),
    ],
)
def test_another_reason_is_found(
    engine: Engine, session: Session, below: Fund, let_in: str, whose: str, expected: str
) -> None:
    del below
    assert faults(session) == []
    tamper(engine, [f"UPDATE ledger_account SET let_in = '{let_in}' WHERE {whose}"])  # noqa: S608
    assert any(expected in fault for fault in faults(session))


def test_what_was_on_record_before_is_told_when_the_trail_is_first_sealed(
    engine: Engine, session: Session, below: Fund
) -> None:
    del below
    session.rollback()
    was = f"UPDATE ledger_account SET let_in = '{ON_RECORD}' WHERE {OF_ZERO}"  # noqa: S608
    kind = "BLOB" if engine.dialect.name == "sqlite" else "BYTEA"
    tamper(engine, [*(one.format(bytes=kind) for one in NEVER_SEALED), was])
    with engine.begin() as connection:
        schema = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        seal_schema(connection, schema, records_of_before)
    assert faults(session) == []
