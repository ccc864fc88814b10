"""The questions of readers are answered within two clicks, where docs/questions.md says."""

import re
import shutil
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import make_url

from tests.support.commands import said
from tests.support.databases import sqlite_file_url
from tests.support.pages import PageClient
from tests.support.people import make_user, sign_in
from tracker.db import make_session
from tracker.http.context import EXTENSION
from tracker.people.roles import Role
from tracker.settings import ROOT, Settings
from wsgi import make_app

ROW = re.compile(
    r"^\| (?P<who>\w+) \| (?P<question>[^|]+) \| `(?P<start>[^`]+)` \| `(?P<answer>[^`]+)` \|$"
)
WHO = {"donor": 5, "secretary": 5, "public": 5}
DONOR = "italy@example.org"
MENU = "//header//nav//a/@href"


class Question(NamedTuple):
    """A question of a reader: where one starts, and the address of the answer."""

    who: str
    question: str
    start: str
    answer: str


def read_questions() -> list[Question]:
    """Read the table of the document."""
    lines = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8").splitlines()
    return [Question(**found.groupdict()) for line in lines if (found := ROW.match(line))]


QUESTIONS = read_questions()


@pytest.fixture
def readers(illustrative_url: str, tmp_path: Path) -> Iterator[dict[str, PageClient]]:
    """Give the clients of those who ask, on a copy of the illustrative account."""
    copy = tmp_path / "illustrative.sqlite"
    shutil.copy(str(make_url(illustrative_url).database), copy)
    said(sqlite_file_url(copy), "db", "upgrade")  # it adds the facts of adherence
    app = make_app(Settings(sqlite_file_url(copy), "only-for-this-test", production=False))
    engine = app.extensions[EXTENSION].engine
    with make_session(engine) as session:
        make_user(session, Role.DONOR, donor_code="ITA", email=DONOR)
    public = PageClient(app.test_client())
    yield {"donor": sign_in(app, DONOR), "secretary": public, "public": public}
    engine.dispose()


def links(client: PageClient, path: str) -> set[str]:
    """Return the addresses to which a page leads, without their queries."""
    found = client.html(path).xpath("//a/@href")
    return {re.split(r"[?#]", address)[0] for address in found}


def test_all_fifteen_questions_are_in_the_document() -> None:
    asked = [one.who for one in QUESTIONS]
    assert {who: asked.count(who) for who in asked} == WHO


def test_each_question_is_answered_within_two_clicks(readers: dict[str, PageClient]) -> None:
    unanswered = {one.question: fault_of(readers[one.who], one) for one in QUESTIONS}
    assert {question: fault for question, fault in unanswered.items() if fault} == {}


def fault_of(client: PageClient, asked: Question) -> str:
    """Tell why a question is not answered; empty where it is."""
    path, _, anchor = asked.answer.partition("#")
    if path not in {asked.start} | links(client, asked.start):
        menu = client.html(asked.start).xpath(MENU)
        if not any(path in links(client, page) for page in menu):
            return "two clicks do not lead there"
    if not anchor:
        return "" if client.get(path).status_code == HTTPStatus.OK else "it cannot be had"
    section = client.html(path).xpath(f"//section[@id='{anchor}']")
    if not section:
        return f"there is no #{anchor}"
    return "" if section[0].xpath(".//tbody/tr") else "the answer has no rows"
