"""The folder of files: by digest, in folders by the first two digits, for its owner alone."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tracker.documents.store import ASIDE, DIGEST, FileStore, expect_digest, not_there

OWNER_ONLY = 0o700
DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class FolderStore(FileStore):
    """The files of a folder."""

    folder: Path

    @property
    def place(self) -> str:
        """The path of the folder."""
        return str(self.folder)

    def path(self, digest: str) -> Path:
        """Return the path of a file; raises NotFound where it is not there."""
        path = self._path(digest)
        if not path.is_file():
            raise not_there()
        return path

    def open(self, digest: str) -> IO[bytes]:
        """Open a file for reading; raises NotFound where it is not there."""
        try:
            return self._path(digest).open("rb")
        except FileNotFoundError as error:
            raise not_there() from error

    def size(self, digest: str) -> int | None:
        """Return the size of a file in bytes, None where it is not there."""
        path = self._path(digest)
        return path.stat().st_size if path.is_file() else None

    def all(self) -> Iterator[str]:
        """Yield the digests of all files."""
        for path in sorted(self.folder.glob("??/*")):
            if DIGEST.fullmatch(path.name):
                yield path.name

    def sweep(self) -> int:
        """Remove what writers that were killed a day ago left behind; return how many pieces."""
        before = time.time() - DAY
        left = [path for path in self.folder.glob(f"{ASIDE}*") if path.stat().st_mtime < before]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _aside(self) -> Path:
        self.folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
        return self.folder

    def _path(self, digest: str) -> Path:
        """Return the path at which a file is stored."""
        return self.folder / expect_digest(digest)[:2] / digest

    def _keep(self, aside: Path, digest: str) -> None:
        """Give a whole file its name, unless it is there already and whole."""
        path = self._path(digest)
        if path.is_file() and self.is_whole(digest):
            return
        path.parent.mkdir(mode=OWNER_ONLY, exist_ok=True)
        aside.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
