"""Copies of files from one place to another: what is there already stays, the rest is compared."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from tracker.documents.store import ChangedFile, FileStore
from tracker.documents.tables import RecordFile
from tracker.errors import NotFound

Watch = Callable[[int], object]
"""What progress is reported by: the bytes of each file that is done."""


class CopyOutcome(StrEnum):
    """What became of one file that was to be copied."""

    COPIED = "copied"
    KEPT = "kept"  # the target held it before
    MISSING = "missing"  # it is not in the source
    CHANGED = "changed"  # it holds something else in the source


class FilesCopied(NamedTuple):
    """What became of the files on record; `size` is the bytes that were copied."""

    on_record: int
    copied: int
    kept: int
    size: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether each file on record is in the source, whole as far as it was read."""
        return not (self.missing or self.changed)


def files_on_record(session: Session) -> dict[str, int]:
    """Return the sizes of all files on record by their digests, in order; withdrawn ones too."""
    digest = col(RecordFile.digest)
    wanted = select(digest, func.max(col(RecordFile.size))).group_by(digest).order_by(digest)
    return {name: size for name, size in session.exec(wanted).all()}  # noqa: C416 - rows


def copy_files(
    source: FileStore,
    target: FileStore,
    wanted: Mapping[str, int],
    watch: Watch,
    *,
    thorough: bool = False,
) -> FilesCopied:
    """Copy the files that the target does not hold; `wanted` has sizes by digests.

    Each is compared with its digest while it is copied, and has its name when it is whole, so that
    what was broken off is simply begun again. A file of the right size at the target is left
    alone; where it is `thorough` it is read, and put right. Raises InvalidInput where nothing can
    be written.
    """
    target.sweep()
    found: dict[CopyOutcome, list[str]] = {outcome: [] for outcome in CopyOutcome}
    for digest, size in wanted.items():
        found[_copy(source, target, digest, size, thorough=thorough)].append(digest)
        watch(size)
    copied = found[CopyOutcome.COPIED]
    return FilesCopied(
        len(wanted),
        len(copied),
        len(found[CopyOutcome.KEPT]),
        sum(wanted[digest] for digest in copied),
        tuple(found[CopyOutcome.MISSING]),
        tuple(found[CopyOutcome.CHANGED]),
    )


def _copy(
    source: FileStore, target: FileStore, digest: str, size: int, *, thorough: bool
) -> CopyOutcome:
    """Copy one file unless it is there; return what became of it."""
    here = source.size(digest)
    if here is None:
        return CopyOutcome.MISSING
    if here != size:
        return CopyOutcome.CHANGED
    if target.size(digest) == size and (not thorough or target.is_whole(digest)):
        return CopyOutcome.KEPT
    try:
        with source.open(digest) as stream:
            target.put_copy(stream, digest)
    except NotFound:  # it went meanwhile
        return CopyOutcome.MISSING
    except ChangedFile:
        return CopyOutcome.CHANGED
    return CopyOutcome.COPIED
