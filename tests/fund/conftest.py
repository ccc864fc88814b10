"""Fixtures for tests of money: databases that hold the small fund."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.fund.small_fund import Fund, add_catalogue, fill_a_little
from tests.support.databases import sqlite_file_url
from tracker.db import make_engine, make_session


@pytest.fixture
def fund(session: Session) -> Fund:
    """Give a database of either kind with the catalogue and no money."""
    return add_catalogue(session)


@pytest.fixture
def posted(session: Session) -> Fund:
    """Give a database of either kind in which a little was posted."""
    return fill_a_little(session)


@pytest.fixture
def fresh_sqlite(sqlite_template: Path, tmp_path: Path) -> Callable[[], str]:
    """Give a function that makes a new migrated SQLite database each time."""
    numbers = count()

    def make() -> str:
        return sqlite_file_url(
            Path(shutil.copy(sqlite_template, tmp_path / f"{next(numbers)}.sqlite"))
        )

    return make


@pytest.fixture
def fresh_sqlite_session(fresh_sqlite: Callable[[], str]) -> Iterator[Session]:
    """Give an SQLite database in which a little was posted."""
    yield from _posted(fresh_sqlite())


@pytest.fixture
def postgres_session(postgres_url: str) -> Iterator[Session]:
    """Give a PostgreSQL database in which a little was posted."""
    yield from _posted(postgres_url)


def _posted(url: str) -> Iterator[Session]:
    engine = make_engine(url)
    with make_session(engine) as session:
        fill_a_little(session)
        yield session
    engine.dispose()
