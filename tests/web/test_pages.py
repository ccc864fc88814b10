"""Every page shows the account, and no more of it than its reader may see."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import SECRETS, Account
from tests.api.test_statements import grow
from tests.support.pages import PageClient
from tests.support.trail import record_set_up
from tests.web.conftest import counted
from tracker.db import transaction
from tracker.fund.contributions.terms import find_contribution
from tracker.people.roles import Role
from tracker.people.tables import RecordState

OPEN = (
    "/contributions",
    "/contributions?q=kenya&sort=-received&size=50&donor=ITA",
    "/contributions/C-ITA",
    "/contributions/C-EUR",
    "/programmes",
    "/programmes/GLO1",
    "/activities",
    "/activities?protocol=TIP&status=implementation&country=KEN",
    "/activities/A1",
    "/tools",
    "/tools/GUIDE",
    "/dissemination",
    "/sign-in",
)
MOST_STATEMENTS = 23


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "zh", "ar"])
@pytest.mark.parametrize("path", OPEN)
def test_every_open_page_answers_in_every_language(
    client: PageClient, account: Account, path: str, language: str
) -> None:
    del account
    sign = "&" if "?" in path else "?"
    assert client.get(f"{path}{sign}lang={language}").status_code == 200


@pytest.mark.parametrize("path", OPEN)
def test_pages_of_an_empty_record_say_so(client: PageClient, path: str) -> None:
    expected = 404 if path.count("/") == 2 else 200
    assert client.get(path).status_code == expected


@pytest.mark.parametrize("path", OPEN)
def test_what_is_not_public_is_not_on_public_pages(
    client: PageClient, account: Account, path: str
) -> None:
    del account
    text = client.get(path).get_data(as_text=True)
    assert [secret for secret in SECRETS if f">{secret}" in text or secret in text.split()] == []
    assert not any(secret in text for secret in SECRETS[:-1])


def test_the_public_cannot_search_what_it_cannot_see(client: PageClient, account: Account) -> None:
    del account
    assert "C-EUR" not in client.get("/contributions?q=AGR-99").get_data(as_text=True)


def test_staff_see_and_search_the_terms(finance: PageClient) -> None:
    text = finance.get("/contributions/C-EUR").get_data(as_text=True)
    assert all(secret in text for secret in SECRETS)
    assert "C-EUR" in finance.get("/contributions?q=AGR-99").get_data(as_text=True)


@pytest.mark.parametrize(("code", "sees"), [("ITA", True), ("JPN", False)])
def test_a_donor_sees_its_own_terms(
    signed_in: Callable[..., PageClient], account: Account, code: str, *, sees: bool
) -> None:
    del account
    client = signed_in(Role.DONOR, donor_code=code)
    assert ("AGR-99" in client.get("/contributions/C-EUR").get_data(as_text=True)) is sees


def test_entries_show_both_dates_and_how_they_were_split(
    client: PageClient, account: Account
) -> None:
    del account
    page = client.html("/contributions/C-ITA")
    heads = [" ".join(th.itertext()) for th in page.xpath("//section[h2[@id='entries']]//th")]
    assert {"Effective", "Recorded", "Kind", "How"} <= {head.strip() for head in heads}
    text = " ".join(page.xpath("//section[h2[@id='entries']]//text()"))
    assert "attributed" in text
    assert "direct" in text
    assert "Reversal" in text


def test_an_activity_names_its_funders_shares_and_tools(
    client: PageClient, account: Account
) -> None:
    del account
    text = client.get("/activities/A1").get_data(as_text=True)
    for expected in ("C-ITA", "Kenya", "Peru", "Trafficking in Persons", "A guide"):
        assert expected in text


def test_lists_sort_both_ways(client: PageClient, account: Account) -> None:
    del account

    def references(order: str) -> list[str]:
        page = client.html(f"/contributions?sort={order}")
        found: list[str] = page.xpath("//table//tbody/tr/th//text()")
        return [text for text in found if text.strip()]

    assert references("reference") == references("-reference")[::-1]
    assert references("reference") == sorted(references("reference"))
    assert references("nonsense") == references("-pledged_on")


@pytest.mark.parametrize(
    "query",
    ["page=-1", "page=99999999999", "size=7", "sort=';--", "q=%25_%5C", "donor=&donor=x", "page=x"],
)
def test_a_nonsensical_address_still_is_a_page(
    client: PageClient, account: Account, query: str
) -> None:
    del account
    assert client.get(f"/contributions?{query}").status_code == 200


def test_a_page_beyond_the_end_of_a_list_is_its_last_page(
    client: PageClient, account: Account
) -> None:
    del account
    rows = "//table[@id='table']/tbody/tr"
    last = client.html("/contributions")
    beyond = client.html("/contributions?page=99")
    assert len(beyond.xpath(rows)) == len(last.xpath(rows)) > 0


def test_what_people_typed_is_shown_as_text(
    client: PageClient, account: Account, sqlite_session: Session
) -> None:
    del account
    with transaction(sqlite_session) as session:
        row = find_contribution(session, "C-EUR")
        row.title = "<script>alert(1)</script>\"'><b>"
        record_set_up(session)
        session.add(row)
    for path in ("/contributions", "/contributions/C-EUR"):
        page = client.get(path).get_data(as_text=True)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
    assert "<b>" not in client.get('/contributions?q="><b>x').get_data(as_text=True)


@pytest.mark.parametrize(
    "path",
    [path for path in OPEN if path != "/sign-in"],
)
def test_statements_do_not_grow_with_the_record(
    app: Flask, client: PageClient, account: Account, sqlite_session: Session, path: str
) -> None:
    def count() -> int:
        client.get(path)  # reads once what the ledger has added, for the whole process
        with counted(app) as statements:
            assert client.get(path).status_code == 200
        return len(statements)

    before = count()
    grow(sqlite_session, account)
    assert count() == before <= MOST_STATEMENTS


def test_illustrative_figures_are_marked_and_others_are_not(
    client: PageClient, sqlite_session: Session
) -> None:
    assert "Illustrative figures" not in client.get("/contributions").get_data(as_text=True)
    with transaction(sqlite_session) as session:
        session.get_one(RecordState, 1).illustrative = True
    for path in ("/contributions", "/sign-in"):
        assert "Illustrative figures" in client.get(path).get_data(as_text=True)
    # the page of an error reads nothing of the record, and shows no figures
    assert "Illustrative figures" not in client.get("/nothing-here").get_data(as_text=True)


def test_navigation_leads_to_pages_that_are_there(finance: PageClient) -> None:
    links = finance.html("/contributions").xpath("//nav[contains(@class, 'main-nav')]//a/@href")
    assert "/donors" in links
    assert "/people" not in links
    for link in links:
        assert finance.get(link).status_code == 200, link
