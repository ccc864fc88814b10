"""Reads a file as a sheet, by what it holds and not by what its name says."""

from pathlib import Path
from typing import NamedTuple

from tracker.exchange.csv_files import read_csv
from tracker.exchange.file_kinds import is_workbook
from tracker.exchange.file_limits import refuse_beyond_limits
from tracker.exchange.sheet_request import SheetRequest
from tracker.exchange.sheets import Sheet, Unreadable
from tracker.exchange.workbooks import read_workbook
from tracker.words import say


class Upload(NamedTuple):
    """A file that came through a page and lies in memory."""

    name: str
    content: bytes

    def read_bytes(self) -> bytes:
        """Return what it holds."""
        return self.content


SheetFile = Path | Upload
"""Where a sheet is read from; either has a name and bytes."""


def read_sheet(path: SheetFile, request: SheetRequest) -> Sheet:
    """Read a CSV file or the sheet of a workbook that is asked for; raises Unreadable."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable(
            say("%(file)s cannot be opened: %(error)s", file=path.name, error=error.strerror)
        ) from error
    if not content.strip():
        raise Unreadable(say("%(file)s is empty", file=path.name))
    workbook = is_workbook(path.name, content)
    refuse_beyond_limits(path.name, content)
    if workbook:
        return read_workbook(path.name, content, request)
    return read_csv(path.name, content, request)
