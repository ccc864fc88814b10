"""The locks of a process on its SQLite file last while it opens further connections."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from tracker.db import make_engine

WRITE_AND_LEAVE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("UPDATE record_state SET version = version + 1")
connection.commit()
connection.close()
"""


@pytest.mark.slow
def test_another_process_leaves_the_journal_that_is_read(sqlite_url: str) -> None:
    """A process that closes a file as its last reader removes the journal: it must not think so."""
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    journal = file.with_name(f"{file.name}-wal")
    engine = make_engine(sqlite_url)
    version = text("SELECT version FROM record_state")
    with engine.connect() as first:
        before = first.execute(version).scalar_one()
        first.rollback()
        with engine.connect() as second:
            second.execute(version).scalar_one()
            subprocess.run([sys.executable, "-c", WRITE_AND_LEAVE, str(file)], check=True)
            assert journal.exists()
        assert first.execute(version).scalar_one() == before + 1
    engine.dispose()
