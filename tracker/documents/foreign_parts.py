"""Files that are two things at once: a package or a page behind or inside of another kind."""

import re
import struct
from mmap import ACCESS_READ, mmap
from pathlib import Path

END_OF_ZIP = b"PK\x05\x06"
LENGTH_OF_END = 22
LONGEST_COMMENT = 65_535
BLANK = b" \t\r\n\f\x00\x1a"
PAGE = re.compile(rb"<(?:script|!doctype|iframe|html[\s>])|<\?php\s", re.IGNORECASE)
"""Marks of a page, each too long to stand in the points of a picture by chance."""


def ends_as_package(path: Path) -> bool:
    """Tell whether programs that read packages from their end would take a file for one."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(size - LENGTH_OF_END - LONGEST_COMMENT, 0))
        end = file.read()
    at = end.rfind(END_OF_ZIP)
    if at < 0 or len(end) - at < LENGTH_OF_END:
        return False
    (comment,) = struct.unpack_from("<H", end, at + LENGTH_OF_END - 2)
    return bool(at + LENGTH_OF_END + comment == len(end))


def holds_page(path: Path) -> bool:
    """Tell whether a file that is not empty holds the marks of a page anywhere."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return PAGE.search(content) is not None


def rest_behind(path: Path, last: bytes) -> bytes | None:
    """Return what follows the last end mark of a file, without blanks; None without a mark."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        at = content.rfind(last)
        return None if at < 0 else content[at + len(last) :].strip(BLANK)
