"""A report as HTML: the page's own content, or a file that stands by itself."""

import base64
from pathlib import Path

from tracker.drawings.picture import PictureFormat
from tracker.reports.content.report import ReportTree
from tracker.reports.renderings import pandoc_nodes as nodes
from tracker.reports.renderings.document import DocumentWriter
from tracker.reports.renderings.facts import digest_in_file
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.masthead import notices
from tracker.reports.renderings.pandoc import convert
from tracker.reports.renderings.pictures import charts_of, is_low, picture
from tracker.reports.spelling.speller import Speller

TEMPLATE = Path(__file__).parent / "report.html"


def html_of(report: ReportTree, language: str) -> bytes:
    """Return a file of HTML with its own style and pictures: it loads nothing."""
    speller = Speller(language)
    return convert(
        nodes.document(
            _blocks(report, speller),
            lang=language,
            dir="rtl" if speller.from_right else "ltr",
            pagetitle=speller.words(report.title),
            digest=digest_in_file(report),
            notice=" · ".join(notices(report, speller)),
        ),
        "html5",
        "--standalone",
        f"--template={TEMPLATE}",
        "--wrap=none",
    )


def html_content(report: ReportTree, language: str) -> str:
    """Return the content of a page below its title: no scripts, no styles, no title of its own."""
    speller = Speller(language)
    blocks = _blocks(report, speller, titled=False)
    return convert(nodes.document(blocks), "html5", "--wrap=none").decode()


def _blocks(report: ReportTree, speller: Speller, *, titled: bool = True) -> list[nodes.Node]:
    pictures = {
        chart.id: _address(picture(chart, speller, PictureFormat.SVG, low=is_low(report)))
        for chart in charts_of(report)
    }
    writer = DocumentWriter(report, speller, Format.HTML, pictures, titled=titled)
    return list(writer.blocks())


def _address(data: bytes) -> str:
    """Return a picture as an address that has it whole."""
    return f"data:image/svg+xml;base64,{base64.b64encode(data).decode()}"
