"""Small files of each kind, made in memory by the libraries that write them."""

import io
import struct
from collections.abc import Mapping
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pikepdf
import xlsxwriter
from PIL import Image
from PIL.PngImagePlugin import PngInfo

TYPES, RELATIONS = "[Content_Types].xml", "_rels/.rels"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"
OPEN_SHEET = "application/vnd.oasis.opendocument.spreadsheet"
OPEN_SLIDES = "application/vnd.oasis.opendocument.presentation"
OFFICE = "application/vnd.openxmlformats-officedocument"
OF_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = {
    "word": (f"{OFFICE}.wordprocessingml.document.main+xml", "word/document.xml"),
    "xl": (f"{OFFICE}.spreadsheetml.sheet.main+xml", "xl/workbook.xml"),
    "ppt": (f"{OFFICE}.presentationml.presentation.main+xml", "ppt/presentation.xml"),
}


def package(parts: Mapping[str, bytes | str]) -> bytes:
    """Return a ZIP of some parts."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def office(folder: str, kind: str = "", /, **more: bytes | str) -> bytes:
    """Return the least document of an office program; `kind` is the type of its main part."""
    of_main, main = PARTS[folder]
    types = f'<Types><Override PartName="/{main}" ContentType="{kind or of_main}"/></Types>'
    relation = relations((f"{OF_OFFICE}/officeDocument", main, "Internal"))
    return package({TYPES: types, RELATIONS: relation, main: "<a/>", **more})


def relations(*told: tuple[str, str, str]) -> str:
    """Return a part of relations: of each its type, its target and its mode."""
    inner = "".join(
        f'<Relationship Type="{kind}" Target="{target}" TargetMode="{mode}"/>'
        for kind, target, mode in told
    )
    return f"<Relationships>{inner}</Relationships>"


def open_document(kind: str = OPEN_TEXT, /, **more: bytes | str) -> bytes:
    """Return the least open document of a kind."""
    return package({"mimetype": kind, "content.xml": "<a/>", **more})


def pdf(change: Any = None, pages: int = 1, **saved: Any) -> bytes:  # noqa: ANN401 - pikepdf's
    """Return a PDF of blank pages, changed by a function before it is saved."""
    file = io.BytesIO()
    document = pikepdf.new()
    for _number in range(pages):
        document.add_blank_page()
    if change is not None:
        change(document)
    document.save(file, deterministic_id="encryption" not in saved, **saved)
    return file.getvalue()


def running_pdf(**saved: Any) -> bytes:  # noqa: ANN401 - pikepdf's
    """Return a PDF that runs a script when it is opened."""

    def change(document: pikepdf.Pdf) -> None:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        document.Root.OpenAction = document.make_indirect(script)

    return pdf(change, **saved)


def pdf_with_unreadable_objects() -> bytes:
    """Return a PDF one of whose streams of objects cannot be unpacked."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        b"<</Type/ObjStm/N 1/First 5/Filter/FlateDecode/Length 8>>stream\nno-zlib!\nendstream",
    )
    made, starts = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    starts.append(len(made))
    rows = b"".join(struct.pack(">BIH", 1, start, 0) for start in starts)
    rows = struct.pack(">BIH", 0, 0, 65535) + rows + struct.pack(">BIH", 2, 4, 0)
    told = b"<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Length %d>>" % len(rows)
    made += b"5 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (told, rows)
    return made + b"startxref\n%d\n%%%%EOF\n" % starts[-1]


def picture(form: str, size: tuple[int, int] = (8, 8), **saved: Any) -> bytes:  # noqa: ANN401 - Pillow's
    """Return a picture of one colour."""
    file = io.BytesIO()
    Image.new("1" if form == "PNG" else "L", size).save(file, form, **saved)
    return file.getvalue()


def commented(text: str) -> PngInfo:
    """Return what a PNG says of itself, with a comment."""
    told = PngInfo()
    told.add_text("Comment", text)
    return told


def word_document() -> bytes:
    """Return a document as Word writes it."""
    file = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Größe, 上海")
    document.save(file)
    return file.getvalue()


def workbook() -> bytes:
    """Return a workbook of one cell."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        made.add_worksheet().write("A1", "x")
    return file.getvalue()


PDF = pdf()
PNG = picture("PNG")
JPEG = picture("JPEG")
