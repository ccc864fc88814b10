"""A guard of the database that was dropped, switched off or changed is a fault."""

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tracker.fund.verification.record_checks import verify_record

DROPPED = {
    "sqlite": [
        "DROP TRIGGER ledger_entry_no_update",
        "DROP TRIGGER audit_record_no_delete",
        "DROP INDEX uq_ledger_account_of_contribution",
        "CREATE TRIGGER quiet AFTER INSERT ON donor BEGIN SELECT 1; END",
        "ALTER TABLE donor ADD COLUMN hidden TEXT",
    ],
    "postgresql": [
        "DROP TRIGGER ledger_entry_fixed ON ledger_entry",
        "ALTER TABLE audit_record DISABLE TRIGGER audit_record_fixed",
        "DROP INDEX uq_ledger_account_of_contribution",
        "ALTER TABLE approval_request DROP CONSTRAINT ck_approval_request_two_persons",
        "ALTER TABLE person DROP CONSTRAINT uq_person_email",
        "ALTER TABLE donor ALTER name DROP NOT NULL",
        (
            "CREATE OR REPLACE FUNCTION trail_refused() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RETURN NEW; END $$"
        ),
    ],
}


def test_an_untouched_database_has_its_guards(session: Session) -> None:
    assert verify_record(session).faults == []


@pytest.mark.parametrize("number", range(7))
def test_a_guard_that_is_gone_or_changed_is_found(
    engine: Engine, session: Session, number: int
) -> None:
    statements = DROPPED[engine.dialect.name]
    with engine.begin() as connection:
        connection.execute(text(statements[number % len(statements)]))
    assert not verify_record(session).clean
