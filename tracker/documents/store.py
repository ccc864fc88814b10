"""The folder of files: each stands once, under its digest, and is written wholly or not at all."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from typing import IO, NamedTuple

from tracker.documents.file_kinds import FileKind, kind_of_file
from tracker.errors import InvalidInput, NotFound, TooLarge
from tracker.words import say

PIECE = 256 * 1024
LARGEST_FILE = 50 * 1024 * 1024
MEGABYTE = 1024 * 1024
ASIDE = ".aside-"
DIGEST = re.compile(r"[0-9a-f]{64}")
OWNER_ONLY = 0o700


class StoredFile(NamedTuple):
    """A file in the folder: its digest, its size in bytes, and its kind."""

    digest: str
    size: int
    kind: FileKind


@dataclass(frozen=True, slots=True)
class FileStore:
    """The files of a folder, by digest, in folders by the first two digits."""

    folder: Path

    def put(self, stream: IO[bytes], name: str) -> StoredFile:
        """Store a file from a stream, and return it; the same content is stored once.

        Raises TooLarge, and InvalidInput for a file that is empty, of no kind that is stored, or
        that cannot be written.
        """
        try:
            self.folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
            descriptor, path = mkstemp(prefix=ASIDE, dir=self.folder)
        except OSError as error:
            raise _unwritable(error) from error
        aside = Path(path)
        try:
            digest, size = _copy(stream, descriptor)
            kind = kind_of_file(aside, name)
            self._keep(aside, digest)
        except OSError as error:
            raise _unwritable(error) from error
        finally:
            aside.unlink(missing_ok=True)
        return StoredFile(digest, size, kind)

    def path(self, digest: str) -> Path:
        """Return the path of a file; raises NotFound where it is not there."""
        path = self._place(digest)
        if not path.is_file():
            raise NotFound(say("the file is not in its folder; tell the administrator"))
        return path

    def holds(self, digest: str) -> bool:
        """Tell whether a file is there."""
        return self._place(digest).is_file()

    def is_whole(self, digest: str) -> bool:
        """Tell whether a file still holds what its digest says."""
        with self._place(digest).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest

    def all(self) -> Iterator[str]:
        """Yield the digests of all files."""
        for path in sorted(self.folder.glob("??/*")):
            if DIGEST.fullmatch(path.name):
                yield path.name

    def _place(self, digest: str) -> Path:
        """Return where a file stands."""
        if not DIGEST.fullmatch(digest):
            raise NotFound(say("There is nothing at this address."))
        return self.folder / digest[:2] / digest

    def _keep(self, aside: Path, digest: str) -> None:
        """Give a whole file its name, unless it is there already and whole."""
        place = self._place(digest)
        if place.is_file() and self.is_whole(digest):
            return
        place.parent.mkdir(mode=OWNER_ONLY, exist_ok=True)
        aside.replace(place)
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _copy(stream: IO[bytes], descriptor: int) -> tuple[str, int]:
    """Copy a stream into a file; return digest and size. Raises TooLarge, or InvalidInput."""
    digest, size = hashlib.sha256(), 0
    with os.fdopen(descriptor, "wb") as file:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > LARGEST_FILE:
                raise TooLarge(too_large())
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise InvalidInput(say("the file is empty"))
    return digest.hexdigest(), size


def too_large() -> str:
    """Say how large a file may be."""
    return say("a file has %(most)s MB at most", most=LARGEST_FILE // MEGABYTE)


def _unwritable(error: OSError) -> InvalidInput:
    """Return the refusal of a folder in which nothing can be written."""
    why = error.strerror or error
    return InvalidInput(say("the file could not be stored: %(why)s", why=why))
