"""The migrations stand in one line, and lead to what the models declare, on both databases."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, inspect, text
from sqlalchemy.engine import Engine, Inspector
from sqlmodel import col, select

from tests.support.trail import record_set_up
from tracker.db import make_engine, make_session, transaction
from tracker.fund.tables.approvals import ApprovalRequest, ApprovalRequestKind
from tracker.fund.tables.terms import ContributionInstalment
from tracker.jobs.store import NewJob, add_job
from tracker.jobs.tables import Job
from tracker.migrating import check, is_at_head, upgrade
from tracker.people.actors import handle_of
from tracker.people.roles import Role
from tracker.people.tables import User
from tracker.periods import utc_now
from tracker.schema import METADATA
from tracker.settings import ROOT


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give a database without tables, once of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    server = request.getfixturevalue("postgres")
    url = server.create_empty()
    yield url
    server.drop(url)


@pytest.fixture
def empty(empty_url: str) -> Iterator[Engine]:
    """Open a database without tables, once of either kind."""
    engine = make_engine(empty_url)
    yield engine
    engine.dispose()


def test_migrations_are_numbered_in_one_line() -> None:
    scripts = ScriptDirectory(ROOT / "migrations")
    line = list(scripts.walk_revisions())[::-1]
    numbers = [f"{number:04}" for number in range(1, len(line) + 1)]
    assert [script.revision for script in line] == numbers
    assert [script.down_revision for script in line] == [None, *numbers[:-1]]
    assert all(
        re.fullmatch(rf"{script.revision}(_[a-z]+)+\.py", Path(script.path).name) for script in line
    )


def test_migrated_database_has_nothing_left_to_migrate(any_database_url: str) -> None:
    assert check(any_database_url) == []


def test_migrations_lead_to_what_the_models_declare_constraints_included(
    empty: Engine, empty_url: str
) -> None:
    METADATA.create_all(empty)
    declared = describe(inspect(empty))
    METADATA.drop_all(empty)
    upgrade(empty_url)
    assert describe(inspect(empty)) == declared


def test_a_column_that_no_model_declares_is_found(engine: Engine, any_database_url: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE person ADD COLUMN nickname VARCHAR(20)"))
    assert "nickname" in "".join(check(any_database_url))


def test_only_a_migrated_database_is_at_the_head(empty: Engine, empty_url: str) -> None:
    before = is_at_head(empty)
    upgrade(empty_url)
    assert (before, is_at_head(empty)) == (False, True)


def test_migrating_twice_changes_nothing(engine: Engine, any_database_url: str) -> None:
    before = describe(inspect(engine))
    upgrade(any_database_url)
    assert describe(inspect(engine)) == before


def test_requests_of_before_get_the_kinds_of_their_instructions(
    empty: Engine, empty_url: str
) -> None:
    upgrade(empty_url, "0009")
    table = Table("approval_request", MetaData(), autoload_with=empty)
    mixed = [{"kind": "refund"}, {"kind": "allocation"}, {"kind": "refund"}]
    plain = {"usd_minor": 1, "prepared_by": "ana", "decided_by": "", "note": "", "reason": ""}
    with empty.begin() as connection:
        for number, orders in ((3, mixed), (4, [{"kind": "transfer"}])):
            row = {"id": number, "title": "x", "state": "waiting", "orders": orders, **plain}
            moment = datetime.fromisoformat("2026-11-01")
            connection.execute(table.insert(), {**row, "prepared_at": moment})
    upgrade(empty_url)
    with make_session(empty) as session:
        first = select(ApprovalRequest.id, ApprovalRequest.kind).order_by(col(ApprovalRequest.id))
        assert session.exec(first).all() == [(3, "refund"), (4, "transfer")]
        every = session.exec(select(ApprovalRequestKind.request_id, ApprovalRequestKind.kind)).all()
        assert set(every) == {(3, "refund"), (3, "allocation"), (4, "transfer")}
        assert set(session.exec(select(ApprovalRequest.split_at_upgrade))) == {False}


def test_people_of_before_handles_get_one_and_keep_what_they_wrote(
    empty: Engine, empty_url: str
) -> None:
    upgrade(empty_url, "0010")
    person = Table("person", MetaData(), autoload_with=empty)
    day = datetime.fromisoformat("2026-11-01")
    same = {
        "name": "", "role": "approver", "donor_code": "", "password_hash": "", "active": True,
        "session_epoch": 0, "locale": "", "created_at": day,
    }  # fmt: skip
    with empty.begin() as connection:
        for number in (3, 17):
            connection.execute(
                person.insert(), {"id": number, "email": f"{number}@example.org", **same}
            )
    upgrade(empty_url)
    with make_session(empty) as session, transaction(session):
        assert handle_of(session, "17@example.org") == "P-000017"
        next_one = User(
            email="new@example.org", role=Role.APPROVER, password_hash="", created_at=utc_now()
        )
        session.add(next_one)
        record_set_up(session)
        session.flush()
        assert next_one.handle == "P-000018"


CONTRIBUTION = {
    "donor_id": 1, "title": "", "donor_reference": "", "agreement_number": "",
    "financing_instrument": "R02A", "kind": "cash", "source": "budget", "source_article": "",
    "valuation_basis": "", "valued_by": "", "earmarking": "1", "currency": "USD",
    "amount_minor": 3, "support_rate_bp": 1300, "support_rate_reason": "",
    "support_basis": "expenditure", "state": "pledged", "conditions": "", "note": "",
}  # fmt: skip
OF_BEFORE: dict[str, list[dict[str, object]]] = {
    "donor": [
        {"id": 1, "code": "ITA", "name": "Italy", "type": "C01", "state": "ITA",
         "status": "decided", "note": ""},
    ],
    "contribution": [
        {"id": number, "reference": f"C-{number}", **CONTRIBUTION} for number in (7, 8)
    ],
}  # fmt: skip
"""A donor and two contributions, as they stood before parts had an id."""


def test_parts_of_before_get_an_id_in_their_order(empty: Engine, empty_url: str) -> None:
    upgrade(empty_url, "0010")
    due = date(2026, 1, 1)
    with empty.begin() as connection:
        for name, row in OF_BEFORE.items():
            table = Table(name, MetaData(), autoload_with=empty)
            connection.execute(table.insert(), row)
        table = Table("contribution_instalment", MetaData(), autoload_with=empty)
        for contribution, number in ((8, 1), (7, 2), (7, 1)):
            part = {"due_on": due, "amount_minor": number, "note": f"{contribution}/{number}"}
            connection.execute(
                table.insert(), {"contribution_id": contribution, "number": number, **part}
            )
    upgrade(empty_url)
    with make_session(empty) as session:
        rows = session.exec(select(ContributionInstalment).order_by(col(ContributionInstalment.id)))
        found = [(row.id, row.note, row.number, row.withdrawn_at) for row in rows]
        assert found == [(1, "7/1", 1, None), (2, "7/2", 2, None), (3, "8/1", 1, None)]
        with transaction(session):
            record_set_up(session)
            session.add(
                ContributionInstalment(contribution_id=8, number=2, due_on=due, amount_minor=1)
            )


IMPORTS = {
    "uploaded": None,
    "checking": ("import_check", "running"),
    "checked": ("import_check", "done"),
    "applying": ("import_apply", "running"),
    "applied": ("import_apply", "done"),
    "discarded": ("import_check", "done"),
    "failed": ("import_check", "failed"),
    "cancelled": ("import_check", "cancelled"),
}
"""Of an import of before the table of jobs: its state, and which job it gets."""


def test_imports_of_before_the_table_of_jobs_get_their_job(empty: Engine, empty_url: str) -> None:
    upgrade(empty_url, "0008")
    table = Table("import_job", MetaData(), autoload_with=empty)
    day = datetime.fromisoformat("2026-11-01")
    plain: dict[type[object], object] = {str: "x", int: 0, bool: False, datetime: day}
    rows = []
    for number, (state, job) in enumerate(IMPORTS.items(), start=7):
        row = {
            column.name: plain[column.type.python_type]
            for column in table.columns
            if not column.nullable or column.name == "begun_at"
        }
        asked = {"asked_at": day if job else None, "ended_at": None, "pid": 12}
        rows.append({**row, "id": number, "state": state, "message": state, **asked})
    with empty.begin() as connection:
        connection.execute(table.insert(), rows)
    upgrade(empty_url)
    with make_session(empty) as session, transaction(session):
        found = session.execute(
            text(
                "SELECT import_job.state, job.kind, job.state, job.fault, job.pid FROM import_job"
                " LEFT JOIN job ON job.id = import_job.job_id ORDER BY import_job.id"
            )
        ).all()
        assert {row[0]: tuple(row[1:3]) if row[1] else None for row in found} == IMPORTS
        assert {row[3] for row in found if row[1]} == set(IMPORTS) - {"uploaded"}
        assert session.exec(select(Job.asked).where(Job.id == 8)).one() == {"import": 8}
        assert add_job(session, NewJob("import_check", "ana@example.org", {}), per_person=1) == 15


def describe(inspector: Inspector) -> set[str]:
    """Tell all that the database knows of its tables, a line for each column and constraint."""
    return {
        f"{table}: {line}"
        for table in inspector.get_table_names()
        if table != "alembic_version"
        for line in describe_table(inspector, table)
    }


def describe_table(inspector: Inspector, table: str) -> Iterator[str]:
    """Tell what stands in one table; a check as the database spells it, spaces aside."""
    for column in inspector.get_columns(table):
        null = "NULL" if column["nullable"] else "NOT NULL"
        yield f"{column['name']} {column['type']} {null} DEFAULT {column['default']}"
    for check_ in inspector.get_check_constraints(table):
        yield f"CHECK {check_['name']} {' '.join(check_['sqltext'].split())}"
    for unique in inspector.get_unique_constraints(table):
        yield f"UNIQUE {unique['name']} {unique['column_names']}"
    for index in inspector.get_indexes(table):
        yield f"INDEX {index['name']} {index['column_names']} {index['unique']}"
    for reference in inspector.get_foreign_keys(table):
        target = f"{reference['referred_table']} {reference['referred_columns']}"
        rules = sorted(reference["options"].items())
        yield f"REFERENCE {reference['name']} {reference['constrained_columns']} {target} {rules}"
    key = inspector.get_pk_constraint(table)
    yield f"KEY {key['name']} {key['constrained_columns']}"
