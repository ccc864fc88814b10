"""What a file is by what it holds: a workbook, a text, or something that is no sheet."""

import io
import re
from zipfile import BadZipFile, ZipFile

from tracker.exchange.sheets import Unreadable
from tracker.words import say

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LOOKED_AT = 4096
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OLD_WORKBOOK = tuple(f"{name}\x00".encode("utf-16-le") for name in ("Workbook", "Book"))
HTML = re.compile(rb"<(!doctype\s+html|html|head|body|table|meta|div|style)\b", re.IGNORECASE)
JSON = re.compile(rb'(\{\s*["}]|\[\s*[\[{"\]])')
SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
)
PARTS = (
    ("xl/workbook.bin", "XLSB"),
    ("word/", "DOCX"),
    ("ppt/", "PPTX"),
    ("Index/Document.iwa", "Numbers"),
)
"""What a ZIP holds that is another kind of document."""
OF_WORKBOOKS = frozenset({"xl/workbook.xml", "content.xml", "_rels/.rels"})
"""What a ZIP holds one of that is a workbook."""


def is_workbook(file: str, content: bytes) -> bool:
    """Tell a workbook from a text; raises Unreadable for what is neither, and names it."""
    if content.startswith(ZIP):
        _refuse_other_zip(file, content)
        return True
    if content.startswith(OLE):
        _refuse_ole(file, content)
    kind = _kind_of(content)
    if kind:
        raise _other_kind(file, kind)
    return False


def locked(file: str) -> Unreadable:
    """Return the refusal of a workbook that is locked by a password."""
    return Unreadable(
        say(
            "%(file)s is locked by a password; save it without one, and import that file",
            file=file,
        )
    )


def _kind_of(content: bytes) -> str:
    """Return what a file is that is neither workbook nor text with columns; empty for nothing."""
    for signature, name in SIGNATURES:
        if content.startswith(signature):
            return name
    start = content[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")
    start = start.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip()
    if HTML.match(start) or (start.startswith(b"<") and HTML.search(start[:1000])):
        return "HTML"
    if re.match(rb"<[?!a-zA-Z]", start):
        return "XML"
    return "JSON" if JSON.match(start) else ""


def _refuse_other_zip(file: str, content: bytes) -> None:
    """Refuse a ZIP that is no workbook."""
    try:
        with ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
    except BadZipFile as error:
        raise Unreadable(
            say("%(file)s is no workbook that can be read: %(error)s", file=file, error=error)
        ) from error
    kind = next((one for part, one in PARTS for name in names if name.startswith(part)), "")
    if kind or OF_WORKBOOKS.isdisjoint(names):
        raise _other_kind(file, kind or "ZIP")


def _other_kind(file: str, kind: str) -> Unreadable:
    """Return the refusal of a file that is no sheet, by the name of its kind."""
    return Unreadable(
        say(
            "%(file)s is a file of the kind %(kind)s, not a sheet; save the sheet as XLSX or "
            "as CSV UTF-8",
            file=file,
            kind=kind,
        )
    )


def _refuse_ole(file: str, content: bytes) -> None:
    """Refuse a file in the older form of office programs: which is no sheet."""
    if ENCRYPTED in content:
        raise locked(file)
    if any(name in content for name in OLD_WORKBOOK):
        raise Unreadable(
            say(
                "%(file)s is an old workbook (XLS), whose errors cannot be told from blank cells; "
                "save it as XLSX",
                file=file,
            )
        )
    raise Unreadable(
        say(
            "%(file)s is a document of an older office program, not a sheet; save the sheet as "
            "XLSX or as CSV UTF-8",
            file=file,
        )
    )
