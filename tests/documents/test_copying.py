"""Copies of files: only what is not there, compared on the way, whole or not at all."""

import io
import os
import time
from pathlib import Path
from typing import IO

import pytest

from tests.documents.made_files import PDF, PNG
from tracker.documents.copying import copy_files
from tracker.documents.folder_store import FolderStore
from tracker.documents.store import FileStore
from tracker.errors import InvalidInput


class Broken(io.BytesIO):
    """A file whose reader is killed after a piece."""

    def read(self, size: int | None = -1) -> bytes:
        """Give a piece, then end the program."""
        del size
        if self.tell():
            raise KeyboardInterrupt
        return super().read(4)


class BreaksAt(FolderStore):
    """A folder that is broken off while one file is read."""

    def open(self, digest: str) -> IO[bytes]:
        """Break off at the second of two files."""
        with super().open(digest) as file:
            return Broken(file.read()) if digest == max(self.all()) else super().open(digest)


def ignore(_size: int) -> None:
    """Watch nothing."""


def filled(folder: Path) -> tuple[FolderStore, dict[str, int]]:
    """Return a folder with two files, and their sizes by digests."""
    store = FolderStore(folder)
    sent = [
        store.put(io.BytesIO(content), name) for content, name in ((PDF, "a.pdf"), (PNG, "a.png"))
    ]
    return store, {one.digest: one.size for one in sorted(sent)}


def test_what_is_there_is_not_copied_again(tmp_path: Path, store: FileStore) -> None:
    source, wanted = filled(tmp_path / "here")
    target, told = store, list[int]()
    first = copy_files(source, target, wanted, told.append)
    assert (first.copied, first.kept, first.size) == (2, 0, sum(wanted.values()))
    assert told == list(wanted.values())
    again = copy_files(source, target, wanted, ignore)
    assert (again.copied, again.kept, again.size, again.clean) == (0, 2, 0, True)
    assert sorted(target.all()) == sorted(wanted)


def test_what_is_missing_or_changed_is_told_and_not_copied(tmp_path: Path) -> None:
    source, wanted = filled(tmp_path / "here")
    changed, missing = wanted
    source.path(changed).write_bytes(b"x" * wanted[changed])
    source.path(missing).unlink()
    target = FolderStore(tmp_path / "there")
    found = copy_files(source, target, wanted, ignore)
    assert (found.missing, found.changed, found.copied) == ((missing,), (changed,), 0)
    assert [path for path in target.folder.rglob("*") if path.is_file()] == []


def test_a_copy_that_was_broken_off_is_begun_again(
    tmp_path: Path, store: FileStore, stored_at: Path
) -> None:
    source, wanted = filled(tmp_path / "here")
    target = store
    with pytest.raises(KeyboardInterrupt):
        copy_files(BreaksAt(source.folder), target, wanted, ignore)
    assert list(target.all()) == [min(wanted)]
    assert list(stored_at.glob(".aside-*")) == []
    again = copy_files(source, target, wanted, ignore)
    assert (again.copied, again.kept) == (1, 1)
    assert all(target.is_whole(digest) for digest in wanted)


def test_what_a_killed_writer_left_goes_after_a_day(tmp_path: Path) -> None:
    source, wanted = filled(tmp_path / "here")
    target = FolderStore(tmp_path / "there")
    target.folder.mkdir()
    old, new = target.folder / ".aside-old", target.folder / ".aside-new"
    for path in (old, new):
        path.write_bytes(b"half")
    long_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(old, (long_ago, long_ago))
    copy_files(source, target, wanted, ignore)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_copy_that_has_changed_is_put_right_where_it_is_read(
    tmp_path: Path, store: FileStore, stored_at: Path
) -> None:
    source, wanted = filled(tmp_path / "here")
    target = store
    copy_files(source, target, wanted, ignore)
    (stored_at / min(wanted)[:2] / min(wanted)).write_bytes(b"x" * wanted[min(wanted)])
    assert copy_files(source, target, wanted, ignore).kept == len(wanted)
    assert copy_files(source, target, wanted, ignore, thorough=True).copied == 1
    assert target.is_whole(min(wanted))


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    source, wanted = filled(tmp_path / "here")
    (tmp_path / "file").write_text("x")
    with pytest.raises(InvalidInput, match="could not be stored"):
        copy_files(source, FolderStore(tmp_path / "file" / "there"), wanted, ignore)
