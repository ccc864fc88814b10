"""Reads CSV files: finds their encoding and delimiter, or reports the fault."""

import codecs
import csv
import io
import re
from typing import NamedTuple

from tracker.exchange.sheets import Sheet, SheetRow, Unreadable, make_sheet
from tracker.words import say

DELIMITERS = (",", ";", "\t")
LONGEST_CELL = 1_000_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
SEPARATOR_LINE = re.compile(r"\A\s*sep=(.)\s*?\r?\n", re.IGNORECASE)
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Text(NamedTuple):
    """The text of a file, and the guesses that were made to read it."""

    content: str
    notes: tuple[str, ...] = ()


def read_csv(file: str, content: bytes) -> Sheet:
    """Read a CSV file; raises Unreadable."""
    text = decode(file, content)
    csv.field_size_limit(LONGEST_CELL)
    rows = []
    delimiter, body = parted(text.content)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            rows.append(SheetRow(number, tuple(cell.strip() for cell in cells)))
    except csv.Error as error:
        raise Unreadable(
            say(
                "%(file)s, after row %(row)s: the quotation marks do not match (%(error)s)",
                file=file,
                row=len(rows),
                error=error,
            )
        ) from error
    return make_sheet(file, rows, text.notes)


def decode(file: str, content: bytes) -> Text:
    """Decode a file as UTF-8, UTF-16 with its mark, or Windows-1252; raises Unreadable."""
    if content.startswith(UTF16):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if CONTROL.search(text):
            break
        return Text(text, _encoding_notes(file, encoding))
    raise Unreadable(
        say(
            "%(file)s is no text in UTF-8 or Windows-1252; save the sheet as CSV UTF-8 or XLSX",
            file=file,
        )
    )


def parted(text: str) -> tuple[str, str]:
    """Return the delimiter and the text without the line "sep=;" that some programs write."""
    named = SEPARATOR_LINE.match(text)
    if named:
        return named.group(1), text[named.end() :]
    return delimiter_of(text), text


def delimiter_of(text: str) -> str:
    """Return the delimiter that splits the first line into most cells.

    csv.Sniffer guesses from all of the text and is led astray by commas in sentences.
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))


def _encoding_notes(file: str, encoding: str) -> tuple[str, ...]:
    """Return a note for a file that was not in UTF-8, since letters may be read wrongly then."""
    if encoding != "cp1252":
        return ()
    return (say("%(file)s is not in UTF-8; it was read as Windows-1252", file=file),)
