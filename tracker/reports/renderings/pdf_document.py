"""A report as PDF: tagged by PDF/UA-1, set by typst with the fonts of the set-up."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import typst

from tracker.drawings.fonts import FOLDER
from tracker.drawings.picture import PictureFormat
from tracker.reports.content.report import ReportKind, ReportTree
from tracker.reports.renderings import pandoc_nodes as nodes
from tracker.reports.renderings.document import NO_TITLE, DocumentWriter
from tracker.reports.renderings.drawn_signs import with_drawn_signs
from tracker.reports.renderings.facts import digest_in_file
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.masthead import notices
from tracker.reports.renderings.pandoc import convert
from tracker.reports.renderings.pictures import charts_of, draw_charts
from tracker.reports.spelling.speller import Speller

TEMPLATE = Path(__file__).parent / "report.typ"
_BEGINNINGS = re.compile(r"(?<!\\)\[(?=[-+/=]|\d+\.)")
"""Where a cell or a footnote begins as a list or a heading: pandoc escapes paragraphs alone."""
STANDARD: Literal["ua-1"] = "ua-1"


def pdf_of(report: ReportTree, language: str) -> bytes:
    """Return the PDF of a report in a language. Raises TypstError where it is not accessible."""
    speller = Speller(language)
    with TemporaryDirectory() as name:
        folder = Path(name)
        pictures = draw_charts(report, speller, PictureFormat.SVG, folder)
        (folder / "report.typ").write_bytes(markup_of(report, speller, pictures))
        made = typst.compile(
            folder / "report.typ",
            root=folder,
            font_paths=[FOLDER],
            ignore_system_fonts=True,
            pdf_standards=[STANDARD],
            sys_inputs=_inputs(report, speller, pictures),
            timestamp=int(report.facts.known_at.timestamp()),
        )
    return bytes(made)


def markup_of(report: ReportTree, speller: Speller, pictures: Mapping[str, str]) -> bytes:
    """Return the document in typst's markup, which pandoc writes with every sign escaped."""
    writer = DocumentWriter(report, speller, Format.PDF, pictures)
    document = nodes.document(list(writer.blocks()))
    markup = convert(
        document, "typst", "--standalone", f"--template={TEMPLATE}", "--wrap=none"
    ).decode()
    return with_drawn_signs(_BEGINNINGS.sub(r"[\\", markup)).encode()


def _inputs(report: ReportTree, speller: Speller, pictures: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of the template: they go in as values, never as markup.

    pandoc does not hand on the alternative texts of pictures; the template finds them by file.
    """
    alternatives = {
        pictures[chart.id]: with_drawn_signs(speller.words(chart.alternative))
        for chart in charts_of(report)
    }
    return {
        "alternatives": json.dumps(alternatives),
        "digest": digest_in_file(report),
        "title": with_drawn_signs(speller.words(report.title)).strip() or NO_TITLE,
        "language": speller.language,
        "direction": "rtl" if speller.from_right else "ltr",
        "layout": "brief" if report.kind is ReportKind.BRIEF else "report",
        "header": with_drawn_signs("\n".join(notices(report, speller))),
    }
