"""Texts of people in several languages: of the record and of editors, in trees and documents."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlmodel import Session

from tests.support.briefs import brief
from tests.support.commission_account import fill_for_commission
from tests.support.reports import FACTS, small_report
from tests.support.small_account import ACTOR
from tests.support.statements import drawn, terms_of
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.programmes import change_programme, find_programme, read_programme
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.texts import TextIn
from tracker.assistance.tools import change_tool, find_tool, read_tool
from tracker.db import transaction
from tracker.errors import InvalidDraft
from tracker.people.audit import trail_of
from tracker.people.subjects import Subject
from tracker.periods import utc_now
from tracker.reference.languages import TextLanguage
from tracker.reports.briefs.subjects import BriefOf
from tracker.reports.content.blocks import NumberedParagraph, ReportTable
from tracker.reports.content.canonical import canonical_json, from_json
from tracker.reports.content.corrections import corrections
from tracker.reports.content.report import ReportKind, ReportTree
from tracker.reports.content.texts import Enumeration, PlainText, TranslatedText, sentence
from tracker.reports.drawing import draw_report
from tracker.reports.kinds import KINDS
from tracker.reports.register.drafts import add_report, draw_anew, head_faults, write_text
from tracker.reports.register.register import drawn_tree, find_report, texts_of, tree_of
from tracker.reports.register.written_texts import (
    EditorsText,
    TextTranslation,
    WrittenText,
    changed_under,
    editors_text_faults,
    untranslated,
)
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.rendering import render
from tracker.reports.terms import ReportTerms
from tracker.totals.snapshot import Snapshot
from tracker.web.reports.report_texts import places_of

ENGLISH, FRENCH, ARABIC = TextLanguage.ENGLISH, TextLanguage.FRENCH, TextLanguage.ARABIC
TITLES = {"A1": "Formation", "GUIDE": "Un guide en français", "GLO1": "Programme mondial"}
FIRST, LAST = date(2021, 1, 1), date(2022, 12, 31)
TERMS = ReportTerms(
    ReportKind.COMMISSION, FACTS.first, FACTS.last, FACTS.as_at, datetime(2024, 5, 1, tzinfo=UTC)
)
TOOL = TranslatedText("A tool on firearms", "en", (("ar", "أداة"), ("fr", "Un outil")))
FOREIGN = TranslatedText("Инструмент", "ru", (("fr", "Un second outil"),))


@pytest.fixture
def translated(session: Session) -> Session:
    """Return an account in which an activity, a tool and a programme have a French title."""
    fill_for_commission(session)
    with transaction(session):
        activity = read_draft(session, find_activity(session, "A1"))
        change_activity(session, "A1", replace(activity, **_french("A1")), ACTOR, "translated")
        tool = read_tool(session, find_tool(session, "GUIDE"))
        change_tool(session, "GUIDE", replace(tool, **_french("GUIDE")), ACTOR, "translated")
        programme = read_programme(find_programme(session, "GLO1"))
        later = replace(programme, **_french("GLO1"))
        change_programme(session, "GLO1", later, ACTOR, "translated")
    return session


def _french(code: str) -> dict[str, Any]:
    text = TextIn(FRENCH, TITLES[code], f"Ce que fait {code}.")
    return {
        "description": f"What {code} does.",
        "written_in": ENGLISH,
        "texts": (text,),
    }


def _pages(tree: ReportTree) -> tuple[str, str]:
    """Return the files of a report in French and in Spanish as texts without tags."""
    made = (render(tree, Format.HTML, language).data.decode() for language in ("fr", "es"))
    french, spanish = (re.sub("<[^>]+>", "", page) for page in made)
    return " ".join(french.split()), " ".join(spanish.split())


def test_titles_stand_in_the_language_of_the_document_or_are_marked(
    app: Flask, translated: Session
) -> None:
    terms = ReportTerms(ReportKind.COMMISSION, FIRST, LAST, LAST, utc_now())
    with Snapshot().reading(translated.connection()) as held:
        tree = draw_report(translated, held, terms, KINDS)
    with app.app_context():
        french, spanish = _pages(tree)
    for code in ("A1", "GUIDE"):
        assert TITLES[code] in french
    assert "Training" not in french
    assert "Training (en inglés)" in spanish
    assert "A guide (en inglés)" in spanish
    assert from_json(canonical_json(tree)) == tree


def test_statements_and_briefs_have_titles_and_descriptions_in_the_language_of_the_document(
    app: Flask, translated: Session
) -> None:
    statement = drawn(translated, terms_of("ITA", FIRST, LAST))
    briefs = [
        brief(translated, of, code)
        for of, code in (
            (BriefOf.ACTIVITY, "A1"),
            (BriefOf.TOOL, "GUIDE"),
            (BriefOf.PROGRAMME, "GLO1"),
        )
    ]
    with app.app_context():
        french, spanish = _pages(statement)
        assert f"A1 · {TITLES['A1']}" in french
        assert "A1 · Training (en inglés)" in spanish
        pages = [_pages(one) for one in briefs]
    for code, (french, spanish) in zip(("A1", "GUIDE", "GLO1"), pages, strict=True):
        assert TITLES[code] in french
        assert f"Ce que fait {code}." in french
        assert f"What {code} does. (en inglés)" in spanish
    assert f"GLO1 · {TITLES['GLO1']}" in pages[0][0]
    assert f"GUIDE · {TITLES['GUIDE']}" in pages[0][0]
    assert f"A1 · {TITLES['A1']}" in pages[1][0]
    assert f"A1 · {TITLES['A1']}" in pages[2][0]


def test_a_brief_has_the_translations_of_its_moment(app: Flask, translated: Session) -> None:
    before = utc_now()
    with transaction(translated):
        tool = read_tool(translated, find_tool(translated, "GUIDE"))
        later = replace(tool, texts=(TextIn(FRENCH, "Un autre titre"),))
        change_tool(translated, "GUIDE", later, ACTOR, "put better")
    with app.app_context():
        now, then = (
            _pages(brief(translated, BriefOf.TOOL, "GUIDE", known_at=moment))[0]
            for moment in (None, before)
        )
    assert "Un autre titre" in now
    assert TITLES["GUIDE"] in then
    assert "Un autre titre" not in then


def _with_texts() -> ReportTree:
    """Return a report with texts in several languages: a title, a paragraph, cells, a list."""
    report = small_report()
    second = report.sections[1]
    paragraph, table = second.blocks
    assert isinstance(paragraph, NumberedParagraph)
    assert isinstance(table, ReportTable)
    row = replace(table.rows[0], cells=(TOOL, *table.rows[0].cells[1:]))
    other = replace(table.rows[1], cells=(Enumeration((TOOL, FOREIGN)), *table.rows[1].cells[1:]))
    within = sentence("%(outer)s, %(inner)s", outer=PlainText("See"), inner=FOREIGN)
    blocks = (
        replace(paragraph, words=(TOOL, FOREIGN, within)),
        replace(table, rows=(row, other)),
    )
    return replace(report, title=(FOREIGN,), sections=(replace(second, blocks=blocks),))


def test_what_is_in_another_language_says_so_to_readers_and_to_programs(app: Flask) -> None:
    tree = _with_texts()
    with app.app_context():
        page = render(tree, Format.HTML, "fr").data.decode()
        assert "Un outil Un second outil See, Un second outil" in " ".join(page.split())
        assert " lang=" not in page.split("<body", 1)[1]
        page = " ".join(render(tree, Format.HTML, "ar").data.decode().split())
        isolated = f"\u2066{FOREIGN.text}\u2069"
        assert f'<span lang="ru" dir="ltr">{isolated}</span> (باللغة الروسية)' in page
        assert "أداة" in page
        assert "A tool" not in page
        word = ZipFile(BytesIO(render(tree, Format.DOCX, "es").data)).read("word/document.xml")
        assert b'<w:lang w:val="en" />' in word or b'<w:lang w:val="en"/>' in word
        print_ = render(tree, Format.PDF, "es").data
        assert b"/Lang" in print_
        book = CalamineWorkbook.from_filelike(BytesIO(render(tree, Format.XLSX, "en").data))
    cells = [str(cell) for row in book.get_sheet_by_index(1).to_python() for cell in row]
    assert "A tool on firearms" in cells
    assert "A tool on firearms; Инструмент (in Russian)" in cells


def test_items_of_a_list_and_the_title_of_an_agenda_item_are_marked_by_their_language(
    app: Flask,
) -> None:
    head = _agenda(("fr", "Prévention du crime")).masthead
    with app.app_context():
        page = render(replace(_with_texts(), masthead=head), Format.HTML, "es").data.decode()
    page = " ".join(page.split())
    items = (
        f'<span lang="en" dir="ltr">{TOOL.text}</span> (en inglés); '
        f'<span lang="ru" dir="ltr">{FOREIGN.text}</span> (en ruso)'
    )
    assert items in page
    assert '<strong><span lang="en" dir="ltr">Crime prevention</span> (en inglés)</strong>' in page


@pytest.mark.parametrize("form", list(Format))
@pytest.mark.parametrize("language", list(TextLanguage))
def test_every_document_is_made_of_texts_in_every_language(
    app: Flask, form: Format, language: TextLanguage
) -> None:
    with app.app_context():
        made = [render(_with_texts(), form, language.value).data for _ in range(2)]
    assert made[0] == made[1]


def test_a_text_that_says_of_no_language_is_the_text_that_it_was() -> None:
    report = small_report()
    assert b"translated" not in canonical_json(report)
    with_texts = _with_texts()
    assert from_json(canonical_json(with_texts)) == with_texts


def _draft(session: Session) -> int:
    with transaction(session):
        return add_report(session, TERMS, small_report(), "P-1")


def _write(session: Session, number: int, text: EditorsText, anchor: str = "first") -> None:
    with transaction(session):
        write_text(session, number, anchor, text, "P-2")


IN_FRENCH = EditorsText(
    "One.\n\nTwo,\nas well.", ENGLISH, (TextTranslation(FRENCH, "Un.\r\n \r\nDeux."),)
)


def test_a_text_of_an_editor_has_its_paragraphs_in_all_languages(session: Session) -> None:
    number = _draft(session)
    _write(session, number, IN_FRENCH)
    row = find_report(session, number)
    first, second = ("One.", "Un."), ("Two, as well.", "Deux.")
    assert tree_of(session, row).sections[0].blocks[:2] == tuple(
        NumberedParagraph(anchor, (TranslatedText(text, "en", (("fr", own),)),), written=True)
        for anchor, (text, own) in (("first", first), ("first-2", second))
    )
    lacking = untranslated(drawn_tree(row), texts_of(session, row))
    assert lacking == {"ar": 1, "zh": 1, "ru": 1, "es": 1}
    change = trail_of(session, Subject.REPORT, str(number))[-1]
    assert change.new == {
        "anchor": "first",
        "text": "One.\n\nTwo,\nas well.",
        "written_in": "en",
        "texts": [["fr", "Un.\n \nDeux."]],
    }


def test_a_text_of_before_is_written_as_it_is(session: Session) -> None:
    number = _draft(session)
    _write(session, number, EditorsText("One."))
    row = find_report(session, number)
    own = NumberedParagraph("first", (PlainText("One."),), written=True)
    assert tree_of(session, row).sections[0].blocks[0] == own
    assert untranslated(drawn_tree(row), texts_of(session, row)) == {}


def test_a_text_whose_place_is_gone_is_not_counted_as_untranslated(session: Session) -> None:
    number = _draft(session)
    _write(session, number, IN_FRENCH)
    report = small_report()
    with transaction(session):
        draw_anew(session, number, TERMS, replace(report, sections=report.sections[1:]), "P-1")
    row = find_report(session, number)
    assert "first" in changed_under(drawn_tree(row), texts_of(session, row))
    assert untranslated(drawn_tree(row), texts_of(session, row)) == {}


def test_of_a_text_that_says_of_no_language_none_is_missing() -> None:
    text = WrittenText("first", EditorsText("One."))
    (place,) = (one for one in places_of(small_report(), {"first": text}) if one.anchor == "first")
    assert place.written == text.own
    assert place.missing == ()


def _with(*others: TextTranslation, **changed: Any) -> EditorsText:  # noqa: ANN401 - fields
    return replace(IN_FRENCH, translations=others, **changed)


ONE = TextTranslation(FRENCH, "Un.\n\nDeux.")


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        (_with(ONE, written_in=None), "written_in", "in which language the original"),
        (_with(ONE._replace(language=ENGLISH)), "texts-0-language", "each language stands once"),
        (_with(ONE, ONE), "texts-1-language", "each language stands once"),
        (_with(ONE._replace(text="Un.")), "texts-0-text", "paragraphs here: 1, in the original: 2"),
        (_with(ONE, ONE._replace(language=ARABIC, text=" ")), "texts-1-text", "take it away"),
        (_with(ONE, text=" \n "), "text", "write the original"),
        (_with(ONE._replace(text="a" * 40_001), text="x"), "texts-0-text", "too long"),
        (_with(text="a" * 40_001), "text", "too long"),
    ],
)
def test_the_languages_of_a_text_have_faults_at_their_fields(
    session: Session, text: EditorsText, field: str, words: str
) -> None:
    number = _draft(session)
    with pytest.raises(InvalidDraft) as caught:
        _write(session, number, text)
    assert [fault.field for fault in caught.value.faults] == [field]
    assert words in caught.value.faults[0].message
    assert not texts_of(session, find_report(session, number))


def test_a_lawful_text_has_no_fault() -> None:
    assert editors_text_faults(IN_FRENCH) == []
    assert editors_text_faults(EditorsText("")) == []


def _agenda(*titles: tuple[str, str], title: str = "Crime prevention") -> ReportTree:
    """Return a report whose head has an agenda item with translations."""
    report = small_report()
    head = replace(report.masthead, agenda_title=title, agenda_titles=titles)
    return replace(report, masthead=head)


def test_the_title_of_an_agenda_item_stands_in_the_language_of_the_document(app: Flask) -> None:
    tree = _agenda(("fr", "Prévention du crime"))
    with app.app_context():
        french, spanish = _pages(tree)
    assert "Prévention du crime" in french
    assert "Crime prevention (en inglés)" in spanish
    assert from_json(canonical_json(tree)) == tree
    assert b"agenda_titles" not in canonical_json(_agenda())
    (row,) = corrections(_agenda(), tree)
    assert row.code == "head/agenda_title"


@pytest.mark.parametrize(
    ("titles", "title", "field"),
    [
        ((("en", "Crime"),), "Crime", "agenda_titles-0-language"),
        ((("fr", "a"), ("fr", "b")), "Crime", "agenda_titles-1-language"),
        ((("fr", ""),), "Crime", "agenda_titles-0-title"),
        ((("fr", "a"),), "", "agenda_title"),
    ],
)
def test_the_translations_of_a_title_have_faults_at_their_fields(
    titles: tuple[tuple[str, str], ...], title: str, field: str
) -> None:
    faults = head_faults(_agenda(*titles, title=title).masthead)
    assert [fault.field for fault in faults] == [field]
