"""Sheets with titles and descriptions in several languages, which come back as they went."""

from pathlib import Path

import pytest
from sqlmodel import Session

from tests.api.accounts import fill
from tests.exchange.making import messages, take_in, write_csv
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.texts import TextIn
from tracker.exchange.record_sheets import sheet_columns, sheet_rows
from tracker.reference.languages import TextLanguage

CODES = {"activities": "A1", "programmes": "GLO1", "tools": "GUIDE"}
TEXTS = {
    "written_in": "en",
    "title_fr": "Formation",
    "description_fr": "À Lima",
    "title_zh": "培训",
}


@pytest.fixture
def on_record(session: Session) -> Session:
    """Write the account into a database of either kind."""
    fill(session)
    return session


@pytest.mark.parametrize("kind", CODES)
def test_a_sheet_with_languages_comes_back(on_record: Session, tmp_path: Path, kind: str) -> None:
    path = write_csv(tmp_path / "a.csv", [{"code": CODES[kind], **TEXTS}])
    report = take_in(on_record, kind, path)
    assert (messages(report), report["changed"]) == ([], 1)
    on_record.rollback()
    on_record.expire_all()
    (row,) = sheet_rows(on_record, kind, [CODES[kind]])
    cells = dict(zip((one.name for one in sheet_columns(kind)), row, strict=True))
    assert {name: cells[name] for name in TEXTS} == TEXTS
    again = take_in(on_record, kind, write_csv(tmp_path / "b.csv", [cells]))
    assert (messages(again), again["unchanged"]) == ([], 1)


def test_a_column_changes_its_own_language_alone(on_record: Session, tmp_path: Path) -> None:
    take_in(on_record, "activities", write_csv(tmp_path / "a.csv", [{"code": "A1", **TEXTS}]))
    row = {"code": "A1", "title_fr": "Cours", "title_zh": ""}
    take_in(on_record, "activities", write_csv(tmp_path / "b.csv", [row]))
    on_record.rollback()
    on_record.expire_all()
    assert read_draft(on_record, find_activity(on_record, "A1")).texts == (
        TextIn(TextLanguage.FRENCH, "Cours", "À Lima"),
        TextIn(TextLanguage.CHINESE, "培训"),
    )


def test_what_is_no_language_and_a_translation_without_original_are_refused(
    on_record: Session, tmp_path: Path
) -> None:
    for row, column in (
        ({"code": "A1", "written_in": "de"}, "written_in"),
        ({"code": "A1", "title_fr": "Cours"}, "written_in"),
    ):
        report = take_in(on_record, "activities", write_csv(tmp_path / "a.csv", [row]))
        assert [column_of for _row, column_of, _message in messages(report)] == [column]


def test_the_word_that_empties_takes_a_translation_away(on_record: Session, tmp_path: Path) -> None:
    take_in(on_record, "activities", write_csv(tmp_path / "a.csv", [{"code": "A1", **TEXTS}]))
    row = {"code": "A1", "title_fr": "", "description_fr": "(empty)", "title_zh": "(EMPTY)"}
    report = take_in(on_record, "activities", write_csv(tmp_path / "b.csv", [row]))
    assert (messages(report), report["changed"]) == ([], 1)
    on_record.rollback()
    on_record.expire_all()
    found = read_draft(on_record, find_activity(on_record, "A1")).texts
    assert found == (TextIn(TextLanguage.FRENCH, "Formation"),)
    refused = {"code": "A1", "written_in": "(empty)"}
    report = take_in(on_record, "activities", write_csv(tmp_path / "c.csv", [refused]))
    assert [column for _row, column, _message in messages(report)] == ["written_in"]
