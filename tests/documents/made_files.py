"""Small files of each kind, made in memory."""

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 40
TYPES = "[Content_Types].xml"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"


def package(parts: Mapping[str, bytes | str]) -> bytes:
    """Return a ZIP of some parts."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def office(folder: str, **more: bytes) -> bytes:
    """Return a document of an office program."""
    return package({TYPES: "<Types/>", f"{folder}/main.xml": "<a/>", **more})


def open_text(**more: bytes) -> bytes:
    """Return an open document."""
    return package({"mimetype": OPEN_TEXT, "content.xml": "<a/>", **more})
