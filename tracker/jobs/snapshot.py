"""A snapshot of a SQLite database for dry runs, so that nobody waits for them.

A dry run writes and rolls back, which would keep SQLite's one writer busy all the while.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.engine import Engine

from tracker.db import make_engine
from tracker.jobs.lock import FileLock, folder_beside

SUFFIX = ".copy.sqlite"


@contextmanager
def snapshot(engine: Engine, number: int) -> Iterator[Engine]:
    """Yield a copy of a SQLite database until the block ends; PostgreSQL itself."""
    if engine.dialect.name != "sqlite":
        yield engine
        return
    folder = folder_beside(engine)
    remove_abandoned(folder)
    path = folder / f"{number}{SUFFIX}"
    _remove(path)
    try:
        _copy(engine.url.database or "", path)
        other = make_engine(f"sqlite:///{path}")
        try:
            yield other
        finally:
            other.dispose()
    finally:
        _remove(path)


def remove_abandoned(folder: Path) -> None:
    """Remove the snapshots of jobs whose process was killed."""
    for path in folder.glob(f"*{SUFFIX}"):
        number = path.name.removesuffix(SUFFIX)
        if number.isdigit() and not FileLock(folder, int(number)).is_held():
            _remove(path)


def _copy(database: str, path: Path) -> None:
    """Copy the last commit; writers go on meanwhile."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)


def _remove(path: Path) -> None:
    """Remove a copy with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
