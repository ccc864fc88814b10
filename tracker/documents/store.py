"""The stores of files: each file once, under its digest, written wholly or not at all."""

import hashlib
import os
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
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


class StoredFile(NamedTuple):
    """A stored file: its digest, its size in bytes, and its kind."""

    digest: str
    size: int
    kind: FileKind


class ReceivedFile(NamedTuple):
    """A temporary file: its path, its digest, and its size in bytes."""

    aside: Path
    digest: str
    size: int


class ChangedFile(InvalidInput):
    """A file that holds something else than its digest says."""


class FileStore(ABC):
    """The files of one place, by digest."""

    def put(self, stream: IO[bytes], name: str) -> StoredFile:
        """Store a file from a stream, and return it; the same content is stored once.

        Raises TooLarge, and InvalidInput for a file that is empty, of no kind that is stored, or
        that cannot be written.
        """
        return self._take(stream, name, keep=True)

    def look_at(self, stream: IO[bytes], name: str) -> StoredFile:
        """Return what a stream would be stored as, without storing it; raises as `put` does."""
        return self._take(stream, name, keep=False)

    def put_copy(self, stream: IO[bytes], digest: str) -> None:
        """Store the copy of a file of another place.

        Raises ChangedFile where it holds something else than its digest says, and InvalidInput
        where it cannot be written; nothing of it is left then.
        """
        with self._received(stream) as received:
            if received.digest != digest:
                raise ChangedFile(say("the file has changed since it was stored"))
            self._keep(received.aside, digest)

    def is_whole(self, digest: str) -> bool:
        """Tell whether a file holds what its digest says; raises NotFound."""
        found = hashlib.sha256()
        with self.open(digest) as file:
            while piece := file.read(PIECE):
                found.update(piece)
        return found.hexdigest() == digest

    def holds(self, digest: str) -> bool:
        """Tell whether a file is there."""
        return self.size(digest) is not None

    def is_open_to_all(self, digest: str) -> bool:
        """Tell whether anybody gets a file from the place itself, past the program."""
        del digest
        return False

    @property
    @abstractmethod
    def place(self) -> str:
        """The place as people name it: the path of a folder, or the address of a bucket."""

    @abstractmethod
    def open(self, digest: str) -> IO[bytes]:
        """Open a file for reading, piece by piece; raises NotFound where it is not there."""

    @abstractmethod
    def size(self, digest: str) -> int | None:
        """Return the size of a file in bytes, None where it is not there."""

    @abstractmethod
    def all(self) -> Iterator[str]:
        """Yield the digests of all files."""

    @abstractmethod
    def sweep(self) -> int:
        """Remove what writers that were killed a day ago left behind; return how many pieces."""

    @abstractmethod
    def _aside(self) -> Path | None:
        """Return the folder in which files are received, None for the system's own."""

    @abstractmethod
    def _keep(self, aside: Path, digest: str) -> None:
        """Store a whole file under its digest, unless it is there already and whole."""

    def _take(self, stream: IO[bytes], name: str, *, keep: bool) -> StoredFile:
        """Receive a file, find its kind, and store it with `keep`."""
        with self._received(stream) as (aside, digest, size):
            kind = kind_of_file(aside, name)
            if keep:
                self._keep(aside, digest)
        return StoredFile(digest, size, kind)

    @contextmanager
    def _received(self, stream: IO[bytes]) -> Iterator[ReceivedFile]:
        """Yield a stream as a temporary file, which is removed afterwards."""
        try:
            descriptor, path = mkstemp(prefix=ASIDE, dir=self._aside())
        except OSError as error:
            raise _unwritable(error) from error
        aside = Path(path)
        try:
            yield ReceivedFile(aside, *_copy(stream, descriptor))
        except OSError as error:
            raise _unwritable(error) from error
        finally:
            aside.unlink(missing_ok=True)


def expect_digest(digest: str) -> str:
    """Return a digest; raises NotFound for any other text, so that it leads nowhere."""
    if not DIGEST.fullmatch(digest):
        raise NotFound(say("There is nothing at this address."))
    return digest


def not_there() -> NotFound:
    """Return the answer about a file on record that is not in its place."""
    return NotFound(say("the file is not in its folder; tell the administrator"))


def too_large() -> str:
    """Say how large a file may be."""
    return say("a file has %(most)s MB at most", most=LARGEST_FILE // MEGABYTE)


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


def _unwritable(error: OSError) -> InvalidInput:
    """Return the refusal of a place in which nothing can be written."""
    why = error.strerror or error
    return InvalidInput(say("the file could not be stored: %(why)s", why=why))
