"""The rendering of a report in a format and a language, and as the content of a page.

The writers bring some 40 MB of libraries with them, for pictures, print and DOCX. They are imported
when the first document is made, so that workers and commands that make none are spared them.
"""

# ruff: noqa: PLC0415 - the reason is above

from collections.abc import Callable, Mapping

from tracker.cache import VersionedCache
from tracker.reports.content.canonical import digest_of
from tracker.reports.content.report import ReportTree
from tracker.reports.renderings.forms import CONTENT_TYPES, Format, Rendering

PAGES_HELD, ALWAYS = 8, 0
_PAGES: VersionedCache[str] = VersionedCache(PAGES_HELD)
"""Pages by the digest of what they show, and their language; what they show never changes."""


def render(report: ReportTree, form: Format, language: str) -> Rendering:
    """Return a report as a document: the same report gives the same bytes."""
    return Rendering(_WRITERS[form](report, language), CONTENT_TYPES[form])


def page_content(report: ReportTree, language: str) -> str:
    """Return the content of a page below its title, as HTML in which every text is escaped.

    The newest pages are held: the same content in the same language is the same page.
    """
    from tracker.reports.renderings.html_page import html_content

    key = (digest_of(report), language)
    held = _PAGES.get(ALWAYS, key)
    if held is None:
        held = html_content(report, language)
        _PAGES.put(ALWAYS, key, held)
    return held


def _docx(report: ReportTree, language: str) -> bytes:
    from tracker.reports.renderings.docx_document import docx_of

    return docx_of(report, language)


def _pdf(report: ReportTree, language: str) -> bytes:
    from tracker.reports.renderings.pdf_document import pdf_of

    return pdf_of(report, language)


def _html(report: ReportTree, language: str) -> bytes:
    from tracker.reports.renderings.html_page import html_of

    return html_of(report, language)


def _xlsx(report: ReportTree, language: str) -> bytes:
    from tracker.reports.renderings.workbook import xlsx_of

    return xlsx_of(report, language)


_WRITERS: Mapping[Format, Callable[[ReportTree, str], bytes]] = {
    Format.DOCX: _docx,
    Format.PDF: _pdf,
    Format.HTML: _html,
    Format.XLSX: _xlsx,
}
