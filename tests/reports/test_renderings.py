"""Renderings of a report: the same bytes each time, structure, texts of people as texts."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from html5lib import parse
from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.support.briefs import pages_of, small_brief
from tests.support.reports import small_report, small_table
from tracker.reports.content.report import ReportTree
from tracker.reports.renderings.column_widths import column_widths
from tracker.reports.renderings.docx_document import docx_of
from tracker.reports.renderings.facts import fact_lines
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.html_page import html_content, html_of
from tracker.reports.renderings.pdf_document import markup_of, pdf_of
from tracker.reports.renderings.rendering import render
from tracker.reports.renderings.workbook import xlsx_of
from tracker.reports.spelling.signs import plain_signs
from tracker.reports.spelling.speller import Speller
from tracker.settings import ROOT

LANGUAGES = ("en", "ar", "zh")
NASTY = (
    "=cmd|' /C calc'!A0",
    '#set text(red) #import "x" @label <label> $x^2$ // not /* text */ *bold* _em_ `raw`',
    "<script>alert(1)</script> [text](http://example.org) ![alt](http://example.org/x.png)",
    '\\includegraphics{x} ```{=html}\n<b>``` ::: {custom-style="X"} :::',
    "1. not a list\n\n# no heading\n\n> no quotation\n- item\t+ item",
    "\x00\x07\x1f\x7f\ufffe]]> &amp; {{ 7*7 }} {% raw %}",
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", list(Format))
def test_the_same_report_gives_the_same_bytes(form: Format, language: str) -> None:
    report = small_report()
    assert render(report, form, language).data == render(report, form, language).data


def _document() -> docx.document.Document:
    return docx.Document(io.BytesIO(docx_of(small_report(), "en")))


def test_numbered_paragraphs_of_word_share_one_numbering_by_their_style() -> None:
    document = _document()
    styles = {"Numbered Paragraph": 0, "Sub-paragraph": 1, "Sub-sub-paragraph": 2}
    for name, level in styles.items():
        numbered = document.styles[name].element.find(f".//{qn('w:numPr')}")
        assert (numbered.numId.val, numbered.ilvl.val) == (30, level)
    own = [one for one in document.paragraphs if one.style and one.style.name in styles]
    assert [one.style.name for one in own if one.style] == [
        "Numbered Paragraph",
        "Sub-paragraph",
        "Sub-sub-paragraph",
        "Sub-sub-paragraph",
        "Sub-paragraph",
        "Numbered Paragraph",
        "Numbered Paragraph",
    ]
    assert not [one for one in own if one._p.find(f".//{qn('w:numPr')}") is not None]  # noqa: SLF001


def _style(paragraph: Paragraph) -> str:
    """Return the name of a paragraph's style."""
    return (paragraph.style and paragraph.style.name) or ""


def test_word_has_headings_footnotes_header_rows_and_alternative_texts() -> None:
    document = _document()
    headings = [one.text for one in document.paragraphs if "Heading" in _style(one)]
    assert [text.split("\N{EM SPACE}")[0] for text in headings[1:]] == [
        "I.",
        "II.",
        "A.",
        "Annex I",
    ]
    root = document.element
    assert len(list(root.iter(qn("w:footnoteReference")))) == 2
    table, about = document.tables
    assert about.cell(1, 0).text == "From"
    assert list(table.rows[0]._tr.iter(qn("w:tblHeader")))  # noqa: SLF001
    assert [one.get("descr") for one in root.iter(qn("wp:docPr"))] == ["Italy gave most."]


def test_every_page_of_word_says_that_figures_are_illustrative() -> None:
    header = "\n".join(one.text for one in _document().sections[0].header.paragraphs)
    assert header == (
        "E/CN.15/2014/00\n"
        "Draft, not issued\n"
        "Illustrative figures: no real contribution is behind them"
    )


def test_arabic_tables_of_word_are_mirrored() -> None:
    document = docx.Document(io.BytesIO(docx_of(small_report(), "ar")))
    table, about = document.tables
    assert list(about._tbl.tblPr.iter(qn("w:bidiVisual")))  # noqa: SLF001
    assert list(table._tbl.tblPr.iter(qn("w:bidiVisual")))  # noqa: SLF001


def test_print_is_tagged_and_says_its_language() -> None:
    for language in LANGUAGES:
        made = pdf_of(small_report(), language)
        assert b"/MarkInfo" in made
        assert b"pdfuaid:part" in made
        assert f"/Lang({language})".encode() in made


def test_the_page_has_no_script_no_style_and_the_links_of_the_product_alone() -> None:
    page = html_content(small_report("\n".join(NASTY)), "en")
    root = parse(page, namespaceHTMLElements=False)
    assert not list(root.iter("script"))
    assert not [one for one in root.iter() if "style" in one.attrib or "onclick" in one.attrib]
    addresses = {one.get("href", "") for one in root.iter("a")}
    assert {one for one in addresses if not one.startswith("#")} == {
        "/dashboards/commission",
        "/figures",
    }
    assert all(
        one.get("src", "").startswith("data:image/svg+xml;base64,") for one in root.iter("img")
    )


@pytest.mark.slow
@settings(max_examples=5, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@example(NASTY[0])
@example(NASTY[1])
@example(NASTY[2])
@example(NASTY[3])
@example(NASTY[4])
@example(NASTY[5])
def test_texts_of_people_stay_texts_in_every_format(typed: str) -> None:
    shown = plain_signs(typed)
    for report in (small_report(typed), small_brief(typed)):
        for found in _texts_of(report):
            assert _folded(shown) in _folded(found)
        # what is markup to typst would not compile, or be missing
        assert b"%PDF" in pdf_of(report, "en")


@pytest.mark.parametrize(
    "typed",
    [
        "Donaudampfschifffahrtsgesellschaft" * 12,
        "تدريب المدعين العامين على التحقيقات " * 12,
        "跨国有组织犯罪公约" * 40,
        "=HYPERLINK(1) #pagebreak() <b>x</b> " * 12,
        "\n\n".join(NASTY),
    ],
)
def test_a_brief_is_one_page_whatever_its_texts(typed: str) -> None:
    for language in LANGUAGES:
        assert pages_of(pdf_of(small_brief(typed), language)) == 1


def test_a_brief_numbers_nothing_and_tells_its_facts_below() -> None:
    page = html_content(small_brief("A text."), "en")
    root = parse(page, namespaceHTMLElements=False)
    assert [one.text for one in root.iter("h2")] == ["A text."]
    assert "Table 1" not in page
    assert "As known at: 29 November 2026" in page


def _texts_of(report: ReportTree) -> Iterator[str]:
    """Yield all text of the formats that can be read back, with their structure checked."""
    document = docx.Document(io.BytesIO(docx_of(report, "en")))
    assert not list(document.element.iter(qn("w:hyperlink")))
    assert len(list(document.element.iter(qn("w:drawing")))) == 1
    yield "".join(one.text or "" for one in document.element.iter(qn("w:t")))
    root = parse(html_of(report, "en").decode(), namespaceHTMLElements=False)
    assert not list(root.iter("script"))
    assert len(list(root.iter("img"))) == 1
    yield "".join(root.find("body").itertext())
    data = xlsx_of(report, "en")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        sheets = [packed.read(name) for name in packed.namelist() if "worksheets/" in name]
    assert not [one for one in sheets if b"<f>" in one or b"<hyperlink" in one]
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    yield "".join(str(cell) for row in rows for cell in row)


def _folded(text: str) -> str:
    """Return a text without blanks and without signs that a format may not keep."""
    return re.sub(r"[\s\u200b-\u200f\u2028-\u202f\xad\ufeff\x00-\x1f\x7f-\x9f_x]", "", text)


def test_a_paragraph_is_no_item_of_a_list_in_print() -> None:
    """Typst took "1." at the beginning of a line for a list, which ended with the line."""
    pictures = {"received-by-donor": "chart.svg"}
    lines = markup_of(small_report(), Speller("en"), pictures).decode().splitlines()
    numbered = [line for line in lines if re.match(r"\\?\d+\.", line)]
    assert [line[:3] for line in numbered] == ["\\1.", "\\2.", "\\3."]


@pytest.mark.parametrize("typed", ["/ x", "- x", "+ x", "= x", "1. x"])
def test_a_cell_is_no_item_of_a_list_and_no_heading_in_print(typed: str) -> None:
    """A cell that began with a stroke and a blank was a list of terms, and stopped the document."""
    markup = markup_of(small_report(typed), Speller("en"), {"received-by-donor": "chart.svg"})
    assert f"footnote[\\{typed}]" in markup.decode()
    assert f"[{typed}]" not in markup.decode()
    assert pdf_of(small_report(typed), "en")


def test_columns_have_the_room_that_their_words_need() -> None:
    widths = column_widths(small_table("A note."), Speller("en"))
    by_code = dict(zip((one.code for one in small_table().columns), widths, strict=True))
    assert abs(sum(widths) - 1) < 0.01
    assert by_code["received"] > by_code["share"]


def test_headings_and_captions_are_bold_in_scripts_from_the_right_too() -> None:
    document = _document()
    for name in ("Heading 1", "Heading 2", "Table Caption"):
        assert document.styles[name].font.cs_bold
    rows = [row for table in document.tables for row in table.rows]
    assert all(list(row._tr.iter(qn("w:cantSplit"))) for row in rows)  # noqa: SLF001


def test_a_process_that_makes_no_document_is_spared_its_libraries() -> None:
    """Each worker would hold them, and each command wait for them."""
    asked = "import sys, wsgi; print([one for one in sys.argv[1:] if one in sys.modules])"
    libraries = (
        "matplotlib", "typst", "docx", "pypandoc", "fontTools", "pandas", "alembic", "webauthn",
        "requests", "authlib", "joserfc", "zxcvbn",
    )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", asked, *libraries],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
    )
    assert done.stdout.strip() == "[]"


def test_a_total_stands_alone_on_no_page() -> None:
    """In print the last row goes with it, in Word the paragraphs of that row keep it."""
    markup = markup_of(small_report(), Speller("en"), {"received-by-donor": "chart.svg"}).decode()
    body, foot = re.split(r"\n +table\.footer\(", markup)
    body = body.split("table.header(")[1]
    assert "Italy" in body
    assert "Germany" not in body
    assert "Germany" in foot
    assert "Total" in foot
    kept = [
        all(one.paragraph_format.keep_with_next for cell in row.cells for one in cell.paragraphs)
        for row in _document().tables[0].rows
    ]
    assert kept == [True, True, True, False]


def test_a_document_says_its_licence_or_that_none_is_stated() -> None:
    for licence, said in (("CC BY 4.0", "CC BY 4.0"), ("", "Not stated")):
        report = small_report()
        report = replace(report, facts=replace(report.facts, licence=licence))
        assert ("Licence", said) in fact_lines(report, Speller("en"))
