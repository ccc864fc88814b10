"""The rendering of a report in a format and a language."""

from collections.abc import Callable, Mapping

from tracker.reports.content.report import ReportTree
from tracker.reports.renderings.docx_document import docx_of
from tracker.reports.renderings.forms import CONTENT_TYPES, Format, Rendering
from tracker.reports.renderings.html_page import html_of
from tracker.reports.renderings.pdf_document import pdf_of
from tracker.reports.renderings.workbook import xlsx_of

_WRITERS: Mapping[Format, Callable[[ReportTree, str], bytes]] = {
    Format.DOCX: docx_of,
    Format.PDF: pdf_of,
    Format.HTML: html_of,
    Format.XLSX: xlsx_of,
}


def render(report: ReportTree, form: Format, language: str) -> Rendering:
    """Return a report as a document: the same report gives the same bytes."""
    return Rendering(_WRITERS[form](report, language), CONTENT_TYPES[form])
