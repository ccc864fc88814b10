"""A bucket of S3 that holds files by digest; it needs `requirements-s3.txt`.

Nothing in it is public: each request is signed, and no address is handed out. Files go through
the program, which knows who may see them. Each is encrypted by the server, as settings say.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

try:
    import obstore
    from obstore.exceptions import BaseError
    from obstore.store import S3Store as Bucket
except ImportError:  # settings that name a bucket stop the start then
    Bucket = Any  # type: ignore[assignment,misc] # nothing is made of it

from tracker.bucket_settings import BucketSettings
from tracker.documents.store import DIGEST, PIECE, FileStore, expect_digest, not_there
from tracker.errors import TrackerError
from tracker.words import say

PART = 8 * 1024 * 1024
"""The bytes of a part of a file that is sent in several."""
RETRIES: Any = {"max_retries": 3}
CLIENT: Any = {"connect_timeout": "5s", "timeout": "60s"}


class BucketUnavailable(TrackerError, OSError):
    """A bucket that does not answer, or refuses access."""

    status = 503

    def __init__(self) -> None:
        super().__init__(say("the files cannot be reached; try again in a few minutes"))


@dataclass(frozen=True, slots=True)
class S3Store(FileStore):
    """The files under the prefix of a bucket."""

    settings: BucketSettings

    @property
    def place(self) -> str:
        """The address of the prefix, like s3://bucket/prefix."""
        return self.settings.address

    def open(self, digest: str) -> IO[bytes]:
        """Open a file for reading, piece by piece; raises NotFound, or BucketUnavailable."""
        try:
            found = obstore.get(self._bucket(), _key(digest))
        except FileNotFoundError as error:
            raise not_there() from error
        except BaseError as error:
            raise BucketUnavailable from error
        return io.BufferedReader(_Pieces(iter(found.stream(PIECE))), PIECE)

    def size(self, digest: str) -> int | None:
        """Return the size of a file in bytes, None without one; raises BucketUnavailable."""
        try:
            return int(obstore.head(self._bucket(), _key(digest))["size"])
        except FileNotFoundError:
            return None
        except BaseError as error:
            raise BucketUnavailable from error

    def all(self) -> Iterator[str]:
        """Yield the digests of all files; raises BucketUnavailable."""
        try:
            for some in obstore.list(self._bucket()):
                names = (one["path"].rpartition("/")[2] for one in some)
                yield from (name for name in names if DIGEST.fullmatch(name))
        except BaseError as error:
            raise BucketUnavailable from error

    def sweep(self) -> int:
        """Remove nothing: parts of files that were never whole go by a rule of the bucket."""
        return 0

    def is_open_to_all(self, digest: str) -> bool:
        """Tell whether the server gives a file to anybody who asks without a signature."""
        try:
            obstore.head(_bucket(self.settings, signed=False), _key(digest))
        except (FileNotFoundError, BaseError):
            return False
        return True

    def _bucket(self) -> Bucket:
        return _bucket(self.settings, signed=True)

    def _aside(self) -> Path | None:
        return None

    def _keep(self, aside: Path, digest: str) -> None:
        """Send a whole file, also over one that is there: the same, or one that has changed."""
        try:
            obstore.put(self._bucket(), _key(digest), aside, chunk_size=PART)
        except BaseError as error:
            raise BucketUnavailable from error


class _Pieces(io.RawIOBase):
    """The pieces of a file as they arrive, read as a file is."""

    def __init__(self, pieces: Iterator[Any]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any buffer
        """Fill a buffer as far as the piece at hand goes; raises BucketUnavailable."""
        try:
            while not self._left:
                self._left = memoryview(bytes(next(self._pieces)))
        except StopIteration:
            return 0
        except BaseError as error:
            raise BucketUnavailable from error
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size


@lru_cache(maxsize=8)
def _bucket(settings: BucketSettings, *, signed: bool) -> Bucket:
    """Return the client of a bucket; keys of access come from the environment or the machine."""
    config: dict[str, Any] = {"region": settings.region, "checksum_algorithm": "SHA256"}
    if settings.endpoint:
        config["endpoint"] = settings.endpoint
    if settings.encryption:
        config["server_side_encryption"] = settings.encryption
    if settings.kms_key:
        config["sse_kms_key_id"] = settings.kms_key
    if not signed:
        config["skip_signature"] = True
    client = CLIENT | {"allow_http": settings.endpoint.startswith("http://")}
    return Bucket(
        settings.bucket,
        prefix=settings.prefix or None,
        config=config,  # type: ignore[arg-type] # its keys are those of S3Config
        client_options=client,
        retry_config=RETRIES,
    )


def _key(digest: str) -> str:
    """Return the name of a file in the bucket, the same as in a folder."""
    return f"{expect_digest(digest)[:2]}/{digest}"
