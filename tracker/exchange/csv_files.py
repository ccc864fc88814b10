"""Reads CSV files: finds their encoding and delimiter, or reports the fault."""

import csv
import io
import re
from itertools import islice

from tracker.csv_text import without_mark
from tracker.exchange.encodings import decode
from tracker.exchange.file_limits import MOST_CELLS, too_many
from tracker.exchange.sheet_request import SheetRequest
from tracker.exchange.sheets import Sheet, SheetRow, Unreadable, make_sheet
from tracker.words import say

DELIMITERS = (",", ";", "\t")
LONGEST_CELL = 1_000_000
LINES_LOOKED_AT = 30
SEPARATOR_LINE = re.compile(r"\A\s*sep=(.)\s*?\r?\n", re.IGNORECASE)


def read_csv(file: str, content: bytes, request: SheetRequest) -> Sheet:
    """Read a CSV file, without the marks of files that were written here; raises Unreadable."""
    text = decode(file, content, request.encoding)
    csv.field_size_limit(LONGEST_CELL)
    rows: list[SheetRow] = []
    seen = 0
    delimiter, body = parted(text.content)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            seen += max(len(cells), 1)
            if seen > MOST_CELLS:
                raise too_many(file)
            rows.append(SheetRow(number, tuple(without_mark(cell).strip() for cell in cells)))
    except csv.Error as error:
        raise _unreadable(file, len(rows), error) from error
    return make_sheet(file, rows, request, text.notes)


def _unreadable(file: str, row: int, error: csv.Error) -> Unreadable:
    """Say why a row cannot be read: a cell that does not end, or marks that do not match."""
    if "field limit" in str(error):
        return Unreadable(
            say(
                "%(file)s, after row %(row)s: a cell has more than %(most)s characters; shorten "
                "it, or close the quotation mark that it begins with",
                file=file,
                row=row,
                most=LONGEST_CELL,
            )
        )
    return Unreadable(
        say(
            "%(file)s, after row %(row)s: the quotation marks do not match (%(error)s)",
            file=file,
            row=row,
            error=error,
        )
    )


def parted(text: str) -> tuple[str, str]:
    """Return the delimiter and the text without the line "sep=;" that some programs write."""
    named = SEPARATOR_LINE.match(text)
    if named:
        return named.group(1), text[named.end() :]
    return delimiter_of(text), text


def delimiter_of(text: str) -> str:
    """Return the delimiter that splits one of the first lines into most cells.

    The heading is among them, perhaps below a title. csv.Sniffer guesses from all of the text and
    is led astray by commas in sentences.
    """
    lines = [line for line in islice(io.StringIO(text), LINES_LOOKED_AT) if line.strip()]
    first = lines[0] if lines else ""
    if max(_parts(first, sign) for sign in DELIMITERS) > 1:
        return max(DELIMITERS, key=lambda sign: _parts(first, sign))
    return max(DELIMITERS, key=lambda sign: max((_parts(line, sign) for line in lines), default=0))


def _parts(line: str, delimiter: str) -> int:
    """Return into how many cells a delimiter splits a line, or the beginning of a long one."""
    return len(next(csv.reader([line[:LONGEST_CELL]], delimiter=delimiter), []))
