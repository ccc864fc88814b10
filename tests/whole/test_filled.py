"""A database is filled step by step once; from then on its rows are copied."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from tests.support.databases import PostgresServer, sqlite_file_url
from tests.support.filled import filled_once, is_new
from tests.support.trail import record_set_up
from tracker.db import make_engine, make_session, transaction
from tracker.people.tables import AuditRecord


@pytest.fixture
def another(
    engine: Engine, sqlite_template: Path, postgres: PostgresServer, tmp_path: Path
) -> Iterator[Session]:
    """Give a second new database of the kind of the first."""
    if engine.dialect.name == "sqlite":
        url = sqlite_file_url(Path(shutil.copy(sqlite_template, tmp_path / "another.sqlite")))
    else:
        url = postgres.lend_migrated()
    second = make_engine(url)
    with make_session(second) as session:
        yield session
    second.dispose()
    if engine.dialect.name != "sqlite":
        postgres.drop(url)


def test_the_next_new_database_is_filled_by_copying(session: Session, another: Session) -> None:
    calls = count(1)

    @filled_once
    def fill(session: Session) -> int:
        with transaction(session):
            record_set_up(session)
        return next(calls)

    assert is_new(session)
    assert [fill(session), fill(another)] == [1, 1]
    for filled in (session, another):
        assert not is_new(filled)
        trail = filled.exec(select(AuditRecord.action).order_by(col(AuditRecord.id))).all()
        assert trail == ["migrate", "set up"]
    assert fill(another) == 2
