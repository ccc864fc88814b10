"""The pages of briefs and their documents, for everybody; of what is not published for staff."""

import pytest
from flask import Flask
from sqlmodel import Session

from tests.support.commission_account import fill_for_commission
from tests.support.pages import PageClient
from tests.support.people import let_in, make_user
from tests.web.conftest import counted
from tracker.people.roles import Role
from tracker.reports.renderings.forms import CONTENT_TYPES, Format

PAGES = ("/activities/A1", "/programmes/GLO1", "/tools/GUIDE")
MOST_STATEMENTS = 50
NOT_ISSUED = "Not issued: a summary of the record"


@pytest.fixture(autouse=True)
def _account(sqlite_session: Session) -> None:
    fill_for_commission(sqlite_session)


@pytest.fixture
def staff(app: Flask, sqlite_session: Session) -> PageClient:
    """Give a member of the secretariat."""
    make_user(sqlite_session, Role.SECRETARIAT, email="sec@example.org")
    return let_in(app, "sec@example.org")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_leads_to_its_brief_and_the_brief_back(client: PageClient, address: str) -> None:
    assert f"{address}/brief" in client.html(address).xpath("//a/@href")
    page = client.html(f"{address}/brief")
    assert NOT_ISSUED in page.text_content()
    assert address in page.xpath("//p[@class='trail']/a/@href")
    assert page.xpath("//table[@id='payers']")
    assert not page.xpath("//article//script")


@pytest.mark.parametrize("address", [*PAGES, "/donors/ITA", "/reports/year-end"])
def test_a_page_costs_few_statements(app: Flask, client: PageClient, address: str) -> None:
    end = {"/donors/ITA": "/briefs", "/reports/year-end": ""}.get(address, "/brief")
    client.html(address + end)
    with counted(app) as statements:
        client.html(f"{address}{end}?language=fr")
    assert len(statements) <= MOST_STATEMENTS, statements


@pytest.mark.parametrize("address", PAGES)
def test_the_documents_are_served_under_their_names(client: PageClient, address: str) -> None:
    page = client.html(f"{address}/brief?to=2022-12-31&language=fr")
    files = page.xpath("//ul[@class='report-files']//a/@href")
    code = address.rpartition("/")[2]
    assert len(files) == len(Format)
    for form, file in zip(Format, files, strict=True):
        answer = client.http.get(file)
        assert (answer.status_code, answer.content_type) == (200, CONTENT_TYPES[form])
        name = f"brief-{code}-2022-12-31-fr.{form.value}"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert client.get(f"{address}/brief.odt").status_code == 404


def test_what_is_not_published_has_a_brief_for_staff_alone(
    client: PageClient, staff: PageClient
) -> None:
    for address in ("/activities/A2/brief", "/activities/A2/brief.html"):
        assert client.get(address).status_code == 404
    assert "not for the public" in staff.html("/activities/A2/brief").text_content()
    assert client.get("/activities/a2/brief").status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        "from=2022-01-01&to=2021-01-01", "from=soon", "known_at=2099-01-01", "language=xx",
        "donor=JPN", "region=002", "compare=before", "anything=1",
    ],
)  # fmt: skip
def test_what_it_cannot_count_by_is_refused(client: PageClient, asked: str) -> None:
    assert client.get(f"/activities/A1/brief?{asked}").status_code == 422


def test_a_code_in_small_letters_leads_to_the_brief(client: PageClient) -> None:
    answer = client.get("/activities/a1/brief.pdf?language=ar")
    assert answer.headers["Location"] == "/activities/A1/brief.pdf?language=ar"
