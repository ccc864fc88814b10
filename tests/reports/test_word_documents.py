"""The DOCX of a report as an editor works on it: numbering, structure, and text from the right."""

import copy
import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from tests.support.reports import small_report, small_table
from tracker.reports.content.texts import Amount, PlainText
from tracker.reports.renderings.docx_document import docx_of
from tracker.reports.spelling.speller import Speller

SOFFICE = shutil.which("soffice")
ISOLATED = "\N{LEFT-TO-RIGHT ISOLATE}Crime;\N{POP DIRECTIONAL ISOLATE}"
Word = docx.document.Document


def _word(language: str = "en") -> Word:
    return docx.Document(io.BytesIO(docx_of(small_report(), language)))


def _insert(document: Word) -> None:
    """Insert a numbered paragraph after the first, as an editor does: a style and a text."""
    first = next(one for one in document.paragraphs if one.style.name == "Numbered Paragraph")  # type: ignore[union-attr]
    added = copy.deepcopy(first._p)  # noqa: SLF001 - python-docx has no other way to insert
    for run in added.findall(qn("w:r")):
        added.remove(run)
    first._p.addnext(added)  # noqa: SLF001
    Paragraph(added, first._parent).add_run("Put in by an editor.")  # noqa: SLF001


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_paragraph_put_in_renumbers_the_rest(tmp_path: Path) -> None:
    document = _word()
    _insert(document)
    document.save(str(tmp_path / "edited.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    asked = ["--headless", "--convert-to", "txt:Text (encoded):UTF8", "edited.docx"]
    subprocess.run(
        [str(SOFFICE), profile, *asked], cwd=tmp_path, check=True, capture_output=True, timeout=120
    )
    lines = (tmp_path / "edited.txt").read_text("utf-8-sig").splitlines()
    numbered = [found for line in lines if (found := re.match(r"\s*(\d+)\.\s+(.*)", line))]
    assert [found[1] for found in numbered] == ["1", "2", "3", "4"]
    assert numbered[1][2] == "Put in by an editor."


def test_what_is_put_in_needs_its_style_alone_to_be_numbered() -> None:
    document = _word()
    _insert(document)
    numbers = {
        document.styles[name].element.find(f".//{qn('w:numId')}").get(qn("w:val"))
        for name in ("Numbered Paragraph", "Sub-paragraph", "Sub-sub-paragraph")
    }
    assert len(numbers) == 1
    body = [one._p for one in document.paragraphs]  # noqa: SLF001
    assert not [one for one in body if one.find(f".//{qn('w:numPr')}") is not None]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_table_repeats_its_header_and_every_picture_is_described(language: str) -> None:
    document = _word(language)
    assert document.tables
    for table in document.tables:
        first = table.rows[0]._tr  # noqa: SLF001
        assert list(first.iter(qn("w:tblHeader")))
        mirrored = list(table._tbl.tblPr.iter(qn("w:bidiVisual")))  # noqa: SLF001
        assert bool(mirrored) == (language == "ar")
    pictures = list(document.element.iter(qn("wp:docPr")))
    assert pictures
    assert all(one.get("descr") for one in pictures)
    header = [one.text for one in document.sections[0].header.paragraphs]
    assert "E/CN.15/2014/00" in header[0]


def test_headings_have_the_fonts_by_name_and_none_of_the_theme() -> None:
    for style in _word().styles:
        fonts = style.element.find(f".//{qn('w:rFonts')}")
        if fonts is not None and fonts.get(qn("w:cs")) == "Noto Sans Arabic":
            themes = ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme")
            assert not [theme for theme in themes if fonts.get(qn(theme))]


def test_an_amount_holds_together_in_arabic_and_latin_texts_keep_their_end() -> None:
    speller = Speller("ar")
    assert speller.text(Amount(1_234_56)) == "USD\N{NARROW NO-BREAK SPACE}1,234.56"
    assert speller.text(PlainText("Crime;")) == ISOLATED
    assert speller.cell(PlainText("Crime;")) == "Crime;"
    assert speller.text(PlainText("الجريمة Crime")) == "الجريمة Crime"
    assert Speller("fr").text(PlainText("Crime;")) == "Crime;"


def test_figures_of_arabic_tables_stand_at_the_right() -> None:
    report = small_report()
    report = replace(report, sections=report.sections[1:2])
    document = docx.Document(io.BytesIO(docx_of(report, "ar")))
    cells = [cell for row in document.tables[0].rows for cell in row.cells]
    sides = {one.alignment for cell in cells for one in cell.paragraphs}
    assert sides <= {None, 0}


@pytest.mark.parametrize(("language", "kind"), [("zh", "w:eastAsia"), ("ar", "w:bidi")])
def test_latin_words_are_those_of_the_original_language(language: str, kind: str) -> None:
    """By the rules of Chinese they were broken anywhere."""
    found = list(_word(language).styles.element.iter(qn("w:lang")))
    assert found
    for one in found:
        assert (one.get(qn("w:val")), one.get(qn(kind))) == ("en", language)


def test_a_short_table_stays_whole_and_a_long_one_keeps_its_last_rows_together() -> None:
    report = small_report()
    one = small_table()
    for number, kept in ((2, [True, True, True]), (20, [True, *[False] * 19, True])):
        rows = tuple(replace(one.rows[0], code=str(place)) for place in range(number))
        section = replace(report.sections[1], blocks=(replace(one, rows=rows),))
        made = docx_of(replace(report, sections=(section,)), "en")
        table = docx.Document(io.BytesIO(made)).tables[0]
        held = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
        assert [bool(one) for one in held] == [*kept, False]


def test_words_of_a_short_amount_follow_its_figures_with_the_sign() -> None:
    short = Speller("ar").formatter.short(-4_610_000_000).split("\N{NARROW NO-BREAK SPACE}", 1)[1]
    number, words = short.split("\N{POP DIRECTIONAL ISOLATE}")
    assert number == "\N{LEFT-TO-RIGHT ISOLATE}\N{MINUS SIGN}46.1"
    assert words.strip("\N{NO-BREAK SPACE} ") == "مليون"
