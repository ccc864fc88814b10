"""Titles and descriptions in several languages: one is the original, each reader gets their own."""

from dataclasses import replace

import pytest
from sqlmodel import Session, select

from tests.support.small_account import ACTOR, fill_small_account
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.activity_list import list_activities
from tracker.assistance.programmes import change_programme, find_programme, read_programme
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.tables.activities import Activity
from tracker.assistance.texts import TextIn, every_text, local_texts, local_titles, text_faults
from tracker.assistance.title_book import TitledKind, read_title_book
from tracker.assistance.tools import change_tool, find_tool, read_tool
from tracker.db import transaction
from tracker.errors import InvalidDraft
from tracker.fund.record_changes.activity_change import change_funded_activity
from tracker.fund.verification.record_checks import verify_record
from tracker.listing import ListQuery
from tracker.reference.codes import ActivityStatus, ActivityType
from tracker.reference.languages import TextLanguage

ENGLISH, FRENCH, ARABIC = TextLanguage.ENGLISH, TextLanguage.FRENCH, TextLanguage.ARABIC
TEXTS = (TextIn(ARABIC, "تدريب القضاة"), TextIn(FRENCH, "Formation de juges", "À Lima"))
DRAFT = ActivityDraft(
    "A1", "Training of judges", "GLO1", ActivityType.TRAINING, ActivityStatus.PIPELINE,
    description="In Lima", written_in=ENGLISH, texts=TEXTS,
)  # fmt: skip


@pytest.fixture
def filled(session: Session) -> Session:
    """Give the small account."""
    fill_small_account(session)
    return session


@pytest.mark.parametrize(
    ("locale", "title", "title_lang", "description", "description_lang"),
    [
        ("en", "Training of judges", "", "In Lima", ""),
        ("fr", "Formation de juges", "", "À Lima", ""),
        ("ar", "تدريب القضاة", "", "In Lima", "en"),
        ("ru", "Training of judges", "en", "In Lima", "en"),
    ],
)
def test_a_reader_gets_the_own_language_or_the_original_marked(
    locale: str, title: str, title_lang: str, description: str, description_lang: str
) -> None:
    found = local_texts(DRAFT, locale)
    assert (found.title, found.title.lang) == (title, title_lang)
    assert (found.description, found.description.lang) == (description, description_lang)


def test_where_no_language_is_said_nothing_is_marked() -> None:
    found = local_texts(replace(DRAFT, written_in=None, texts=()), "ru")
    assert (found.title, found.title.lang) == ("Training of judges", "")


def test_one_is_the_original_and_each_language_stands_once() -> None:
    assert text_faults(DRAFT) == []
    wrong = (
        (replace(DRAFT, written_in=None), "written_in"),
        (replace(DRAFT, written_in=FRENCH), "texts-1-language"),
        (replace(DRAFT, texts=(*TEXTS, TextIn(FRENCH, "Encore"))), "texts-2-language"),
        (replace(DRAFT, texts=(TextIn(FRENCH, " "),)), "texts-0-title"),
    )
    for draft, field in wrong:
        assert [fault.field for fault in text_faults(draft)] == [field]
    assert every_text(DRAFT) == (
        "Training of judges", "In Lima", "تدريب القضاة", "Formation de juges", "À Lima"
    )  # fmt: skip


def test_all_records_keep_them_and_they_are_found_by_every_title(filled: Session) -> None:
    texts = {"written_in": ENGLISH, "texts": TEXTS}
    with transaction(filled):
        activity = replace(read_draft(filled, find_activity(filled, "A1")), **texts)  # type: ignore[arg-type]
        change_funded_activity(filled, "A1", activity, ACTOR, "so")
        programme = replace(read_programme(find_programme(filled, "GLO1")), **texts)  # type: ignore[arg-type]
        change_programme(filled, "GLO1", programme, ACTOR, "so")
        tool = replace(read_tool(filled, find_tool(filled, "GUIDE")), **texts)  # type: ignore[arg-type]
        change_tool(filled, "GUIDE", tool, ACTOR, "so")
    filled.expire_all()
    assert read_draft(filled, find_activity(filled, "A1")) == activity
    assert read_programme(find_programme(filled, "GLO1")) == programme
    assert read_tool(filled, find_tool(filled, "GUIDE")) == tool
    for words in ("formation JUGES", "القضاة", "training"):
        found = list_activities(filled, ListQuery(words=words), unpublished=True)
        assert [one.code for one in found.rows] == ["A1"], words
    assert local_titles(filled, Activity, ["A1", "A2"], "fr") == {"A1": "Formation de juges"}
    assert not verify_record(filled).faults
    with transaction(filled):
        change_funded_activity(filled, "A1", replace(activity, texts=()), ACTOR, "so")
    filled.expire_all()
    assert filled.exec(select(Activity.texts).where(Activity.code == "A1")).one() is None
    wrong = replace(activity, written_in=None)
    with pytest.raises(InvalidDraft), transaction(filled):
        change_funded_activity(filled, "A1", wrong, ACTOR, "so")


def test_lists_are_sorted_by_the_title_that_is_shown(
    filled: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(filled):
        for code, title, french in (("A1", "Alpha", "Zoulou"), ("A2", "Mike", "\u00c9cole")):
            before = read_draft(filled, find_activity(filled, code))
            texts = (TextIn(ARABIC, "\u062a\u062f\u0631\u064a\u0628"), TextIn(FRENCH, french))
            draft = replace(before, title=title, written_in=ENGLISH, texts=texts)
            change_funded_activity(filled, code, draft, ACTOR, "so")
    for language, order, codes in (
        ("en", "title", ["A1", "A2"]),
        ("fr", "title", ["A2", "A1"]),
        ("fr", "-title", ["A1", "A2"]),
        ("ru", "title", ["A1", "A2"]),
    ):
        monkeypatch.setattr(
            "tracker.assistance.title_order.reader_language", lambda to=language: to
        )
        found = list_activities(filled, ListQuery(order=order), unpublished=True)
        assert [one.code for one in found.rows if one.code in {"A1", "A2"}] == codes, (
            language,
            order,
        )


def test_the_book_of_titles_reads_again_what_has_changed(filled: Session) -> None:
    def change(title: str) -> None:
        with transaction(filled):
            before = read_draft(filled, find_activity(filled, "A1"))
            texts = (TextIn(FRENCH, title),) if title else ()
            draft = replace(before, written_in=ENGLISH if title else None, texts=texts)
            change_funded_activity(filled, "A1", draft, ACTOR, "so")
        filled.expire_all()

    assert read_title_book(filled).titles[TitledKind.ACTIVITY] == {}
    change("Formation")
    book = read_title_book(filled)
    assert book.titles[TitledKind.ACTIVITY]["A1"].shown("fr") == "Formation"
    assert read_title_book(filled, book) is book
    for title in ("Cours", ""):
        change(title)
        again = read_title_book(filled, book)
        assert again.titles == read_title_book(filled).titles
        assert ("A1" in again.titles[TitledKind.ACTIVITY]) is bool(title)
