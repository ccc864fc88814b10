"""Fixtures of the tests of files: a folder and a bucket, with which the same holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.buckets import BUCKET, S3Server, s3_server
from tracker.bucket_settings import BucketSettings
from tracker.documents.folder_store import FolderStore
from tracker.documents.s3_store import S3Store
from tracker.documents.store import FileStore


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Server]:
    """Give a server with a bucket, and keys of access in the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "of-a-test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of-a-test-too")
    with s3_server(tmp_path / "buckets") as server:
        yield server


def in_bucket(server: S3Server) -> S3Store:
    """Return the files of the server's bucket, under a prefix."""
    return S3Store(BucketSettings(BUCKET, "site", server.url))


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    """Give an empty place of files, once a folder and once a bucket."""
    if request.param == "folder":
        return FolderStore(tmp_path / "documents")
    return in_bucket(request.getfixturevalue("bucket"))


@pytest.fixture
def stored_at(store: FileStore, request: pytest.FixtureRequest) -> Path:
    """Give the folder in which the files of `store` lie by their digests."""
    if isinstance(store, FolderStore):
        return store.folder
    server: S3Server = request.getfixturevalue("bucket")
    return server.path("site")
