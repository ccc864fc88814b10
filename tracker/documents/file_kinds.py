"""The kinds of files that may be stored, and what a file is by what it holds.

Neither a name nor what a browser says of a file is believed. What could run in a browser or in an
office program is no document: pages, drawings with scripts, macros, programs. The first bytes tell
how a file is opened (`opening`); only one that opens wholly is stored.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import filetype
from charset_normalizer import from_bytes

from tracker.documents.findings import ZIP as PACKAGE
from tracker.documents.opening import locked, opened_kind
from tracker.errors import InvalidInput
from tracker.words import say

LOOKED_AT = 8192
PIECE = 1024 * 1024
ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-"
ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
MARKUP = re.compile(rb"\s*(<[?!a-z]|\{\\rtf)", re.IGNORECASE)
TEXTS = ("txt", "csv")
BOMS = (b"\xff\xfe", b"\xfe\xff")
"""The beginnings of texts in UTF-16 and UTF-32."""
PICTURES = ("png", "jpg")


class FileKind(NamedTuple):
    """A kind of file: the ending of its names, and its type for whoever fetches it."""

    ending: str
    content_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
KINDS: Mapping[str, FileKind] = {
    kind.ending: kind
    for kind in (
        FileKind("pdf", "application/pdf"),
        FileKind("docx", f"{_OFFICE}.wordprocessingml.document"),
        FileKind("xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
        FileKind("pptx", f"{_OFFICE}.presentationml.presentation"),
        FileKind("odt", f"{_OPEN}.text"),
        FileKind("ods", f"{_OPEN}.spreadsheet"),
        FileKind("odp", f"{_OPEN}.presentation"),
        FileKind("png", "image/png"),
        FileKind("jpg", "image/jpeg"),
        FileKind("txt", "text/plain; charset=utf-8"),
        FileKind("csv", "text/csv; charset=utf-8"),
    )
}
"""The kinds that may be stored, by the ending of their names."""
OTHERWISE_ENDING = {"jpeg": "jpg"}


def kind_of_file(path: Path, name: str) -> FileKind:
    """Return the kind of a file that was sent under a name; raises InvalidInput for what is none.

    The ending of the name has to be that of the content.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    ending = OTHERWISE_ENDING.get(ending, ending)
    held = _content_kind(path, is_text=ending in TEXTS)
    if held is None and ending in TEXTS:
        held = ending
    if held is None or held not in KINDS:
        raise InvalidInput(_not_stored(held))
    if held != ending:
        raise InvalidInput(
            say(
                "the name ends in '%(ending)s', and the file holds %(held)s; save it anew under "
                "its own kind",
                ending=ending or "-",
                held=held.upper(),
            )
        )
    return KINDS[held]


def _content_kind(path: Path, *, is_text: bool) -> str | None:
    """Return what a file holds, None for a plain text; raises InvalidInput for what is refused.

    `is_text` tells that its name is that of a text, so that a text in another code is said to be.
    """
    with path.open("rb") as file:
        start = file.read(LOOKED_AT)
    if start.startswith(ZIP):
        return opened_kind(path, PACKAGE)
    if start.startswith(OLE):
        raise InvalidInput(_old_office(path))
    if start.startswith(PDF):
        return opened_kind(path, "pdf")
    if is_text and start.startswith(BOMS):
        raise InvalidInput(_not_utf8())
    found = filetype.guess(start)
    if found is not None:
        kind = str(found.extension)
        return opened_kind(path, kind) if kind in PICTURES else kind
    if MARKUP.match(start.removeprefix(b"\xef\xbb\xbf")):
        return "html, xml or rtf"
    if is_text and _is_other_code(start):
        raise InvalidInput(_not_utf8())
    _refuse_no_text(path)
    return None


def _is_other_code(start: bytes) -> bool:
    """Tell whether the beginning of a file is a text in another code than UTF-8."""
    try:
        start.decode()
    except UnicodeDecodeError as error:
        is_cut = error.reason == "unexpected end of data"
        return not is_cut and b"\x00" not in start and from_bytes(start).best() is not None
    return False


def _refuse_no_text(path: Path) -> None:
    """Refuse what is no text in UTF-8."""
    rest = b""
    for piece in _pieces(path):
        try:
            (rest + piece).decode()
            rest = b""
        except UnicodeDecodeError as error:
            rest = (rest + piece)[error.start :]
            if len(rest) >= len("\U0010ffff".encode()):
                raise InvalidInput(_not_stored(None)) from error
        if b"\x00" in piece:
            raise InvalidInput(_not_stored(None))
    if rest:
        raise InvalidInput(_not_stored(None))


def _pieces(path: Path, overlap: int = 0) -> Iterator[bytes]:
    """Yield a file piece by piece, each with the end of the one before."""
    before = b""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield before + piece
            before = piece[-overlap:] if overlap else b""


def _old_office(path: Path) -> str:
    """Say what to do with a file of an older office program, or one that is locked."""
    if any(ENCRYPTED_OFFICE in piece for piece in _pieces(path, overlap=len(ENCRYPTED_OFFICE))):
        return locked()
    return say("this is a file of an older office program; save it as DOCX, XLSX, PPTX or PDF")


def _not_utf8() -> str:
    """Say how a text is written."""
    return say(
        "the text is not written in UTF-8; save it as UTF-8 (in a spreadsheet program: CSV UTF-8)"
    )


def _not_stored(held: str | None) -> str:
    """Say which kinds are stored."""
    kinds = ", ".join(kind.upper() for kind in KINDS)
    if held is None:
        return say("the file is of no kind that is stored; send one of %(kinds)s", kinds=kinds)
    return say(
        "the file holds %(held)s, which is not stored; send one of %(kinds)s",
        held=held.upper(),
        kinds=kinds,
    )
