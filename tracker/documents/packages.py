"""What a ZIP holds: a document of an office program, without macros, locks and bombs.

Nothing is unpacked but a short part that names the kind; sizes are those of the ZIP's own list.
"""

from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from tracker.errors import InvalidInput
from tracker.words import say

MOST_PARTS = 10_000
LARGEST_UNPACKED = 1024 * 1024 * 1024
STEEPEST = 200
"""How many times as large a package may become when it is unpacked, where it is large."""
SMALL = 50 * 1024 * 1024
"""The size of what is unpacked up to which any ratio is let through: blank sheets pack well."""
LOCKED_BIT = 0x1
LONGEST_NAME_OF_KIND = 200
CONTENT_TYPES = "[Content_Types].xml"
OF_OFFICE = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
MANIFEST, KIND = "META-INF/manifest.xml", "mimetype"
LARGEST_MANIFEST = 2 * 1024 * 1024
PROGRAMS = ("vbaproject.bin", "basic/", "scripts/", "activex/")
"""What the parts are called that run."""


def kind_of_package(path: Path) -> str:
    """Return the ending of the kind of document that a ZIP is, "zip" for any other.

    Raises InvalidInput for what is locked, broken, holds a program, or grows beyond all measure.
    """
    try:
        with ZipFile(path) as package:
            parts = package.infolist()
            _refuse_bombs(parts)
            _refuse_programs(parts)
            return _kind(package, {part.filename for part in parts})
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise InvalidInput(say("the file is broken: %(why)s", why=error)) from error


def _refuse_bombs(parts: list[ZipInfo]) -> None:
    """Refuse a package with too many parts, or that becomes too large, or that is locked."""
    packed = sum(part.compress_size for part in parts)
    unpacked = sum(part.file_size for part in parts)
    if (
        len(parts) > MOST_PARTS
        or unpacked > LARGEST_UNPACKED
        or (unpacked > SMALL and unpacked > STEEPEST * max(packed, 1))
    ):
        raise InvalidInput(say("the file becomes too large when it is unpacked"))
    if any(part.flag_bits & LOCKED_BIT for part in parts):
        raise InvalidInput(_locked())


def _refuse_programs(parts: list[ZipInfo]) -> None:
    """Refuse a package with macros or other programs."""
    names = [part.filename.lower() for part in parts]
    if any(name.endswith(PROGRAMS[0]) for name in names) or any(
        name.startswith(folder) or f"/{folder}" in name for name in names for folder in PROGRAMS[1:]
    ):
        raise InvalidInput(say("the file holds a program; save it without, and send that file"))


def _kind(package: ZipFile, names: set[str]) -> str:
    """Return the ending of a document's kind."""
    if KIND in names:
        with package.open(KIND) as part:
            told = part.read(LONGEST_NAME_OF_KIND).decode("ascii", "replace").strip()
        if told in OPEN_DOCUMENT:
            _refuse_locked_open_document(package, names)
            return OPEN_DOCUMENT[told]
    if CONTENT_TYPES in names:
        for folder, ending in OF_OFFICE:
            if any(name.startswith(folder) for name in names):
                return ending
    return "zip"


def _refuse_locked_open_document(package: ZipFile, names: set[str]) -> None:
    """Refuse an open document whose parts are locked: its manifest says so."""
    if MANIFEST not in names:
        return
    with package.open(MANIFEST) as part:
        if b"encryption-data" in part.read(LARGEST_MANIFEST):
            raise InvalidInput(_locked())


def _locked() -> str:
    """Say that a file is locked."""
    return say("the file is locked by a password; save it without one, and send that file")
