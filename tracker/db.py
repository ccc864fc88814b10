"""The database: engine, column types, and `transaction()`, where all of the record is committed."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import structlog
from sqlalchemy import BigInteger, DateTime, Executable, String, create_engine, event, text
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.engine import Connection, Dialect, Engine, make_url
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel

from tracker.errors import OnlyShown, RecordedMeanwhile
from tracker.words import say

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
WRITING = {"writing": True}
ONLY_SHOWS = "only shows"
"""The mark, in `info`, of a session that writes nothing: that of a form which is shown again."""
SQLITE_PATIENCE = "busy_timeout=10000"
"""How long a connection to SQLite waits for the writer, in milliseconds."""
READING_PATIENCE = "busy_timeout=1000"
"""How long one that reads waits: in WAL mode for no writer, only for a lock on the whole file."""
NO_PATIENCE = "busy_timeout=0"
"""That it does not wait at all."""
AT_ONCE = {"at_once": True}
"""The option of a connection whose statements fail at once where another writer is at work."""
CONNECT_WITHIN = 5
"""Seconds in which a PostgreSQL server has to answer a new connection."""
OWNER_ONLY = 0o600
OTHERS = 0o077
"""The permissions of a file for all but its owner."""

TAKEN = frozenset({"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"})
"""The codes of PostgreSQL and SQLite for a key that is taken already."""
log = structlog.get_logger()
Value = TypeVar("Value")


class MinorUnits(TypeDecorator[int]):
    """Whole minor units of a currency; refuses anything that is not a whole number."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        """Refuse floats, decimals and booleans before the database rounds them."""
        del dialect
        if value is not None and type(value) is not int:
            raise TypeError(f"minor units are whole numbers, not {type(value).__name__}")
        return value


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; refuses one without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bring the moment to UTC; SQLite keeps it without its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a moment needs its zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal stored as its text, since SQLite would make a float of it."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Write the digits as they are."""
        del dialect
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Read the digits as they were."""
        del dialect
        return None if value is None else Decimal(value)


def enum_column(kind: type[Enum], name: str = "") -> Any:  # noqa: ANN401 - SQLModel's sa_type takes any type
    """Store an enum by its value, checked by the database.

    `name` names the constraint of an enum that had another name when its table was made.
    """
    return SqlEnum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=32,
        name=name or kind.__name__.lower(),
    )


def make_engine(url: str) -> Engine:
    """Open the database that the URL names, with the settings that keep writes whole."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(
            url,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": CONNECT_WITHIN},
        )
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, hide_parameters=True)  # logs take no names and no addresses
    event.listen(engine, "do_connect", _keep_private)
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "checkin", _wait_as_readers)
    return engine


def _keep_private(dialect: Dialect, record: object, places: Any, names: object) -> None:  # noqa: ANN401 - a driver's own
    """Let nobody but the program's user read the file, before SQLite opens it.

    SQLite gives what it keeps beside a file the file's own permissions. A file that is there is
    not opened: closing it would end all locks that connections of this process hold on it, and
    another process would take away the journal that they read.
    """
    del dialect, record, names
    path = Path(places[0]) if places else None
    if path is None or str(path).startswith((":memory:", "file:")):
        return
    with suppress(OSError):  # SQLite itself says why it cannot be opened
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_ONLY))
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):  # not there, or of another user who has let us in
            make_private(path.with_name(path.name + suffix))


def make_private(path: Path) -> None:
    """Take from all but its owner what they may do with a file; raises OSError."""
    if path.stat().st_mode & OTHERS:
        path.chmod(OWNER_ONLY)


def _configure_sqlite(connection: Any, record: object) -> None:  # noqa: ANN401 - a driver's own
    """Let SQLAlchemy alone begin transactions, and save the last commit over a power loss."""
    del record
    connection.isolation_level = None
    connection.execute(f"PRAGMA {READING_PATIENCE}")
    [[mode]] = connection.execute("PRAGMA journal_mode")  # waits where the whole file is locked
    for pragma in (
        SQLITE_PATIENCE,
        *(() if mode == "wal" else ("journal_mode=WAL",)),
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _wait_as_readers(connection: Any, record: object) -> None:  # noqa: ANN401 - a driver's own
    """Let a connection that goes back to the pool wait no longer than a reader."""
    del record
    if connection is not None:
        with suppress(sqlite3.Error):  # it is closed
            connection.execute(f"PRAGMA {READING_PATIENCE}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at the start of a writing transaction, not in its middle."""
    options = connection.get_execution_options()
    writing = options.get("writing", False)
    patience = SQLITE_PATIENCE if writing else READING_PATIENCE
    if options.get("at_once", False):
        patience = NO_PATIENCE
    driver: Any = connection.connection.dbapi_connection
    driver.execute(f"PRAGMA {patience}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def await_turn(session: Session, room: int, number: int = 0) -> None:
    """Let one transaction at a time go on of those that name the same turn, until it ends.

    On SQLite a writing transaction is alone anyway. `room` is the first key of our advisory locks
    on a PostgreSQL server: one for each purpose.
    """
    if session.connection().dialect.name != "sqlite":
        names = {"room": room, "number": number}
        session.execute(text("SELECT pg_advisory_xact_lock(:room, :number)"), names)


def make_session(engine: Engine, *, patience: float = 0) -> Session:
    """Open a session whose rows stay readable after a commit.

    `patience`: seconds for which its transactions wait for SQLite's one writer, beyond the ten
    that every connection waits.
    """
    session = Session(engine, expire_on_commit=False, autoflush=True)
    session.info["patience"] = patience
    return session


@contextmanager
def transaction(session: Session) -> Iterator[Session]:
    """Commit all of the block or nothing; the only place that commits.

    Ends a read that the session has open, so that the write lock is taken first. Raises
    RecordedMeanwhile where another writer of the same moment was first, and OnlyShown in a request
    that shows a form again, unless the block was rolled back.
    """
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("a write was begun outside transaction()")
    if session.info.get("writing"):
        raise RuntimeError("transactions do not nest: the inner one would commit the outer")
    session.rollback()
    session.info["writing"] = True
    try:
        _begin_writing(session)
        yield session
        _expect_writer(session)
        session.commit()
    except (IntegrityError, StaleDataError) as error:
        session.rollback()
        if not _is_collision(error):
            raise
        log.warning("two writers collided", constraint=_constraint_of(error))
        raise RecordedMeanwhile(
            say(
                "Somebody else has recorded the same at this moment, and nothing of yours was "
                "saved. Look at what is there now, and send it again if it is still needed."
            )
        ) from error
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("writing", None)


def write_if_free(engine: Engine, statement: Executable) -> bool:
    """Carry out one statement in a transaction of its own; False where another writer is at work.

    For what can be written another time just as well: nobody waits for it.
    """
    return if_free(engine, lambda connection: connection.execute(statement)) is not None


def if_free(engine: Engine, act: Callable[[Connection], Value]) -> Value | None:
    """Act in a writing transaction of its own; None at once where another writer is at work."""
    with engine.connect().execution_options(**AT_ONCE, **WRITING) as connection:
        try:
            with connection.begin():
                if engine.dialect.name != "sqlite":
                    connection.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
                return act(connection)
        except OperationalError:
            return None


def refresh_statistics(connection: Connection, *tables: str) -> None:
    """Let PostgreSQL count the rows of tables anew, those that this transaction wrote among them.

    What it counts by itself meanwhile are none of these: by such statistics it plans to read the
    lines once for each entry, and a sum over 40,000 lines took minutes. The count keeps the tables
    from being counted by anybody else before the transaction ends. SQLite needs none.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ANALYZE {', '.join(tables)}")


def _expect_writer(session: Session) -> None:
    """Raise OnlyShown where a session that only shows would commit what was not rolled back."""
    if session.info.get(ONLY_SHOWS) and session.in_transaction():
        raise OnlyShown(say("Nothing was done."))


def _is_collision(error: IntegrityError | StaleDataError) -> bool:
    """Tell whether a key was taken, or a row removed, by another writer."""
    if isinstance(error, StaleDataError):
        return True
    if isinstance(error.orig, sqlite3.Error):
        return error.orig.sqlite_errorname in TAKEN
    return getattr(error.orig, "sqlstate", "") in TAKEN


def _constraint_of(error: IntegrityError | StaleDataError) -> str:
    """Name the constraint for the log; the values may be personal data."""
    if isinstance(error, StaleDataError) or isinstance(error.orig, sqlite3.Error):
        return str(error.args[0])
    return str(getattr(getattr(error.orig, "diag", None), "constraint_name", ""))


def _begin_writing(session: Session) -> None:
    """Begin a writing transaction, again while another writer keeps SQLite busy."""
    give_up = time.monotonic() + session.info.get("patience", 0)
    while True:
        try:
            session.connection(execution_options=WRITING)
        except OperationalError:
            session.rollback()
            if time.monotonic() >= give_up:
                raise
        else:
            return
