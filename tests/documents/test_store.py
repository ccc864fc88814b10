"""Places of files, a folder and a bucket: wholly or not at all, each once, compared."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.api.accounts import fill
from tests.documents.made_files import PDF, PNG
from tracker.db import transaction
from tracker.documents import store as rooms
from tracker.documents.folder_store import FolderStore
from tracker.documents.store import FileStore
from tracker.documents.tables import RecordFile
from tracker.documents.verification import verify_files
from tracker.errors import InvalidInput, NotFound, TooLarge
from tracker.people.audit import Change, record
from tracker.people.subjects import Subject


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_same_content_stands_once_under_its_digest(store: FileStore, stored_at: Path) -> None:
    first = store.put(io.BytesIO(PDF), "a.pdf")
    assert store.put(io.BytesIO(PDF), "b.pdf") == first
    assert files_in(stored_at) == [stored_at / first.digest[:2] / first.digest]
    with store.open(first.digest) as file:
        assert (file.read(4), file.read()) == (PDF[:4], PDF[4:])
    assert (store.size(first.digest), list(store.all())) == (len(PDF), [first.digest])


def test_a_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "documents")
    store.put(io.BytesIO(PDF), "a.pdf")
    assert all(path.stat().st_mode & 0o077 == 0 for path in (store.folder, *files_in(store.folder)))


def test_nothing_is_left_of_a_file_that_is_refused(
    store: FileStore, stored_at: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "LARGEST_FILE", 1000)
    for content, refusal in (
        (b"", InvalidInput), (b"<html>", InvalidInput), (PDF + b"x" * 1000, TooLarge),
    ):  # fmt: skip
        with pytest.raises(refusal):
            store.put(io.BytesIO(content), "a.pdf")
    assert files_in(stored_at) == []


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InvalidInput, match="could not be stored"):
        FolderStore(tmp_path / "file" / "documents").put(io.BytesIO(PDF), "a.pdf")


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "A" * 64, "0" * 63])
def test_what_is_no_digest_leads_nowhere(store: FileStore, digest: str) -> None:
    for ask in (store.open, store.size, store.is_whole):
        with pytest.raises(NotFound):
            ask(digest)


def test_what_is_not_there_is_said(store: FileStore) -> None:
    assert (store.size("0" * 64), store.holds("0" * 64)) == (None, False)
    with pytest.raises(NotFound):
        store.open("0" * 64)


def test_missing_changed_and_orphaned_files_are_found(
    session: Session, store: FileStore, stored_at: Path
) -> None:
    account = fill(session)
    kept = store.put(io.BytesIO(PDF), "a.pdf")
    changed = store.put(io.BytesIO(PDF + b"\n"), "a.pdf")
    orphan = store.put(io.BytesIO(PNG), "a.png")
    with transaction(session):
        record(session, "test", Change("change", Subject.ACTIVITY, "A1"))
        for digest in (kept.digest, changed.digest, "0" * 64):
            session.add(
                RecordFile(
                    activity_id=account.activities["A1"], title="x", name="x.pdf", kind="pdf",
                    digest=digest, size=9, added_at=datetime(2024, 5, 1, tzinfo=UTC),
                )
            )  # fmt: skip
    (stored_at / changed.digest[:2] / changed.digest).write_bytes(b"something else")
    found = verify_files(session, store)
    assert (found.missing, found.changed, found.orphaned) == (
        ("0" * 64,), (changed.digest,), (orphan.digest,),
    )  # fmt: skip
    assert not found.clean
    again = store.put(io.BytesIO(PDF + b"\n"), "a.pdf")
    assert store.is_whole(again.digest)
