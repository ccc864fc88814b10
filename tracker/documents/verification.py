"""Comparing a place of files with the record: what is missing, changed, or named by nothing."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from sqlmodel import Session

from tracker.documents.copying import files_on_record
from tracker.documents.store import FileStore

Watch = Callable[[Iterable[str]], Iterable[str]]
"""Goes through digests and shows progress."""


class FilesVerified(NamedTuple):
    """The outcome: files on record, and the digests of those at fault.

    `open_to_all` are those that anybody gets from their place, past the program.
    """

    on_record: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    orphaned: tuple[str, ...]
    open_to_all: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether each file on record is there, whole, and not open; orphans are no fault."""
        return not (self.missing or self.changed or self.open_to_all)


def verify_files(session: Session, store: FileStore, watch: Watch = iter) -> FilesVerified:
    """Read every file on record and compare it with its digest; withdrawn ones too."""
    wanted = files_on_record(session)
    missing, changed, opened = [], [], []
    for digest in watch(wanted):
        if not store.holds(digest):
            missing.append(digest)
        elif not store.is_whole(digest):
            changed.append(digest)
        if store.is_open_to_all(digest):
            opened.append(digest)
    orphaned = tuple(digest for digest in store.all() if digest not in wanted)
    return FilesVerified(len(wanted), tuple(missing), tuple(changed), orphaned, tuple(opened))
