"""Finding a page by a part of a name, from the overview, without and with scripts."""

from dataclasses import replace

import pytest
from sqlmodel import Session

from tests.support.account_of_all_charts import fill_for_all_charts
from tests.support.pages import PageClient
from tests.support.small_account import ACTOR
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.recorded_activities import activities_on_file
from tracker.assistance.states import PublicationState
from tracker.db import transaction

FIND = "/dashboards/find"


@pytest.fixture(autouse=True)
def filled(sqlite_session: Session) -> None:
    """Give the account to every test."""
    fill_for_all_charts(sqlite_session)


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("Kenya", "/dashboards/regions/KEN"),
        ("  kENYa ", "/dashboards/regions/KEN"),
        ("cote d'ivoire", "/dashboards/regions/CIV"),
        ("KEN", "/dashboards/regions/KEN"),
        ("alemania", "/dashboards/regions/DEU"),
        ("landlocked", "/dashboards/regions/lldc"),
        ("smuggling of migrants", "/dashboards/protocols/SOM"),
        ("a1", "/activities/A1"),
        ("training", "/activities/A1"),
    ],
)
def test_a_name_leads_to_its_page(client: PageClient, typed: str, leads_to: str) -> None:
    answer = client.get(FIND, query_string={"q": typed})
    assert (answer.status_code, answer.headers.get("Location")) == (302, leads_to)


@pytest.mark.parametrize(
    ("typed", "language"), [("كينيا", "ar"), ("кения", "ru"), ("肯尼亚", "zh")]
)
def test_names_are_those_of_the_reader(client: PageClient, typed: str, language: str) -> None:
    answer = client.get(FIND, query_string={"q": typed, "lang": language})
    assert answer.headers.get("Location") == "/dashboards/regions/KEN"


def test_what_may_be_meant_is_listed_the_closest_first(client: PageClient) -> None:
    tree = client.html(f"{FIND}?q=italy")
    found = [" ".join(item.split()) for item in tree.xpath("//ul[@class='found-pages']/li//text()")]
    assert [text for text in found if text] == ["Italy", "Country or area", "Italy", "Donor"]
    names = client.html(f"{FIND}?q=guine").xpath("//ul[@class='found-pages']//a/@href")
    assert names[0] == "/dashboards/regions/GIN"
    assert {"/dashboards/regions/GNB", "/dashboards/regions/PNG"} <= set(names)
    assert "has a name like this" in client.html(f"{FIND}?q=xyzzy").text_content()
    assert not client.html(FIND).xpath("//ul[@class='found-pages']")


def test_the_overview_asks_and_suggests(client: PageClient) -> None:
    for path in ("/", "/dashboards/regions"):
        (form,) = client.html(path).xpath("//form[@data-finder]")
        assert form.get("action") == FIND
        assert form.xpath(".//input/@name") == ["q"]
    answer = client.get(f"{FIND}.json?q=ken").get_json()
    assert answer["rows"][0] == {
        "kind": "Country or area", "label": "Kenya", "href": "/dashboards/regions/KEN",
    }  # fmt: skip


def test_an_activity_that_is_not_published_is_not_found(
    client: PageClient, sqlite_session: Session
) -> None:
    with transaction(sqlite_session):
        draft = activities_on_file(sqlite_session, ["A1"])["A1"]
        wanted = replace(draft, publication=PublicationState.DRAFT)
        change_activity(sqlite_session, "A1", wanted, ACTOR, "not yet")
    for typed in ("A1", "training"):
        assert client.get(f"{FIND}.json?q={typed}").get_json() == {"rows": [], "number": 0}
