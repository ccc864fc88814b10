"""The places where files may be stored: the site's own, and those that commands name."""

from pathlib import Path

from tracker.bucket_settings import SCHEME
from tracker.documents.folder_store import FolderStore
from tracker.documents.s3_store import S3Store
from tracker.documents.store import FileStore
from tracker.settings import Settings


def site_store(settings: Settings) -> FileStore:
    """Return the place of the files of a site: its bucket, or else its folder."""
    if settings.bucket.bucket:
        return S3Store(settings.bucket)
    return FolderStore(settings.files_folder)


def store_at(place: str, settings: Settings) -> FileStore:
    """Return the place of that name: a folder, or a bucket at the server of the settings.

    Raises SettingsError for an address that is none.
    """
    if place.startswith(SCHEME):
        return S3Store(settings.bucket.at(place))
    return FolderStore(Path(place).absolute())
