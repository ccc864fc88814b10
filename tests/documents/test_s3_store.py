"""What is true of a bucket alone: encrypted, closed to others, away now and then."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.api.accounts import fill
from tests.documents.conftest import in_bucket
from tests.documents.made_files import PDF
from tests.support.buckets import BUCKET, ENCRYPTION, S3Server
from tests.support.people import let_in, make_user
from tracker.app import create_app
from tracker.bucket_settings import BucketSettings, read_bucket_settings
from tracker.documents.copying import copy_files
from tracker.documents.folder_store import FolderStore
from tracker.documents.places import store_at
from tracker.documents.s3_store import BucketUnavailable, S3Store
from tracker.errors import InvalidInput, SettingsError
from tracker.people.roles import Role
from tracker.settings import Settings

LARGE = b"number,text\n" * (800 * 1024)
"""More than one part."""


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({}, "AES256"),
        ({"DOCUMENTS_ENCRYPTION": "aws:kms", "DOCUMENTS_KMS_KEY": "k"}, "aws:kms"),
        ({"DOCUMENTS_ENCRYPTION": "none"}, None),
    ],
)
def test_each_file_is_encrypted_as_settings_say(
    bucket: S3Server, said: dict[str, str], asked: str | None
) -> None:
    environ = {"DOCUMENTS_BUCKET": f"s3://{BUCKET}/x/", "DOCUMENTS_ENDPOINT": bucket.url, **said}
    found = read_bucket_settings(environ)
    assert read_bucket_settings(found.environment()) == found
    S3Store(found).put(io.BytesIO(PDF), "a.pdf")
    (headers,) = bucket.written
    assert headers.get(ENCRYPTION) == asked
    assert headers.get(f"{ENCRYPTION}-aws-kms-key-id") == said.get("DOCUMENTS_KMS_KEY")
    assert headers["authorization"].startswith("AWS4-HMAC-SHA256")


def test_a_large_file_goes_in_parts_and_comes_back_whole(bucket: S3Server, tmp_path: Path) -> None:
    store, here = in_bucket(bucket), FolderStore(tmp_path / "here")
    sent = here.put(io.BytesIO(LARGE), "a.csv")
    wanted = {sent.digest: sent.size}
    assert copy_files(here, store, wanted, lambda _size: None).copied == 1
    assert len(bucket.written) > 2
    back = FolderStore(tmp_path / "back")
    assert copy_files(store, back, wanted, lambda _size: None).copied == 1
    assert back.path(sent.digest).read_bytes() == LARGE


def test_a_site_with_a_bucket_takes_and_gives_files(
    settings: Settings, sqlite_session: Session, bucket: S3Server
) -> None:
    fill(sqlite_session)
    app = create_app(replace(settings, bucket=in_bucket(bucket).settings))
    manager = let_in(app, make_user(sqlite_session, Role.PROGRAMME_MANAGER).email)
    said = {"title": "Report", "why": "it is out", "file": (io.BytesIO(PDF), "report.pdf")}
    assert manager.submit("/tools/GUIDE/files/add", said).status_code == 303
    answer = manager.http.get("/files/1", buffered=True)
    assert (answer.data, answer.headers["Content-Length"]) == (PDF, str(len(PDF)))
    bucket.is_away = True
    assert manager.http.get("/files/1").status_code == 503


def test_a_bucket_that_is_open_to_all_is_found(bucket: S3Server) -> None:
    store = in_bucket(bucket)
    digest = store.put(io.BytesIO(PDF), "a.pdf").digest
    assert not store.is_open_to_all(digest)
    bucket.is_open = True
    assert store.is_open_to_all(digest)


def test_a_bucket_that_is_away_is_said_and_no_fault_of_the_file(bucket: S3Server) -> None:
    store = in_bucket(bucket)
    digest = store.put(io.BytesIO(PDF), "a.pdf").digest
    bucket.is_away = True
    for ask in (store.open, store.size, store.is_whole):
        with pytest.raises(BucketUnavailable):
            ask(digest)
    with pytest.raises(BucketUnavailable):
        list(store.all())
    with pytest.raises(InvalidInput, match="could not be stored: the files cannot be reached"):
        store.put(io.BytesIO(PDF), "a.pdf")


def test_a_command_names_a_bucket_at_the_server_of_the_settings(tmp_path: Path) -> None:
    settings = Settings(
        "sqlite://", "x", production=False, bucket=BucketSettings("", endpoint="https://s3.example")
    )  # fmt: skip
    found = store_at("s3://other/files", settings)
    assert isinstance(found, S3Store)
    assert found.settings == BucketSettings("other", "files", "https://s3.example")
    assert found.place == "s3://other/files"
    assert store_at(str(tmp_path), settings) == FolderStore(tmp_path)
    with pytest.raises(SettingsError):
        store_at("s3://", settings)


def test_without_the_package_a_bucket_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.bucket_settings.CLIENT", "package_that_is_not_there")
    with pytest.raises(SettingsError, match=r"requirements-s3\.txt"):
        read_bucket_settings({"DOCUMENTS_BUCKET": "s3://bucket"})
    assert read_bucket_settings({}).bucket == ""
