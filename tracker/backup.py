"""Backups of the database, whole and consistent while others write.

SQLite is copied by its own interface from one read transaction, so that what is written meanwhile
is in the next backup; PostgreSQL by `pg_dump`, which does the same. A backup has its name only
when it is whole, and nobody but its owner reads it.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkstemp

from sqlalchemy.engine import URL

from tracker.db import OWNER_ONLY
from tracker.errors import InvalidInput
from tracker.words import say

Watch = Callable[[int, int], None]
"""What is told of the progress: bytes that are done, and all bytes, 0 where nobody knows."""

PAGES = 2_000
"""Pages that are copied between two signs of progress."""
SECONDS = 0.5
"""Time between two signs of progress of `pg_dump`."""


def back_up(url: URL, file: Path, watch: Watch) -> int:
    """Write a backup of the database into a new file; return its size in bytes.

    Raises InvalidInput where the file is there already or cannot be written, the database is not
    there, the disk is full, or `pg_dump` is not here or fails; nothing is left behind then.
    """
    with _aside(file) as aside:
        if url.get_backend_name() == "sqlite":
            _copy_sqlite(Path(url.database or ""), aside, watch)
        else:
            _dump_postgres(url, aside, watch)
        return aside.stat().st_size


def dump_command(url: URL, file: Path) -> list[str]:
    """Return the command that dumps a PostgreSQL database; the password is not part of it."""
    plain = url.set(drivername="postgresql")._replace(password=None)  # set() would keep it
    address = plain.render_as_string(hide_password=False)
    return ["pg_dump", "--format=custom", "--no-owner", f"--file={file}", address]


@contextmanager
def _aside(file: Path) -> Iterator[Path]:
    """Yield a new file beside the one that is asked for, and name it so when it is whole.

    Raises InvalidInput where there is one of that name, before and after.
    """
    if file.exists():
        raise _is_there(file)
    try:
        descriptor, name = mkstemp(prefix=f".{file.name}.", dir=file.parent)  # for its owner alone
    except OSError as error:
        raise _unwritable(file, error) from error
    aside = Path(name)
    try:
        os.close(descriptor)
        yield aside
        with aside.open("rb") as whole:
            os.fsync(whole.fileno())
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))  # takes the name
        aside.replace(file)
    except FileExistsError as error:
        raise _is_there(file) from error
    except OSError as error:
        raise _unwritable(file, error) from error
    finally:
        aside.unlink(missing_ok=True)


def _copy_sqlite(database: Path, aside: Path, watch: Watch) -> None:
    """Copy the last commit of a SQLite file; writers go on meanwhile."""
    if not database.is_file():
        raise InvalidInput(say("there is no database file to back up"))
    size = database.stat().st_size
    if shutil.disk_usage(aside.parent).free < size:
        raise InvalidInput(say("there is no room: the backup needs %(bytes)s bytes", bytes=size))

    def tell(_status: int, left: int, pages: int) -> None:
        watch((pages - left) * size // max(pages, 1), size)

    try:
        with (
            closing(sqlite3.connect(database)) as source,
            closing(sqlite3.connect(aside)) as target,
        ):
            source.isolation_level = None
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the moment is now
            source.backup(target, pages=PAGES, progress=tell)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, whole without others beside it
    except sqlite3.Error as error:
        raise InvalidInput(say("the backup could not be made: %(why)s", why=error)) from error


def _dump_postgres(url: URL, aside: Path, watch: Watch) -> None:
    """Let `pg_dump` write a dump that `pg_restore` reads."""
    if shutil.which("pg_dump") is None:
        command = " ".join(dump_command(url, Path("FILE")))
        raise InvalidInput(
            say(
                "pg_dump is not here. Install PostgreSQL's client programs, of the server's "
                "version or a newer one, or run where they are: %(command)s",
                command=command,
            )
        )
    with subprocess.Popen(  # noqa: S603 - the command is our own, and no shell reads it
        dump_command(url, aside),
        env=os.environ | {"PGPASSWORD": url.password or ""},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while True:
            try:
                _out, said = process.communicate(timeout=SECONDS)
                break
            except subprocess.TimeoutExpired:
                watch(aside.stat().st_size, 0)
    if process.returncode:
        raise InvalidInput(say("pg_dump failed: %(why)s", why=said.strip()))


def _is_there(file: Path) -> InvalidInput:
    """Return the refusal to write over a file."""
    return InvalidInput(say("%(file)s is there already", file=file.name))


def _unwritable(file: Path, error: OSError) -> InvalidInput:
    """Return the refusal of a place where nothing can be written."""
    return InvalidInput(
        say("%(file)s cannot be written: %(why)s", file=file.name, why=error.strerror or error)
    )
