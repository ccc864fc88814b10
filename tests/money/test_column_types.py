"""Amounts, moments and rates come back from either database as they went in."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import StatementError
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from tracker.db import ExactDecimal, MinorUnits, UtcDateTime, make_session, transaction
from tracker.people.tables import RecordState

KEPT = Table(
    "kept",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("minor", MinorUnits),
    Column("moment", UtcDateTime),
    Column("rate", ExactDecimal),
)


def round_trip(engine: Engine, **values: object) -> object:
    with engine.begin() as connection:
        KEPT.create(connection, checkfirst=True)
        number = connection.execute(insert(KEPT).values(values).returning(KEPT.c.id)).scalar_one()
        row = connection.execute(select(KEPT).where(KEPT.c.id == number)).mappings().one()
    return next(row[name] for name in values)


@pytest.mark.parametrize("minor", [0, -1, 2**53 + 1, -(2**63), 2**63 - 1])
def test_minor_units_keep_every_digit(engine: Engine, minor: int) -> None:
    assert round_trip(engine, minor=minor) == minor


@pytest.mark.parametrize("minor", [1.0, Decimal(1), True, "1"])
def test_minor_units_are_whole_numbers_alone(engine: Engine, minor: object) -> None:
    with pytest.raises(StatementError):
        round_trip(engine, minor=minor)


def test_a_moment_comes_back_in_utc(engine: Engine) -> None:
    moment = datetime(2024, 3, 1, 1, 30, 0, 123_456, tzinfo=timezone(timedelta(hours=2)))
    assert round_trip(engine, moment=moment) == moment
    assert round_trip(engine, moment=moment).tzinfo is UTC  # type: ignore[attr-defined]


def test_a_moment_without_its_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError):
        round_trip(engine, moment=datetime(2024, 3, 1))  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize("rate", ["0.1", "1234567.890123456789", "1.10", "1E+3"])
def test_a_rate_keeps_its_digits(engine: Engine, rate: str) -> None:
    assert round_trip(engine, rate=Decimal(rate)) == Decimal(rate)


def test_a_transaction_keeps_all_or_nothing(session: Session, engine: Engine) -> None:
    def fail_after_a_write() -> None:
        with transaction(session):
            session.exec(select_rows(RecordState)).one().version = 99
            session.flush()
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        fail_after_a_write()
    with make_session(engine) as another:
        assert another.exec(select_rows(col(RecordState.version))).one() == 0


def test_transactions_do_not_nest(session: Session) -> None:
    with transaction(session), pytest.raises(RuntimeError), transaction(session):
        pass


def test_a_write_outside_a_transaction_is_refused(session: Session) -> None:
    session.exec(select_rows(RecordState)).one().version = 99
    with pytest.raises(RuntimeError), transaction(session):
        pass
