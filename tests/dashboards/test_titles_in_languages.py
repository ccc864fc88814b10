"""Dashboards and opened rows: titles in the reader's language, or the original, marked."""

from typing import Any

import pytest
from sqlmodel import Session, select

from tests.api.accounts import fill
from tests.support.pages import PageClient
from tracker.assistance.tables.activities import Activity, Programme
from tracker.assistance.tables.tools import Tool
from tracker.db import transaction
from tracker.people.audit import Change, record
from tracker.people.subjects import Subject

TABLES: tuple[Any, ...] = (Activity, Programme, Tool)
PATHS = (
    "/dashboards/rows/activities?measure=spent",
    "/dashboards/rows/work?",
    "/dashboards/rows/tools?",
    "/dashboards/delivery?",
    "/dashboards/tools?",
    "/dashboards/donors/ITA?",
    "/dashboards/commission?",
    "/?",
)


@pytest.fixture
def reader(client: PageClient, sqlite_session: Session) -> PageClient:
    """Give a reader of an account of which all titles are English and French."""
    fill(sqlite_session)
    with transaction(sqlite_session) as session:
        for table in TABLES:
            for row in session.exec(select(table)):
                title = f"English {row.code}"
                row.title, row.written_in = title, "en"
                own = {"language": "fr", "title": f"Français {row.code}", "description": ""}
                row.texts = [own]
        new = {"title": "English GLO1"}
        record(session, "ben", Change("change", Subject.PROGRAMME, "GLO1", {}, new, "so"))
    return client


def test_titles_are_in_the_readers_language_or_marked(reader: PageClient) -> None:
    shown = marked = 0
    for path in PATHS:
        french = reader.html(f"{path}&lang=fr")
        texts = french.xpath("//main//text()[not(ancestor::script or ancestor::textarea)]")
        assert not [text for text in texts if "English" in text], path
        shown += len([text for text in texts if "Français" in text])
        cells = reader.html(f"{path}&lang=ar").xpath(
            "//main//td//text() | //main//tbody//th//text()"
        )
        for text in cells:
            if "English" in text:
                around = text.getparent()
                assert (around.get("lang"), around.get("dir")) == ("en", "ltr"), (path, text)
                marked += 1
    assert shown > len(PATHS)
    assert marked > len(PATHS)


def test_options_and_sentences_keep_titles_apart(reader: PageClient) -> None:
    page = reader.html("/dashboards/delivery?programme=GLO1&lang=ar")
    options = page.xpath("//label[.//input[@name='programme']]/span")
    assert [(one.get("lang"), one.get("dir")) for one in options] == [("en", "ltr")] * len(options)
    assert options
    summary = "".join(page.xpath("//p[@class='summary']//text()"))
    assert "\N{FIRST STRONG ISOLATE}English GLO1\N{POP DIRECTIONAL ISOLATE}" in summary
