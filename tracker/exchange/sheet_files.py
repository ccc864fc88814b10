"""Reads a file as a sheet, by what it holds and not by what its name says."""

from pathlib import Path
from typing import NamedTuple

from tracker.exchange.csv_files import read_csv
from tracker.exchange.sheets import Sheet, Unreadable
from tracker.exchange.workbooks import read_workbook
from tracker.words import say

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"


class Upload(NamedTuple):
    """A file that came through a page and lies in memory."""

    name: str
    content: bytes

    def read_bytes(self) -> bytes:
        """Return what it holds."""
        return self.content


SheetFile = Path | Upload
"""Where a sheet is read from; either has a name and bytes."""


def read_sheet(path: SheetFile, wanted: str, decimal: str = ".") -> Sheet:
    """Read a CSV file or a workbook's sheet named `wanted`, else its first; raises Unreadable."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable(
            say("%(file)s cannot be opened: %(error)s", file=path.name, error=error.strerror)
        ) from error
    if not content.strip():
        raise Unreadable(say("%(file)s is empty", file=path.name))
    if content.startswith((ZIP, OLE)):
        return read_workbook(path.name, content, wanted, decimal)
    return read_csv(path.name, content)
