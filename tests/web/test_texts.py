"""Pages in the reader's language: titles and descriptions kept in it, or the original, marked."""

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.api.accounts import Account
from tests.conftest import SignIn
from tests.support.pages import PageClient
from tests.support.publication import as_drafts
from tests.web.conftest import counted
from tracker.assistance.publication_moves import Mover
from tracker.assistance.publication_workflow import move_publication
from tracker.assistance.states import PublicationState
from tracker.assistance.tables.activities import Activity, Programme
from tracker.assistance.tables.tools import Tool
from tracker.db import transaction
from tracker.people.roles import Role

MOVED, REFUSED = 303, 422
TEXTS = {
    "written_in": "en", "texts-0-language": "fr", "texts-0-title": "Formation de juges",
    "texts-0-description": "À Lima", "texts-1-language": "ar", "texts-1-title": "تدريب القضاة",
    "description": "In Lima", "why": "translated",
}  # fmt: skip
PATHS = {"activities": "A1", "programmes": "GLO1", "tools": "GUIDE"}


@pytest.fixture
def translated(account: Account, sqlite_session: Session, manager: PageClient) -> None:
    """Give each kind of record texts in three languages, by its form."""
    del account
    as_drafts(sqlite_session, "A1")
    for kind, code in PATHS.items():
        answer = manager.submit(f"/{kind}/{code}/change", TEXTS)
        assert answer.status_code == MOVED, kind
    with transaction(sqlite_session) as session:
        state = PublicationState.PUBLISHED
        move_publication(session, "A1", state, "ben", by={Mover.OPERATOR})


@pytest.mark.usefixtures("translated")
@pytest.mark.parametrize("kind", PATHS)
def test_a_page_and_its_list_are_in_the_readers_language(client: PageClient, kind: str) -> None:
    path = f"/{kind}/{PATHS[kind]}"
    for language, title in (("fr", "Formation de juges"), ("ar", "تدريب القضاة")):
        page = client.html(f"{path}?lang={language}")
        assert "".join(page.xpath("//h1//text()")).strip() == title
        assert title in client.get(f"/{kind}").get_data(as_text=True)
    described = page.xpath("//p[@lang='en' and @dir='ltr']/text()")
    assert described == ["In Lima"]
    page = client.html(f"{path}?lang=ru")
    (marked,) = page.xpath("//h1/span[@lang]")
    assert (marked.get("lang"), marked.get("dir")) == ("en", "ltr")
    assert "(язык: английский)" in "".join(page.xpath("//h1//text()"))


@pytest.mark.usefixtures("translated")
def test_programs_get_the_language_they_ask_for_and_all_others(client: PageClient) -> None:
    for path in ("/api/v1/activities/A1", "/api/v1/tools/GUIDE"):
        plain = client.get(path)
        assert "Content-Language" not in plain.headers
        assert "Accept-Language" in plain.vary
        found = plain.get_json()
        assert (found["written_in"], found["description"]) == ("en", "In Lima")
        assert (found["title_lang"], found["description_lang"]) == ("en", "en")
        assert [one["language"] for one in found["texts"]] == ["ar", "en", "fr"]
        assert found["texts"][1] == {
            "language": "en", "title": found["title"], "description": "In Lima"
        }  # fmt: skip
        tags = {plain.headers["ETag"]}
        for asked in ("fr", "ar", "ru"):
            answer = client.get(path, headers={"Accept-Language": asked})
            assert answer.get_json() == client.get(f"{path}?lang={asked}").get_json()
            assert answer.headers["Content-Language"] == asked
            tags.add(answer.headers["ETag"])
            own = answer.get_json()
            title, lang = {"fr": ("Formation de juges", "fr"), "ar": ("تدريب القضاة", "ar")}.get(
                asked, (found["title"], "en")
            )
            assert (own["title"], own["title_lang"]) == (title, lang)
            described = ("À Lima", "fr") if asked == "fr" else ("In Lima", "en")
            assert (own["description"], own["description_lang"]) == described
            assert own["texts"] == found["texts"]
        assert len(tags) == 4


@pytest.mark.usefixtures("translated")
def test_lists_of_programs_mark_the_language_of_each_title(client: PageClient) -> None:
    for kind, code in PATHS.items():
        found = client.get(f"/api/v1/{kind}?lang=fr&sort=title").get_json()["items"]
        own = {one["code"]: (one["title"], one["title_lang"]) for one in found}
        assert own.pop(code) == ("Formation de juges", "fr")
        assert all(lang is None for _title, lang in own.values())
    (use, *_rest) = client.get("/api/v1/activities/A1?lang=fr").get_json()["money"]["contributions"]
    assert (use["activity_title"], use["activity_title_lang"]) == ("Formation de juges", "fr")


@pytest.mark.usefixtures("translated")
def test_a_language_that_stands_twice_is_refused_at_its_cell(manager: PageClient) -> None:
    answer = manager.submit("/tools/GUIDE/change", {"texts-0-language": "fr", "why": "so"})
    assert answer.status_code == REFUSED
    assert "each language stands once" in answer.get_data(as_text=True)


@pytest.mark.usefixtures("translated")
@pytest.mark.parametrize("kind", PATHS)
def test_the_own_titles_of_a_list_are_one_statement(
    app: Flask, client: PageClient, kind: str
) -> None:
    client.get(f"/{kind}?lang=fr")
    with counted(app) as statements:
        client.get(f"/{kind}")
    assert len([one for one in statements if ".written_in" in one]) == 1


TOOL = "GUIDE"
PLACES_OF_TITLES = (
    "/activities",  # the filters by programme and tool
    "/activities/A1",  # the trail to its programme, its tools
    "/activities/A1/change",  # the choices of a form
    "/activities/calendar?month=2022-01",
    "/tools/GUIDE",  # the activities that used it
    "/contributions/C-ITA",  # what it was used for
    "/contribute",
    "/home",
    "/ledger",
)


@pytest.mark.usefixtures("translated")
@pytest.mark.parametrize("path", PLACES_OF_TITLES)
def test_titles_are_the_readers_wherever_a_page_names_a_record(
    manager: PageClient, sqlite_session: Session, path: str
) -> None:
    originals = {
        sqlite_session.exec(select(table.title).where(table.code == code)).one()
        for table, code in ((Activity, "A1"), (Programme, "GLO1"), (Tool, TOOL))
    }
    french = manager.html(f"{path}{'&' if '?' in path else '?'}lang=fr")
    texts = [text.strip() for text in french.xpath("//main//text()")]
    assert [text for text in texts if text in originals] == [], path
    russian = manager.html(f"{path}{'&' if '?' in path else '?'}lang=ru")
    for text in russian.xpath("//main//*[not(self::title)]/text()"):
        if text.strip() in originals and text.getparent().tag != "textarea":
            marked = text.getparent()
            assert (marked.get("lang"), marked.get("dir")) == ("en", "ltr"), (path, text)


@pytest.mark.usefixtures("translated")
def test_choices_are_found_by_titles_of_all_languages(manager: PageClient) -> None:
    for kind, code in (("activities", "A1"), ("programmes", "GLO1"), ("tool-titles", TOOL)):
        for typed in ("juges", "القضاة"):
            for language in ("en", "fr"):
                found = manager.get(f"/choices/{kind}.json?q={typed}&lang={language}").get_json()
                assert [one["code"] for one in found["rows"]] == [code], (kind, typed, language)
                own = found["rows"][0]["name"]
                assert (own == "Formation de juges") is (language == "fr")
        exact = manager.get(f"/choices/{kind}.json?q=formation de juges&lang=en").get_json()
        assert exact["same"] == code


@pytest.mark.usefixtures("translated")
def test_search_shows_the_text_around_the_words_in_the_readers_language(client: PageClient) -> None:
    for kind, code in PATHS.items():
        for language, lang, text in (("fr", None, "À Lima"), ("ar", "en", "In Lima")):
            page = client.html(f"/search?q=lima&lang={language}")
            (hit,) = page.xpath(f"//li[.//a[@href='/{kind}/{code}']]")
            (words,) = hit.xpath(".//p[@class='hit-text']")
            assert str(words.xpath("string()")).startswith(text)
            assert words.get("lang") == lang
            assert [mark.text for mark in words.xpath(".//mark")] == ["Lima"]
    (hit,) = client.html("/search?q=formation juges&lang=ar").xpath(
        "//li[.//a[@href='/tools/GUIDE']]"
    )
    assert "تدريب القضاة" in str(hit.xpath("string()"))


def test_translations_of_a_published_activity_wait_with_its_revision(
    account: Account, manager: PageClient, client: PageClient, signed_in: SignIn
) -> None:
    del account
    secretariat = signed_in(Role.SECRETARIAT)
    assert manager.submit("/activities/A1/change", TEXTS).status_code == MOVED
    paths = (
        "/activities/A1?lang=fr",
        "/activities?lang=fr",
        "/tools/GUIDE?lang=fr",
        "/api/v1/activities/A1?lang=fr",
        "/api/v1/activities?lang=fr",
        "/search?q=formation juges&lang=fr",
    )
    for reader in (client, manager):
        for path in paths:
            assert "Formation de juges" not in reader.get(path).get_data(as_text=True), path
    names = manager.get("/choices/activities.json?q=juges").get_json()
    assert names["rows"] == []
    shown = secretariat.html("/activities/A1/revision?lang=en")
    rows = [str(one.xpath("string()")) for one in shown.xpath("//main//tbody/tr")]
    assert any("Formation de juges" in row and "تدريب القضاة" in row for row in rows)
    published = secretariat.submit("/activities/A1/revision", {"intent": "published"})
    assert published.status_code == MOVED
    for path in paths:
        assert "Formation de juges" in client.get(path).get_data(as_text=True), path
