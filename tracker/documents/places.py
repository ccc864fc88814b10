"""The places where files may stand, by the names that people and settings give them."""

from pathlib import Path

from tracker.documents.folder_store import FolderStore
from tracker.documents.store import FileStore
from tracker.settings import Settings


def site_store(settings: Settings) -> FileStore:
    """Return the place of the files of a site."""
    return FolderStore(settings.files_folder)


def store_at(place: str) -> FileStore:
    """Return the place of that name."""
    return FolderStore(Path(place).absolute())
