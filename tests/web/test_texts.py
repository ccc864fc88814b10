"""Pages in the reader's language: titles and descriptions kept in it, or the original, marked."""

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tests.support.publication import as_drafts
from tests.web.conftest import counted
from tracker.assistance.publication_moves import Mover
from tracker.assistance.publication_workflow import move_publication
from tracker.assistance.states import PublicationState
from tracker.db import transaction

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
def test_programs_get_all_languages(client: PageClient) -> None:
    for path in ("/api/v1/activities/A1", "/api/v1/tools/GUIDE"):
        found = client.get(path).get_json()
        assert (found["written_in"], found["description"]) == ("en", "In Lima")
        assert [one["language"] for one in found["texts"]] == ["ar", "fr"]
        assert found["texts"][1]["description"] == "À Lima"


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
