"""The page of all events of dissemination: who sees what, its sums, files, sheet and ways to it."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tests.support.publication import as_drafts
from tests.web.conftest import counted
from tests.web.import_pages import as_file, upload
from tracker.assistance.disseminations import (
    DisseminationDraft,
    add_disseminations,
    change_dissemination,
    find_dissemination,
)
from tracker.assistance.states import DisseminationMeans, DisseminationUnit
from tracker.assistance.texts import TextIn
from tracker.assistance.tools import change_tool, find_tool, read_tool
from tracker.db import transaction
from tracker.exchange.import_jobs.store import find_import
from tracker.people.roles import Role
from tracker.reference.languages import TextLanguage

SignIn = Callable[..., PageClient]
LIST = "/dissemination"
MOST_STATEMENTS = 14


def events(number: int, *, people: int = 30) -> list[DisseminationDraft]:
    """Make events in Peru, each with people."""
    means, unit = DisseminationMeans.MEETING, DisseminationUnit.PEOPLE
    return [
        DisseminationDraft(f"M-{place}", "GUIDE", means, unit, date(2023, 5, 1), people, "PER")
        for place in range(number)
    ]


@pytest.fixture
def small(account: Account, sqlite_session: Session) -> Session:
    """Give an account with an event of three people beside others."""
    del account
    with transaction(sqlite_session) as session:
        few = replace(events(1, people=3)[0], code="FEW")
        add_disseminations(session, [*events(3), few], "ana")
    return sqlite_session


def rows(client: PageClient, query: str = "") -> dict[str, list[str]]:
    """Return the rows of the list as a file, by code."""
    text = client.get(f"{LIST}?file=csv&lang=en&{query}").get_data(as_text=True)
    return {row[0]: row for row in csv.reader(io.StringIO(text))}


def sums(client: PageClient, query: str = "") -> list[str]:
    """Return the texts at the foot of the list that say something."""
    cells = client.html(f"{LIST}?{query}").xpath("//tfoot//th|//tfoot//td")
    return [text for cell in cells if (text := str(cell.xpath("string()")).strip())]


def test_each_unit_has_its_column_and_its_sum(account: Account, client: PageClient) -> None:
    del account
    found = rows(client)
    assert found["DIS-1"][-4:] == ["40", "", "", ""]
    assert found["DIS-2"][-4:] == ["", "", "25", ""]
    head = "Copies, downloads and people of these 2 events, each by itself"
    assert sums(client)[1:] == ["40", "0", "25"]
    assert sums(client)[0].startswith(head)
    assert sums(client, "unit=people")[1:] == ["0", "0", "25"]


def test_the_public_is_shown_no_few_people_by_row_sum_order_or_file(
    small: Session, client: PageClient, manager: PageClient
) -> None:
    del small
    assert rows(manager)["FEW"][-2] == "3"
    assert sums(manager)[-1] == "118"
    page = client.get(LIST).get_data(as_text=True)
    assert "Numbers of fewer than five people are not shown" in page
    assert "as far as they are shown" in sums(client)[0]
    assert rows(client)["FEW"][-2] == "not shown"
    assert sums(client, "q=FEW")[-1] == "0"
    for order in ("people", "-people"):
        ordered = rows(client, f"unit=people&sort={order}")
        hidden = {code for code, row in ordered.items() if row[-2] == "not shown"}
        assert {"FEW"} < hidden == {*[*ordered][-len(hidden) :]}


def test_an_activity_that_is_not_published_is_no_filter_of_the_public(
    account: Account, sqlite_session: Session, client: PageClient, manager: PageClient
) -> None:
    del account
    assert rows(client, "activity=a1")["DIS-2"][7] == "A1"
    as_drafts(sqlite_session, "A1")
    assert len(rows(client, "activity=A1")) == 1
    assert rows(client)["DIS-2"][7] == ""
    assert "DIS-2" in rows(manager, "activity=A1")


def test_tools_are_named_and_found_in_the_readers_language(
    account: Account, sqlite_session: Session, client: PageClient, manager: PageClient
) -> None:
    del account
    with transaction(sqlite_session) as session:
        draft = read_tool(session, find_tool(session, "GUIDE"))
        texts = (TextIn(TextLanguage.FRENCH, "Un guide pratique", ""),)
        told = replace(draft, written_in=TextLanguage.ENGLISH, texts=texts)
        change_tool(session, "GUIDE", told, "ana", "for the test")
    assert "Un guide pratique" in client.get(f"{LIST}?lang=fr").get_data(as_text=True)
    assert rows(client, "q=pratique").keys() >= {"DIS-1", "DIS-2"}
    hits = manager.html("/search?q=pratique&kind=dissemination&lang=fr")
    titles = [str(one.xpath("string()")) for one in hits.xpath("//p[@class='hit-head']/a")]
    assert titles == ["Un guide pratique"] * 2


def test_staff_and_the_public_come_to_it_where_they_look(
    account: Account, client: PageClient, manager: PageClient
) -> None:
    del account
    for path in ("/tools", "/contributions", "/data"):
        assert client.html(path).xpath(f"//a[@href='{LIST}']"), path
    assert client.html("/tools/GUIDE").xpath(f"//a[@href='{LIST}?tool=GUIDE']")
    assert manager.html("/home").xpath(f"//main//a[@href='{LIST}']")
    assert manager.html("/dissemination/DIS-1").xpath(f"//main//a[@href='{LIST}']")
    assert manager.html(LIST).xpath("//main//a[@href='/dissemination/DIS-1']")
    assert not client.html(LIST).xpath("//a[starts-with(@href, '/dissemination/')]")
    assert not client.html(LIST).xpath("//a[starts-with(@href, '/imports/')]")


def test_a_view_of_it_is_kept_under_a_name(account: Account, manager: PageClient) -> None:
    del account
    manager.submit(f"{LIST}?means=training&column=people", {"name": "Trainings"})
    assert "means=training&amp;column=people" in manager.get(LIST).get_data(as_text=True)


@pytest.mark.usefixtures("jobs_at_once")
def test_the_sheet_has_the_rows_of_the_filters_and_read_again_changes_nothing(
    small: Session, manager: PageClient
) -> None:
    page = manager.html(f"{LIST}?country=PER&q=m-")
    (address,) = page.xpath("//a[contains(@href, '/imports/records/dissemination.csv')]/@href")
    content = manager.get(address).data
    table = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["code"] for row in table] == ["M-2", "M-1", "M-0"]
    assert table[0]["number"] == "30"
    workbook = manager.get(address.replace(".csv", ".xlsx"))
    assert workbook.status_code == 200
    preview = upload(manager, as_file(content, "dissemination.csv"), "dissemination")
    small.rollback()
    job = find_import(small, int(preview.rsplit("/", 1)[1]))
    assert (job.rows_read, job.rows_unchanged, job.rows_changed) == (3, 3, 0)


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.PROGRAMME_MANAGER])
def test_its_statements_do_not_grow(
    account: Account, app: Flask, signed_in: SignIn, client: PageClient, sqlite_session: Session,
    role: Role,
) -> None:  # fmt: skip
    del account
    reader = client if role is Role.PUBLIC else signed_in(role)

    def statements() -> int:
        reader.get(f"{LIST}?size=250")
        with counted(app) as found:
            assert reader.get(f"{LIST}?size=250").status_code == 200
        return len(found)

    before = statements()
    with transaction(sqlite_session) as session:
        add_disseminations(session, events(60), "ana")
    assert statements() == before <= MOST_STATEMENTS


def test_a_change_is_seen_at_once_and_no_longer_shown_when_it_becomes_small(
    small: Session, client: PageClient
) -> None:
    assert rows(client)["M-1"][-2] == "30"
    with transaction(small) as session:
        draft = replace(find_dissemination(session, "M-1"), number=2)
        change_dissemination(session, "M-1", draft, "ana", "recounted")
    assert rows(client)["M-1"][-2] == "not shown"
