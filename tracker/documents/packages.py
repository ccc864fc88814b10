"""A package (ZIP), opened: a document of an office program, whole, without macros and bombs.

Sizes are those of the ZIP's own list, beyond which no part is unpacked. Of Office Open XML
(ISO/IEC 29500-2) the content type of the main part decides, of OpenDocument (ISO/IEC 26300) the
part `mimetype`.
"""

import posixpath
import zlib
from pathlib import Path
from typing import NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile, ZipInfo

from tracker.documents.findings import ZIP, Finding, OpenedFile
from tracker.documents.foreign_parts import ends_as_package

MOST_PARTS = 10_000
LARGEST_UNPACKED = 1024 * 1024 * 1024
STEEPEST = 200
"""How many times as large a package may become when it is unpacked, where it is large."""
SMALL = 50 * 1024 * 1024
"""The size of what is unpacked up to which any ratio is let through: blank sheets pack well."""
LOCKED_BIT = 0x1
LONGEST_NAME_OF_KIND = 200
CONTENT_TYPES, RELATIONS = "[Content_Types].xml", "_rels/.rels"
MAIN_PART = "/officeDocument"
"""The end of the type of the relation that names the main part."""
FOLDERS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
_OFFICE = "application/vnd.openxmlformats-officedocument"
MAIN_TYPES = {
    f"{_OFFICE}.wordprocessingml.document.main+xml": "docx",
    f"{_OFFICE}.spreadsheetml.sheet.main+xml": "xlsx",
    f"{_OFFICE}.presentationml.presentation.main+xml": "pptx",
}
RUNNING_TYPES = ("macroenabled", "vbaproject", "activex")
"""What the content types of parts that run contain."""
OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
MANIFEST, KIND, CONTENT = "META-INF/manifest.xml", "mimetype", "content.xml"
LOCKS = "encryption-data"
PROGRAMS = ("vbaproject.bin", "basic/", "scripts/", "activex/")
"""What the parts are called that run."""
FETCHED = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument")
"""The ends of types of relations whose target is fetched when the document is opened."""
FROM_ELSEWHERE = ("http:", "https:", "ftp:")


class _Element(NamedTuple):
    """An element of XML: its name without its namespace, and its attributes."""

    name: str
    attributes: dict[str, str]


class _Refused(Exception):
    """Something that is refused was found."""

    def __init__(self, finding: Finding, kind: str = ZIP) -> None:
        super().__init__(finding)
        self.opened = OpenedFile(finding, kind)


def open_package(path: Path) -> OpenedFile:
    """Open a package; its kind is "zip" where it is no document."""
    if not ends_as_package(path):
        return OpenedFile(Finding.BROKEN, ZIP)
    try:
        with ZipFile(path) as package:
            return _open(package)
    except _Refused as refused:
        return refused.opened
    except (
        BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        zlib.error,
        EOFError,
    ):
        return OpenedFile(Finding.BROKEN, ZIP)


def _open(package: ZipFile) -> OpenedFile:
    """Open the parts of a package; raises _Refused."""
    parts = package.infolist()
    names = {part.filename for part in parts}
    kind = _kind(package, names)
    _refuse_bombs(parts, kind)
    if any(part.flag_bits & LOCKED_BIT for part in parts):
        raise _Refused(Finding.LOCKED, kind)
    if kind == ZIP:
        return OpenedFile(Finding.WHOLE, ZIP)
    if _has_programs(names):
        raise _Refused(Finding.PROGRAM, kind)
    if package.comment:
        raise _Refused(Finding.FOREIGN, kind)
    try:
        check = _check_open_document if kind in OPEN_DOCUMENT.values() else _check_office
        check(package, names, kind)
    except (ExpatError, KeyError) as error:
        raise _Refused(Finding.BROKEN, kind) from error
    return OpenedFile(Finding.BROKEN if package.testzip() else Finding.WHOLE, kind)


def _kind(package: ZipFile, names: set[str]) -> str:
    """Return the ending of the kind of document that a package says it is."""
    if KIND in names:
        with package.open(KIND) as part:
            told = part.read(LONGEST_NAME_OF_KIND).decode("ascii", "replace").strip()
        if told in OPEN_DOCUMENT:
            return OPEN_DOCUMENT[told]
    if CONTENT_TYPES in names:
        for folder, ending in FOLDERS:
            if any(name.startswith(folder) for name in names):
                return ending
    return ZIP


def _refuse_bombs(parts: list[ZipInfo], kind: str) -> None:
    """Refuse a package with too many parts, or that becomes too large."""
    packed = sum(part.compress_size for part in parts)
    unpacked = sum(part.file_size for part in parts)
    if (
        len(parts) > MOST_PARTS
        or unpacked > LARGEST_UNPACKED
        or (unpacked > SMALL and unpacked > STEEPEST * max(packed, 1))
    ):
        raise _Refused(Finding.UNPACKED, kind)


def _has_programs(names: set[str]) -> bool:
    """Tell whether a package has parts that are called as macros and other programs are."""
    lower = [name.lower() for name in names]
    return any(name.endswith(PROGRAMS[0]) for name in lower) or any(
        name.startswith(folder) or f"/{folder}" in name for name in lower for folder in PROGRAMS[1:]
    )


def _check_office(package: ZipFile, names: set[str], kind: str) -> None:
    """Refuse a document whose main part is of another type, runs, or fetches something."""
    types = _elements(package, CONTENT_TYPES)
    told = [one.attributes.get("ContentType", "") for one in types]
    if any(running in one.lower() for one in told for running in RUNNING_TYPES):
        raise _Refused(Finding.PROGRAM, kind)
    of_main = (
        one
        for one in _elements(package, RELATIONS)
        if one.attributes.get("Type", "").endswith(MAIN_PART)
    )
    relation = next(of_main, None)
    if relation is None:
        raise _Refused(Finding.BROKEN, kind)
    main = relation.attributes["Target"].lstrip("/")
    if MAIN_TYPES.get(_type_of(types, posixpath.normpath(main))) != kind:
        raise _Refused(Finding.BROKEN, kind)
    _elements(package, posixpath.normpath(main))
    for name in sorted(name for name in names if name.endswith(".rels")):
        if any(_fetches(one) for one in _elements(package, name)):
            raise _Refused(Finding.LINKED, kind)


def _type_of(types: list[_Element], name: str) -> str:
    """Return the content type of a part: its own, else that of its ending; "" without one."""
    ending = name.rpartition(".")[2].lower()
    for one in types:
        if one.attributes.get("PartName", "").lower() == f"/{name}".lower():
            return one.attributes.get("ContentType", "")
    for one in types:
        if one.attributes.get("Extension", "").lower() == ending:
            return one.attributes.get("ContentType", "")
    return ""


def _fetches(relation: _Element) -> bool:
    """Tell whether a relation has something fetched from another place."""
    told = relation.attributes
    return (
        told.get("TargetMode", "").lower() == "external"
        and told.get("Type", "").endswith(FETCHED)
        and told.get("Target", "").strip().lower().startswith(FROM_ELSEWHERE)
    )


def _check_open_document(package: ZipFile, names: set[str], kind: str) -> None:
    """Refuse an open document that is locked, or whose content is no XML."""
    if MANIFEST in names and any(one.name == LOCKS for one in _elements(package, MANIFEST)):
        raise _Refused(Finding.LOCKED, kind)
    _elements(package, CONTENT, keep=False)


def _elements(package: ZipFile, name: str, *, keep: bool = True) -> list[_Element]:
    """Read the elements of a part; raises ExpatError, KeyError, and _Refused for a DOCTYPE."""
    found: list[_Element] = []

    def refuse(*_told: object) -> None:
        raise _Refused(Finding.BROKEN)

    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    if keep:
        parser.StartElementHandler = lambda tag, attributes: found.append(
            _Element(tag.rpartition(":")[2], attributes)
        )
    with package.open(name) as part:
        parser.ParseFile(part)
    return found
