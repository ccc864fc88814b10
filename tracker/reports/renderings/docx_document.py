"""A report as DOCX: real styles, numbering and footnotes, for an editor to go on with."""

import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from tracker.drawings.picture import PictureFormat
from tracker.reports.content.report import ReportTree
from tracker.reports.renderings import pandoc_nodes as nodes
from tracker.reports.renderings.corrigendum import CORRECTED
from tracker.reports.renderings.document import SHORT, DocumentWriter
from tracker.reports.renderings.facts import digest_in_file
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.masthead import notices
from tracker.reports.renderings.pandoc import convert
from tracker.reports.renderings.pictures import draw_charts
from tracker.reports.renderings.reference_document import reference_document
from tracker.reports.renderings.zip_times import without_times
from tracker.reports.spelling.names import ORIGINAL
from tracker.reports.spelling.speller import Speller

MARGIN = "45"
LATIN = "w:val"
_SCRIPTS = {"ar": "w:bidi", "zh": "w:eastAsia"}
"""The attributes of languages whose letters are neither Latin nor Cyrillic."""
LONGEST = 255
"""The letters that a property of a document holds."""


def docx_of(report: ReportTree, language: str) -> bytes:
    """Return the DOCX of a report in a language; the same report gives the same bytes."""
    speller = Speller(language)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "reference.docx").write_bytes(reference_document())
        pictures = draw_charts(report, speller, PictureFormat.PNG, folder)
        writer = DocumentWriter(report, speller, Format.DOCX, pictures)
        facts = {"lang": language, "dir": "rtl" if speller.from_right else "ltr"}
        document = nodes.document(list(writer.blocks()), **facts)
        data = convert(
            document,
            "docx",
            "--reference-doc=reference.docx",
            folder=folder,
            epoch=int(report.facts.known_at.timestamp()),
        )
    return _finished(data, report, speller)


def _finished(data: bytes, report: ReportTree, speller: Speller) -> bytes:
    """Add what pandoc does not write: header and foot of pages, mirrored tables, properties."""
    document = docx.Document(io.BytesIO(data))
    _properties(document, report, speller)
    _header(document, notices(report, speller), from_right=speller.from_right)
    _page_numbers(document)
    _begin_a_page(document)
    for table in document.tables:
        table.style = document.styles["Table"]
        _lines_of(table._tbl)  # noqa: SLF001 - python-docx has no other way to a table's XML
        _rows_of(table)
        if speller.from_right:
            _mirror(table._tbl)  # noqa: SLF001
    _language(document, speller)
    made = io.BytesIO()
    document.save(made)
    return without_times(made.getvalue())


def _properties(document: Document, report: ReportTree, speller: Speller) -> None:
    own, moment = (
        document.core_properties,
        report.facts.known_at.replace(tzinfo=None, microsecond=0),
    )
    own.title = speller.words(report.title)[:LONGEST]
    own.author, own.last_modified_by, own.comments = "", "", ""
    own.language = speller.language
    own.created = own.modified = moment
    own.revision = 1
    own.identifier = digest_in_file(report)


def _header(document: Document, lines: Sequence[str], *, from_right: bool) -> None:
    """Write the notices into the header of every page."""
    for section in document.sections:
        section.header.is_linked_to_previous = False
        paragraphs = section.header.paragraphs
        for place, line in enumerate(lines):
            paragraph = (
                paragraphs[0] if place == 0 else section.header.add_paragraph(style="Header")
            )
            paragraph.text = line
            if place == len(lines) - 1:
                paragraph.paragraph_format.space_after = Pt(6)
            if from_right:
                _from_right(paragraph)


def _page_numbers(document: Document) -> None:
    """Write the number of the page into its foot."""
    for section in document.sections:
        section.footer.is_linked_to_previous = False
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)  # noqa: SLF001


def _begin_a_page(document: Document) -> None:
    """Let the report as corrected begin on a page of its own, after the corrections."""
    for mark in document.element.iter(qn("w:bookmarkStart")):
        if mark.get(qn("w:name")) == CORRECTED:
            heading = next(mark.iterancestors(qn("w:p")), None)
            heading = mark.getnext() if heading is None else heading
            Paragraph(heading, document).paragraph_format.page_break_before = True


def _from_right(paragraph: Paragraph) -> None:
    own = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    own.append(OxmlElement("w:bidi"))
    for run in paragraph.runs:
        run.font.rtl = True


def _mirror(table: object) -> None:
    """Let the first column of a table stand at the right."""
    own = table.tblPr  # type: ignore[attr-defined]
    own.insert_element_before(
        OxmlElement("w:bidiVisual"),
        *("w:tblStyleRowBandSize", "w:tblStyleColBandSize", "w:tblW", "w:jc", "w:tblCellSpacing"),
        *("w:tblInd", "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"),
    )


def _lines_of(table: object) -> None:
    """Draw thin lines between the rows of a table."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "A0A0A0")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    own = table.tblPr  # type: ignore[attr-defined]
    own.insert_element_before(borders, *("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"))
    own.insert_element_before(_margins(), "w:tblLook")


def _margins() -> object:
    """Return the space at the sides of cells, in twentieths of a point."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        own = OxmlElement(f"w:{side}")
        own.set(qn("w:w"), MARGIN)
        own.set(qn("w:type"), "dxa")
        margins.append(own)
    return margins


def _rows_of(table: Table) -> None:
    """Keep each row, and each short table, on one page, and a last row with that before it."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
    rows = [row.cells for row in table.rows]
    kept = rows[:-1] if len(rows) <= SHORT else (rows[0], *rows[-2:-1])
    for row in kept:
        for cell in row:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True
    for cell in rows[0]:
        for paragraph in cell.paragraphs:
            for run in paragraph.runs:
                run.font.bold = True
                run.font.cs_bold = True


def _language(document: Document, speller: Speller) -> None:
    """Tell the language of all text to the spelling checker, by the kind of its script.

    Latin letters in a text of another script are in the language of the original: by the rules of
    Chinese their words would be broken anywhere.
    """
    kind = _SCRIPTS.get(speller.language, LATIN)
    for languages in document.styles.element.iter(qn("w:lang")):
        languages.set(qn(LATIN), ORIGINAL)
        languages.set(qn(kind), speller.language)
