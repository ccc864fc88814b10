"""Every column of every table is changed, one at a time: each is found, but for those left out.

All checks of `flask ledger verify` run after each change, on a small record with a row in every
sealed table, so that every table is proved to be verified. Guards, checks and foreign keys are out
of the way, as they are for somebody who owns the database.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    Connection,
    Enum,
    RowMapping,
    Table,
    Update,
    insert,
    inspect,
    select,
    text,
    type_coerce,
)
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import String
from sqlmodel import Session

from tests.fund.small_fund import Fund
from tests.fund.test_record_checks import decided  # noqa: F401 - a fixture
from tracker.db import ExactDecimal
from tracker.fund.ledger.verification import Check, verify_connection
from tracker.fund.verification.record_checks import CHECKS
from tracker.fund.verification.trail_checks import check_trail
from tracker.people.trail_chain import seal_schema
from tracker.schema import METADATA
from tracker.sealing.coverage import COVERAGE, SEALED

DAY = date(2024, 5, 5)
AT = datetime.fromisoformat("2024-05-05T05:05:05+00:00")
FEW = 3
Values = dict[str, Any]


@pytest.fixture
def connection(engine: Engine, session: Session, decided: Fund) -> Iterator[Connection]:  # noqa: F811
    """Give a connection to a record with a row in every sealed table, without any guard."""
    del decided
    session.rollback()
    with engine.connect() as opened:
        release(opened)
        fill_up(opened)
        assert faults(opened) == []
        yield opened


def fill_up(connection: Connection) -> None:
    """Leave a few rows in every sealed table, and seal them."""
    facts = METADATA.tables["adherence_fact"]
    connection.execute(facts.delete().where(facts.c.id > FEW))
    for name in sorted(SEALED):
        if not connection.execute(select(METADATA.tables[name])).first():
            connection.execute(insert(METADATA.tables[name]), made_up(METADATA.tables[name]))
    seal_schema(connection, "without guards")


def release(connection: Connection) -> None:
    """Take guards, checks and foreign keys out of the way."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        connection.exec_driver_sql("BEGIN")
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type='trigger'"))
        for name in names.scalars().all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        return
    connection.exec_driver_sql("SET session_replication_role = replica")
    found = inspect(connection)
    for table in found.get_table_names():
        for check in found.get_check_constraints(table):
            connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{check["name"]}"')


def faults(connection: Connection) -> list[str]:
    """Verify the whole record, as `flask ledger verify` does."""
    found = verify_connection(connection, lambda _: None, CHECKS)
    return [f"{fault.where}: {fault.message}" for fault in found.faults]


def is_found(connection: Connection, change: Update) -> bool | None:
    """Tell whether verification finds a change; None where a unique index refuses it."""
    with undone(connection):
        try:
            assert connection.execute(change).rowcount == 1
        except IntegrityError:
            return None
        return has_faults(connection)


def has_faults(connection: Connection) -> bool:
    """Tell whether the whole record has a fault, as `faults` does, by the most telling check first.

    What the trail finds needs no other check, and most are found by it.
    """
    others = tuple(check for check in CHECKS if check is not check_trail)
    parts: tuple[tuple[Check, ...], ...] = ((check_trail,), others)
    return any(verify_connection(connection, lambda _: None, part).faults for part in parts)


def made_up(table: Table) -> Values:
    """Make a row up."""
    return {column.name: value_for(column) for column in table.columns}


def value_for(column: Column[Any]) -> Any:  # noqa: ANN401 - any value
    if isinstance(column.type, Enum):
        assert column.type.enum_class is not None
        return column.type.enum_class(column.type.enums[0])
    if isinstance(column.type, ExactDecimal):
        return Decimal("1.5")
    kind = getattr(column.type, "impl", column.type).python_type
    plain: dict[type, Any] = {
        int: 1, bool: False, str: "x", date: DAY, datetime: AT, bytes: b"x",
        dict: {"a": 1}, list: [1],
    }  # fmt: skip
    return plain.get(kind, "x")


def others(column: Column[Any], value: Any) -> Iterator[Any]:  # noqa: ANN401 - any value
    """Return values that a column may be changed to, as the session writes them."""
    if value is None:
        yield value_for(column)
        return
    if column.nullable and not column.primary_key:
        yield None
    if isinstance(column.type, Enum):
        yield next(one for one in column.type.enums[::-1] if one != value.value)
        return
    if isinstance(value, str):
        yield f"{value[:-1]}{'y' if value[-1:] == 'z' else 'z'}"
        return
    change: dict[type, Callable[[Any], Any]] = {
        bool: lambda one: not one,
        int: lambda one: one + 1_000,
        date: lambda one: one + timedelta(days=1),
        datetime: lambda one: one + timedelta(microseconds=1),
        Decimal: lambda one: one + 1,
        bytes: lambda one: one + b"x",
        dict: lambda one: {**one, "z": 1},
        list: lambda one: [*one, 1],
    }
    yield change[type(value)](value)


def tampers(connection: Connection) -> Iterator[tuple[str, Iterator[dict[str, Update]]]]:
    """Return each column that is not left out, with its changes in one row after the other."""
    for name, coverage in COVERAGE.items():
        table = METADATA.tables[name]
        fields = [field for field in coverage.columns if field not in coverage.left_out]
        key = list(table.primary_key.columns)
        rows = connection.execute(select(table).order_by(*key)).mappings().all()
        assert rows or not fields, f"there is no row of {name}"
        for field in fields:
            column = table.c[field]
            yield f"{name}.{field}", (dict(changes_of(column, row)) for row in rows)


def changes_of(column: Column[Any], row: RowMapping) -> Iterator[tuple[str, Update]]:
    """Return the changes of a row in one column, each with what it changes."""
    for value in others(column, row[column.name]):
        change = column.table.update().values({column.name: _written(column, value)})
        for key in column.table.primary_key.columns:
            change = change.where(key == row[key.name])
        yield f"{column}: {row[column.name]!r} → {value!r}", change


def _written(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 - any value
    """Write a text past the type of codes, which knows its own alone."""
    return type_coerce(value, String()) if isinstance(column.type, Enum) else value


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    """Undo what is done meanwhile."""
    saved = connection.begin_nested()
    yield
    saved.rollback()


@pytest.mark.slow
def test_every_change_of_a_column_is_found(connection: Connection) -> None:
    """The whole record is verified after each change; no column is passed over.

    What PostgreSQL reads otherwise is the kinds of values, not the columns: it has every fourth.
    """
    missed, tried = [], 0
    step = 1 if connection.dialect.name == "sqlite" else 4
    for column, of_rows in islice(tampers(connection), 0, None, step):
        for changes in of_rows:
            found = {what: is_found(connection, change) for what, change in changes.items()}
            missed += [what for what, seen in found.items() if seen is False]
            if any(found.values()):
                tried += 1
                break
        else:
            missed.append(f"{column} could not be changed")
    assert missed == []
    columns = sum(len(table.columns) - len(table.left_out) for table in COVERAGE.values())
    assert tried == len(range(0, columns, step))


@pytest.mark.slow
def test_every_row_deleted_added_or_swapped_is_found(connection: Connection) -> None:
    missed = []
    for name in sorted({*SEALED, "audit_record", "row_seal"}):
        table = METADATA.tables[name]
        rows = connection.execute(select(table)).mappings().all()
        keys = [key.name for key in table.primary_key.columns]
        of_first = [table.c[key] == rows[0][key] for key in keys]
        added = {name_: other_key(table.c[name_], value) for name_, value in rows[0].items()}
        for what, statement in (
            ("deleted", table.delete().where(*of_first)),
            ("added", table.insert().values(_typed(table, added))),
        ):
            with undone(connection):
                connection.execute(statement)
                if not has_faults(connection):
                    missed.append(f"{name} {what}")
    assert missed == []


def other_key(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 - any value
    return next(one for one in others(column, value) if one is not None)


def _typed(table: Table, row: Values) -> Values:
    return {
        name: _written(table.c[name], getattr(value, "value", value)) for name, value in row.items()
    }


def test_two_rows_swapped_are_found(connection: Connection) -> None:
    table = METADATA.tables["contribution"]
    one, other = connection.execute(select(table.c.id, table.c.amount_minor, table.c.title)).all()[
        :2
    ]
    for number, of in ((one.id, other), (other.id, one)):
        connection.execute(
            table.update()
            .where(table.c.id == number)
            .values(amount_minor=of.amount_minor + 5 * number, title=of.title)
        )
    assert any("it is not what record" in fault for fault in faults(connection))


@pytest.mark.parametrize("name", ["audit_record", "ledger_entry"])
def test_a_link_cut_out_of_a_chain_is_found(connection: Connection, name: str) -> None:
    table = METADATA.tables[name]
    connection.execute(table.delete().where(table.c.id == 3))
    assert faults(connection) != []
