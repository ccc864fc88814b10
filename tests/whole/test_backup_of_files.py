"""The drill with files: a backup and its copy of the files are the whole record again."""

import io
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy.engine import Engine

from tests.api.accounts import fill
from tests.documents.made_files import PDF, PNG
from tests.support.databases import PostgresServer
from tests.whole.test_backup import PROGRAMS, restore
from tracker.db import make_engine, make_session, transaction
from tracker.documents.file_rules import FileDraft
from tracker.documents.files import SentFile, add_file, withdraw_file
from tracker.documents.folder_store import FolderStore
from tracker.http.context import EXTENSION
from tracker.people.permissions import CurrentUser
from tracker.people.roles import Role
from tracker.settings import Settings

MANAGER = CurrentUser("m@example.org", role=Role.PROGRAMME_MANAGER, handle="m")
SENT = ((PDF, "report.pdf"), (PNG, "map.png"))


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pg_dump and pg_restore be found."""
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")


def site(url: str, files: Path) -> Settings:
    """Return the settings of a site with that database and that folder of files."""
    return Settings(
        database_url=url, secret_key="for-this-test", production=False, documents_folder=files
    )  # fmt: skip


def ran(settings: Settings, *command: str) -> Result:
    """Run a flask command of a site."""
    # Most tests need no application: they are not kept waiting for it.
    from wsgi import make_app  # noqa: PLC0415

    app = make_app(settings)
    done = app.test_cli_runner().invoke(args=command)
    app.extensions[EXTENSION].engine.dispose()
    return done


def add_files(engine: Engine, folder: Path) -> Sequence[str]:
    """Add two files to a record, of which one is withdrawn; return their digests."""
    store, digests = FolderStore(folder), []
    with make_session(engine) as session:
        fill(session)
        with transaction(session):
            for content, name in SENT:
                sent = SentFile(store.put(io.BytesIO(content), name), name)
                number = add_file(session, "tools", "GUIDE", FileDraft(name), sent, MANAGER, "new")
                digests.append(sent.stored.digest)
            withdraw_file(session, number, MANAGER, "another came")
    return digests


def test_the_drill_brings_the_files_back_whole(
    any_database_url: str, engine: Engine, tmp_path: Path, postgres: PostgresServer
) -> None:
    first, second = add_files(engine, tmp_path / "files")
    here = site(any_database_url, tmp_path / "files")
    (tmp_path / "backups").mkdir()
    done = ran(here, "backup", str(tmp_path / "backups" / "one"))
    assert done.exit_code == 0, done.output
    copy = FolderStore(tmp_path / "backups" / "documents")
    assert "2 files on record: 2 copied" in done.output
    assert list(copy.all()) == sorted((first, second))
    again = ran(here, "backup", str(tmp_path / "backups" / "two"))
    assert "0 copied" in again.output
    assert "2 were there before" in again.output

    url = restore(any_database_url, tmp_path / "backups" / "two", tmp_path, postgres)
    restored = site(url, tmp_path / "restored-files")
    missing = ran(restored, "documents", "verify")
    assert (missing.exit_code, missing.output.count("not there")) == (1, 2)
    assert ran(restored, "documents", "copy", "--from", copy.place).exit_code == 0
    for command in (("documents", "verify"), ("ledger", "verify")):
        verified = ran(restored, *command)
        assert verified.exit_code == 0, verified.output
    assert FolderStore(tmp_path / "restored-files").path(first).read_bytes() == PDF


def test_a_backup_tells_what_is_missing_or_changed_and_ends_with_1(
    sqlite_url: str, tmp_path: Path
) -> None:
    engine = make_engine(sqlite_url)
    first, second = add_files(engine, tmp_path / "files")
    engine.dispose()
    here, store = site(sqlite_url, tmp_path / "files"), FolderStore(tmp_path / "files")
    kept = tmp_path / "elsewhere"
    assert ran(here, "backup", str(tmp_path / "one"), "--files", str(kept)).exit_code == 0
    store.path(first).unlink()
    store.path(second).write_bytes(b"something else")
    told = ran(here, "backup", str(tmp_path / "two"), "--files", str(kept))
    assert told.exit_code == 1
    assert f"{first} is on record and not in {store.place}" in told.output
    assert f"{second} in {store.place} holds something else" in told.output
    assert (tmp_path / "two").is_file()
    assert ran(here, "documents", "verify", "--in", str(kept)).exit_code == 0
    assert ran(here, "documents", "copy", "--from", str(kept), "--check").exit_code == 0
    assert ran(here, "documents", "verify").exit_code == 0
    assert ran(here, "documents", "copy").exit_code == 2  # from where, or to where
    alone = ran(here, "backup", str(tmp_path / "alone"), "--without-files")
    assert (alone.exit_code, "on record" in alone.output) == (0, False)
