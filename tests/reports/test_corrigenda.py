"""Corrigenda in the register: from an issued report to one that names what it corrects."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlmodel import Session

from tests.support.issued_reports import CLEARS, PREPARES, clear, issue, issue_small_report
from tests.support.reports import FACTS, small_report, small_table
from tracker.db import transaction
from tracker.errors import Conflict
from tracker.reference.languages import TextLanguage
from tracker.reports.content.canonical import canonical_json, digest_of
from tracker.reports.content.corrections import corrections, corrections_table
from tracker.reports.content.report import CorrectedReport, ReportKind, ReportTree
from tracker.reports.content.texts import Amount, PlainText
from tracker.reports.register.corrigenda import (
    corrigendum_of,
    issued_corrigendum,
    proposed_symbol,
)
from tracker.reports.register.drafts import add_report, write_text
from tracker.reports.register.register import find_report, texts_of, tree_of
from tracker.reports.register.verification import Verdict, verify_digest
from tracker.reports.register.written_texts import EditorsText, TextTranslation
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.rendering import render
from tracker.reports.spelling.speller import Speller
from tracker.reports.terms import ReportTerms

TERMS = ReportTerms(
    ReportKind.COMMISSION,
    FACTS.first,
    FACTS.last,
    FACTS.as_at,
    datetime(2024, 5, 1, 12, tzinfo=UTC),
)
WHY = replace(TERMS, reason="an amount was entered twice")


def _corrected(cents: int) -> ReportTree:
    """Return the small report with another amount in a cell."""
    report, table = small_report(), small_table("Typed by a person.")
    row = replace(
        table.rows[0], cells=(table.rows[0].cells[0], Amount(cents), *table.rows[0].cells[2:])
    )
    own = replace(
        report.sections[1],
        blocks=(report.sections[1].blocks[0], replace(table, rows=(row, table.rows[1]))),
    )
    return replace(report, sections=(report.sections[0], own, report.sections[2]))


def _correct(session: Session, number: int, tree: ReportTree) -> int:
    with transaction(session):
        return add_report(session, WHY, tree, PREPARES.handle, number)


def _issued(session: Session) -> int:
    with transaction(session):
        return issue_small_report(session, TERMS)


def _clear(session: Session, number: int) -> None:
    with transaction(session):
        clear(session, number)


def _issue(session: Session, number: int) -> str:
    with transaction(session):
        return issue(session, number)


def _conflict(act: Callable[[], object]) -> str:
    with pytest.raises(Conflict) as caught:
        act()
    return str(caught.value)


def test_a_corrigendum_names_what_it_corrects_cell_by_cell(session: Session) -> None:
    first = _issued(session)
    number = _correct(session, first, _corrected(99))
    assert issued_corrigendum(session, first) is None
    _clear(session, number)
    digest = _issue(session, number)
    row = find_report(session, number)
    tree = tree_of(session, row)
    assert tree.corrects is not None
    assert digest_of(tree) == digest
    assert tree.corrects.number == first
    assert tree.corrects.digest == find_report(session, first).digest
    assert tree.corrects.reason == WHY.reason
    assert [(one.code, *one.cells[1:]) for one in tree.corrects.corrections.rows] == [
        ("by-donor/row/ITA/received", Amount(1_234_567_89), Amount(99))
    ]
    issued = issued_corrigendum(session, first)
    assert issued is not None
    assert issued.id == number
    found = verify_digest(session, find_report(session, first).digest, CLEARS)
    assert found.verdict is Verdict.ISSUED
    assert found.report is not None


def test_where_nothing_differs_nobody_clears_it(session: Session) -> None:
    first = _issued(session)
    number = _correct(session, first, small_report())
    assert "nothing in it differs" in _conflict(lambda: _clear(session, number))
    with transaction(session):
        write_text(session, number, "first", EditorsText("Put otherwise."), PREPARES.handle)
    _clear(session, number)


def test_only_what_is_issued_is_corrected_and_once(session: Session) -> None:
    first = _issued(session)
    number = _correct(session, first, _corrected(99))
    assert "only an issued report" in _conflict(lambda: _correct(session, number, _corrected(1)))
    assert f"being prepared: report {number}" in _conflict(
        lambda: _correct(session, first, _corrected(1))
    )
    _clear(session, number)
    _issue(session, number)
    assert f"corrected by report {number}" in _conflict(
        lambda: _correct(session, first, _corrected(1))
    )
    second = _correct(session, number, _corrected(100))
    own = tree_of(session, find_report(session, second)).corrects
    assert own is not None
    assert [one.cells[1:] for one in own.corrections.rows] == [(Amount(99), Amount(100))]
    found = corrigendum_of(session, number)
    assert found is not None
    assert found.id == second


def test_texts_of_editors_stay_in_a_corrigendum(session: Session) -> None:
    first = _issued(session)
    with_text = _correct(session, first, small_report())
    with transaction(session):
        write_text(session, with_text, "first", EditorsText("Put otherwise."), PREPARES.handle)
    _clear(session, with_text)
    _issue(session, with_text)
    second = _correct(session, with_text, _corrected(99))
    assert texts_of(session, find_report(session, second))["first"].own.text == "Put otherwise."
    own = tree_of(session, find_report(session, second)).corrects
    assert own is not None
    assert [one.code for one in own.corrections.rows] == ["by-donor/row/ITA/received"]


def test_a_text_typed_as_it_was_drawn_is_no_correction(session: Session) -> None:
    first = _issued(session)
    number = _correct(session, first, small_report())
    with transaction(session):
        write_text(session, number, "third", EditorsText("Typed by a person."), PREPARES.handle)
    own = tree_of(session, find_report(session, number)).corrects
    assert own is not None
    assert own.corrections.rows == ()


def test_a_translation_alone_is_corrected_in_its_language(session: Session) -> None:
    first = _issued(session)
    before = _correct(session, first, _corrected(99))
    in_french = TextTranslation(TextLanguage.FRENCH, "Une faute.")
    with transaction(session):
        text = EditorsText("Right.", TextLanguage.ENGLISH, (in_french,))
        write_text(session, before, "second", text, PREPARES.handle)
    _clear(session, before)
    _issue(session, before)
    number = _correct(session, before, _corrected(99))
    with transaction(session):
        text = replace(text, translations=(in_french._replace(text="Juste."),))
        write_text(session, number, "second", text, PREPARES.handle)
    own = tree_of(session, find_report(session, number)).corrects
    assert own is not None
    (row,) = own.corrections.rows
    assert row.code == "second/fr"
    assert Speller("en").cell(row.cells[0]).endswith(", French")
    assert row.cells[1:] == (PlainText("Une faute."), PlainText("Juste."))
    _clear(session, number)


@pytest.mark.parametrize("original", [TextLanguage.ENGLISH, TextLanguage.RUSSIAN])
def test_an_original_alone_is_corrected_in_its_language_once(
    app: Flask, session: Session, original: TextLanguage
) -> None:
    first = _issued(session)
    before = _correct(session, first, _corrected(99))
    text = EditorsText("Wrnog.", original, (TextTranslation(TextLanguage.FRENCH, "Juste."),))
    with transaction(session):
        write_text(session, before, "second", text, PREPARES.handle)
    _clear(session, before)
    _issue(session, before)
    number = _correct(session, before, _corrected(99))
    with transaction(session):
        write_text(session, number, "second", replace(text, text="Wrong."), PREPARES.handle)
    with app.app_context():
        own = tree_of(session, find_report(session, number)).corrects
    assert own is not None
    (row,) = own.corrections.rows  # in French nothing is read otherwise
    assert row.code == f"second/{original}"
    assert row.cells[1:] == (PlainText("Wrnog."), PlainText("Wrong."))


def test_a_text_of_which_the_language_is_said_is_no_correction(session: Session) -> None:
    first = _issued(session)
    number = _correct(session, first, small_report())
    text = EditorsText("Typed by a person.", TextLanguage.ENGLISH)
    with transaction(session):
        write_text(session, number, "third", text, PREPARES.handle)
    own = tree_of(session, find_report(session, number)).corrects
    assert own is not None
    assert own.corrections.rows == ()


def test_a_report_that_corrects_none_has_the_digest_that_it_had() -> None:
    assert b"corrects" not in canonical_json(small_report())


def test_the_symbol_of_a_corrigendum_is_proposed() -> None:
    assert proposed_symbol("E/CN.15/2014/5") == "E/CN.15/2014/5/Corr.1"
    assert proposed_symbol("E/CN.15/2014/5/Corr.1") == "E/CN.15/2014/5/Corr.2"
    assert proposed_symbol("") == ""


@pytest.mark.parametrize("language", ["en", "ar", "es", "fr", "ru", "zh"])
@pytest.mark.parametrize("form", list(Format))
def test_every_format_and_language_begins_with_the_corrections(form: Format, language: str) -> None:
    issued, corrected = small_report(), _corrected(99)
    rows = tuple(corrections(issued, corrected))
    own = CorrectedReport(
        5, "E/CN.15/2014/00", "ab" * 32, FACTS.known_at, "a <b>slip</b>", corrections_table(rows)
    )
    report = replace(corrected, corrects=own)
    data = render(report, form, language).data
    assert data == render(report, form, language).data
    if form is Format.HTML:
        page = data.decode()
        assert page.index("1,234,567.89" if language in ("en", "ar", "zh") else "567") < page.index(
            'id="corrected"'
        )
        assert "<b>slip" not in page
    if form is Format.XLSX:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        assert len(book.sheet_names) == 3
        assert sorted(cell for cell in book.get_sheet_by_index(1).to_python()[4][1:]) == [
            0.99,
            1_234_567.89,
        ]
