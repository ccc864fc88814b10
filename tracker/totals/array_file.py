"""A file of arrays, mapped into memory: numpy's own format, one array behind the other.

The arrays are followed by a directory in JSON with their places, their checksums and the key
of the whole, and by the directory's own length and checksum. A file is written aside and renamed,
so that whoever opens it finds a whole one.
"""

import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from glob import escape
from pathlib import Path
from struct import Struct
from tempfile import NamedTemporaryFile
from typing import IO, Any, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Arrays = Mapping[str, Array]
Key = Mapping[str, Any]
MAGIC = b"article-30 arrays 2\n"
END = Struct("<QL")  # length and checksum of the directory
SPARE = 8
"""A column that grows gets an eighth of its length as room behind it."""

ABANDONED_AFTER = 60 * 60
"""Seconds after which a file that was written aside has no writer any more."""


class MappedFile(NamedTuple):
    """A file that was found whole: its key, and its arrays by name with their lengths.

    The arrays are mapped copy-on-write: processes share them, and what one writes is its own.
    """

    key: Key
    arrays: Arrays
    lengths: Mapping[str, int]


class _Place(NamedTuple):
    """The place of an array in the file: offset, length without spare room, checksum."""

    offset: int
    length: int
    checksum: int


def write_arrays(path: Path, key: Key, arrays: Arrays, growing: frozenset[str]) -> None:
    """Write arrays under a key, readable by their owner alone; `growing` ones get spare room."""
    _remove_abandoned(path)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        aside = Path(file.name)
        try:
            places = {
                name: _write(file, array, spare=len(array) // SPARE + 1 if name in growing else 0)
                for name, array in arrays.items()
            }
            directory = json.dumps({"key": dict(key), "places": places}).encode()
            file.write(directory)
            file.write(END.pack(len(directory), crc32(directory)) + MAGIC)
            file.flush()
            aside.replace(path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise


def map_arrays(path: Path) -> MappedFile | None:
    """Map a file into memory; None where there is none, or a damaged or a foreign one."""
    try:
        with path.open("rb") as file:
            if not _is_own(file):
                return None
            directory = _directory(file)
            places = {name: _Place(*place) for name, place in directory["places"].items()}
            arrays = {name: _map(file, place) for name, place in places.items()}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if any(crc32(arrays[name].data) != place.checksum for name, place in places.items()):
        return None
    return MappedFile(
        directory["key"], arrays, {name: place.length for name, place in places.items()}
    )


def _remove_abandoned(path: Path) -> None:
    """Remove the files that killed processes have left beside a path."""
    for aside in path.parent.glob(f".{escape(path.name)}.*"):
        with suppress(FileNotFoundError):  # another process removed or renamed it
            if time.time() - aside.stat().st_mtime > ABANDONED_AFTER:
                aside.unlink()


def _write(file: IO[bytes], array: Array, spare: int) -> _Place:
    """Write one array and room behind it."""
    whole = np.concatenate([array, np.zeros(spare, array.dtype)]) if spare else array
    whole = np.ascontiguousarray(whole)
    place = _Place(file.tell(), len(array), crc32(whole.data))
    np.lib.format.write_array(file, whole, allow_pickle=False)
    return place


def _is_own(file: IO[bytes]) -> bool:
    """Tell whether a file belongs to the program's user, and nobody else may read it."""
    status = os.fstat(file.fileno())
    return status.st_uid == os.geteuid() and not status.st_mode & 0o077


def _directory(file: IO[bytes]) -> Any:  # noqa: ANN401 - JSON
    """Read the directory at the end of a file. Raises ValueError for anything else."""
    file.seek(-END.size - len(MAGIC), os.SEEK_END)
    end = file.tell()
    (length, checksum), magic = END.unpack(file.read(END.size)), file.read()
    if magic != MAGIC or length > end:
        raise ValueError("this is no file of arrays")
    file.seek(end - length)
    directory = file.read(length)
    if crc32(directory) != checksum:
        raise ValueError("the directory is damaged")
    return json.loads(directory)


def _map(file: IO[bytes], place: _Place) -> Array:
    """Map one array of the opened file, also when its path names another file by now.

    Raises ValueError where no array begins.
    """
    file.seek(place.offset)
    np.lib.format.read_magic(file)
    shape, _fortran, dtype = np.lib.format.read_array_header_1_0(file)
    if dtype.hasobject or len(shape) != 1 or place.length > shape[0]:
        raise ValueError("this is no plain array")
    if not shape[0]:
        return np.empty(0, dtype)
    return np.memmap(file, dtype, "c", file.tell(), shape)
