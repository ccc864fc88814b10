"""Limits on a file before it is read: its size unpacked, its columns, the cells that it spans."""

import io
import re
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

from tracker.exchange.ods_extent import OdsExtent
from tracker.exchange.ods_marks import CONTENT
from tracker.exchange.sheets import Unreadable
from tracker.words import say

MOST_UNPACKED = 256 * 1024 * 1024
MOST_CELLS = 5_000_000
"""Cells from the first of a sheet to its farthest; a reader makes room for each of them."""
MOST_COLUMNS = 16_384
"""The columns of a spreadsheet program."""
PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,20})([0-9]{1,20})["']""")
CELL = re.compile(rb"<(?:[A-Za-z]\w*:)?(?:c|(?:covered-)?table-cell)[\s/>]")
AT_ONCE = 1024 * 1024
LONGEST_PLACE = 64
"""More bytes than the place of a cell takes, which may lie across two pieces."""


def refuse_beyond_limits(file: str, content: bytes) -> None:
    """Refuse a file that would fill the memory when it is read; raises Unreadable."""
    try:
        packed = ZipFile(io.BytesIO(content))
    except BadZipFile:
        _refuse_text(file, content)
        return
    left = MOST_UNPACKED
    with packed:
        if sum(part.file_size for part in packed.infolist()) > left:
            raise _too_large(file)
        for part in packed.infolist():
            left -= _unpack(file, packed, part, left)


def _refuse_text(file: str, content: bytes) -> None:
    """Refuse a text that is too long, or whose first line has too many cells."""
    if len(content) > MOST_UNPACKED:
        raise _too_large(file)
    line = content[: content.find(b"\n") + 1] or content
    if max(line.count(sign) for sign in (b",", b";", b"\t")) >= MOST_COLUMNS:
        raise Unreadable(
            say("%(file)s has more than %(most)s columns", file=file, most=MOST_COLUMNS)
        )


def _unpack(file: str, packed: ZipFile, part: ZipInfo, left: int) -> int:
    """Unpack a part piece by piece and return its size; what a sheet spans is looked at.

    Every part may be a sheet, since the workbook names the parts that are.
    """
    size, rows, columns, cells, tail = 0, 0, 0, 0, b""
    extent = OdsExtent() if part.filename == CONTENT else None
    try:
        with packed.open(part) as opened:
            while piece := opened.read(AT_ONCE):
                size += len(piece)
                if size > left:
                    raise _too_large(file)
                for place in PLACE.finditer(tail + piece):
                    columns = max(columns, _column(place[1]))
                    rows = max(rows, int(place[2]))
                tail = piece[-LONGEST_PLACE:]
                cells += sum(1 for _ in CELL.finditer(piece))
                if cells > MOST_CELLS:
                    raise too_many(file)
                if extent is not None:
                    extent.feed(piece)
                    rows, columns = extent.rows, extent.columns
                if rows * columns > MOST_CELLS:
                    raise _too_far(file, rows, columns)
    except (
        BadZipFile, NotImplementedError, RuntimeError, EOFError, etree.XMLSyntaxError
    ) as error:  # fmt: skip
        raise Unreadable(
            say("%(file)s is no workbook that can be read: %(error)s", file=file, error=error)
        ) from error
    return size


def _column(letters: bytes) -> int:
    """Return the number of a column, 1 for A."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _too_large(file: str) -> Unreadable:
    return Unreadable(
        say("%(file)s is too large when unpacked; part it into several sheets", file=file)
    )


def too_many(file: str) -> Unreadable:
    """Return the refusal of a sheet with more cells than are read."""
    return Unreadable(
        say(
            "%(file)s has more than %(most)s cells; part it into several sheets",
            file=file,
            most=MOST_CELLS,
        )
    )


def _too_far(file: str, rows: int, columns: int) -> Unreadable:
    return Unreadable(
        say(
            "%(file)s spans %(rows)s rows and %(columns)s columns, which is too much; delete what "
            "stands far from the table, or part it into several sheets",
            file=file,
            rows=rows,
            columns=columns,
        )
    )
