"""A disk that is full: what cannot be saved is told in words, and nothing is left behind."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.commands import said
from tests.support.databases import sqlite_file_url
from tests.support.people import make_user
from tests.support.servers import LiveServer, serve
from tests.support.site_client import SiteClient
from tracker.db import make_engine, make_session
from tracker.people.roles import Role

pytestmark = pytest.mark.slow
SIZE = 16  # megabytes
MEGABYTE = 1024 * 1024
FULL = "The server has no room left, so nothing was saved."
NEW = {"code": "ZZZ", "name": "Zeta", "type": "C05", "note": "z" * 9_000}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of a few megabytes; only root may mount one."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if os.geteuid() != 0 or mount is None or umount is None:
        pytest.skip("a small disk can be mounted by root alone")
    folder = tmp_path / "disk"
    folder.mkdir()
    command = [mount, "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(folder)]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)
    if tried.returncode != 0:
        pytest.skip(f"no disk can be mounted here: {tried.stderr.strip()}")
    yield folder
    subprocess.run([umount, "--lazy", str(folder)], check=True)


@pytest.fixture
def site(disk: Path, sqlite_template: Path) -> Iterator[LiveServer]:
    """Serve a record whose file, and all that programs put aside, is on that disk."""
    file = disk / "tracker.sqlite"
    shutil.copy(sqlite_template, file)
    engine = make_engine(sqlite_file_url(file))
    with make_session(engine) as session:
        make_user(session, Role.FINANCE_OFFICER)
    engine.dispose()
    (disk / "tmp").mkdir()
    log = disk.parent
    with serve(log, sqlite_file_url(file), FACTS_FOLDER="none", TMPDIR=str(disk / "tmp")) as server:
        yield server


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Fill the disk to its last byte until the block ends."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(MEGABYTE)):
                pass
        except OSError:
            pass
    try:
        yield
    finally:
        filler.unlink()


def files_of(disk: Path) -> set[str]:
    """Name all files of the disk but those that SQLite keeps beside its own."""
    return {
        str(path.relative_to(disk))
        for path in disk.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm", "filler"))
    }


def test_a_full_disk_is_told_and_leaves_nothing_behind(disk: Path, site: LiveServer) -> None:
    person = SiteClient(site.url)
    person.sign_in(f"{Role.FINANCE_OFFICER.value}@example.org")
    form, upload = person.get("/donors/add").response, person.get("/imports/new").response
    lines = [f"D{number},Donor {number},C05" for number in range(60_000)]
    sheet = "\n".join(["code,name,type", *lines]).encode()
    assert len(sheet) > MEGABYTE  # it is put aside in a file while it comes in
    before = files_of(disk)
    with full(disk):
        for path in ("/healthz", "/readyz", "/contributions", "/home", "/donors"):
            assert person.get(path).status == 200, path
        sent = person.send(form, NEW)
        assert (sent.status, FULL in sent.text) == (507, True), sent.text
        sent = person.send(upload, {"kind": "donors"}, ("donors.csv", sheet))
        assert (sent.status, FULL in sent.text) == (507, True), sent.text
        sent = person.send(upload, {"kind": "donors"}, ("donors.csv", sheet[:90_000]))
        assert (sent.status, FULL in sent.text) == (507, True), sent.text
        assert files_of(disk) == before
    assert "No sheet has been imported" in person.get("/imports").text
    assert person.get("/donors/ZZZ").status == 404
    assert person.send(form, NEW).status == 303
    said(site.database_url, "ledger", "verify")
    assert files_of(disk) == before


def test_an_import_by_command_on_a_full_disk_is_told_and_leaves_nothing(
    disk: Path, site: LiveServer
) -> None:
    lines = [f"D{number},Donor {number},C05" for number in range(30_000)]
    sheet = disk.parent / "donors.csv"
    sheet.write_text("\n".join(["code,name,type", *lines]))
    before = files_of(disk)
    with full(disk):
        answer = refused(site, "import", "donors", str(sheet))
    assert "no room" in answer
    assert "Traceback" not in answer
    assert files_of(disk) == before
    assert "D29999" not in SiteClient(site.url).get("/donors").text
    said(site.database_url, "ledger", "verify")


def refused(site: LiveServer, *arguments: str) -> str:
    """Return what a command says that does not succeed."""
    with pytest.raises(AssertionError) as caught:
        site.flask(*arguments)
    return str(caught.value)
