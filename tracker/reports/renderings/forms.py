"""The formats of a document."""

from enum import StrEnum
from typing import NamedTuple


class Format(StrEnum):
    """A format in which a report is written."""

    DOCX = "docx"  # for editors to go on working in
    PDF = "pdf"  # tagged, PDF/UA-1
    HTML = "html"  # a page that stands by itself
    XLSX = "xlsx"  # each table a sheet


class Rendering(NamedTuple):
    """The bytes of a document with the type by which they are served."""

    data: bytes
    content_type: str


CONTENT_TYPES = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.HTML: "text/html; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
