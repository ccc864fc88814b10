"""Each filter of a list's page is one of its answer to programs, and leaves the same records."""

from collections.abc import Callable, Iterator

import pytest
from sqlmodel import Session

from tests.support.pages import Element, PageClient
from tests.web.every_form import fill_for_every_form
from tracker.api.activities import ActivityParameters, ProgrammeParameters
from tracker.api.approvals import RequestParameters
from tracker.api.contributions import ContributionParameters
from tracker.api.dissemination_events import DisseminationEventParameters
from tracker.api.donors import DonorParameters
from tracker.api.ledger import LedgerParameters
from tracker.api.parameters import ListParameters
from tracker.api.rates import RateParameters
from tracker.api.tools import ToolParameters
from tracker.people.roles import Role

LISTS: dict[str, tuple[str, type[ListParameters]]] = {
    "/activities": ("/activities", ActivityParameters),
    "/approvals": ("/approvals", RequestParameters),
    "/contributions": ("/contributions", ContributionParameters),
    "/dissemination": ("/dissemination/events", DisseminationEventParameters),
    "/donors": ("/donors", DonorParameters),
    "/ledger": ("/ledger/entries", LedgerParameters),
    "/programmes": ("/programmes", ProgrammeParameters),
    "/rates": ("/rates", RateParameters),
    "/tools": ("/tools", ToolParameters),
}
"""The address of each list of the JSON interface, and its parameters, by its page."""
OF_A_PAGE = {"q", "sort", "size", "column", "delimiter", "file"}
TYPED = ("A1", "C-ITA", "ana", "2020", "training")
DAYS = ("2020-06-01", "2022-06-01")
MOST_OPTIONS = 8
SPELLED = {("/ledger", "corrections", "yes"): "true", ("/programmes", "mine", "own"): "true"}
"""What a page calls otherwise than the interface, where it is a plain yes or no."""


def names(schema: type[ListParameters]) -> set[str]:
    """Return the names of parameters in the address."""
    return {field.alias or name for name, field in schema.model_fields.items()}


def fields(page: Element) -> Iterator[Element]:
    """Yield the fields of the filters of a page."""
    for field in page.xpath("//form[@class='filters']//*[@name]"):
        if field.get("name") not in OF_A_PAGE:
            yield field


def values(field: Element) -> list[str]:
    """Return what is chosen or typed in a filter."""
    if field.tag == "select":
        offered = [str(one) for one in field.xpath(".//option/@value") if one]
        return offered if len(offered) <= MOST_OPTIONS else [*offered[:3], "KEN", "ITA", "PER"]
    return list(DAYS if field.get("type") == "date" else TYPED)


@pytest.fixture
def staff(sqlite_session: Session, signed_in: Callable[..., PageClient]) -> PageClient:
    """Give the client of a finance officer, with something in every list."""
    fill_for_every_form(sqlite_session)
    sqlite_session.rollback()
    return signed_in(Role.FINANCE_OFFICER)


def on_page(client: PageClient, path: str, name: str, value: str) -> int:
    """Count the rows that a page has under a filter."""
    answer = client.http.get(path, query_string={"file": "csv", name: value})
    assert answer.status_code == 200, f"{path} {name} {value}"
    return len(answer.get_data(as_text=True).strip().splitlines()) - 1


@pytest.mark.parametrize("path", sorted(LISTS))
def test_what_narrows_a_page_narrows_the_answer_to_programs(staff: PageClient, path: str) -> None:
    address, schema = LISTS[path]
    filters = list(fields(staff.html(path)))
    assert {str(one.get("name")) for one in filters} <= names(schema)
    narrowed = 0
    whole = staff.get(f"/api/v1{address}").get_json()["total"]
    for field in filters:
        name = str(field.get("name"))
        for value in values(field):
            asked = {name: SPELLED.get((path, name, value), value)}
            answer = staff.http.get(f"/api/v1{address}", query_string=asked)
            if answer.status_code == 422:  # an option of the test that this list does not offer
                assert value not in field.xpath(".//option/@value"), asked
                continue
            total = answer.get_json()["total"]
            if name != "as_at":
                assert total == on_page(staff, path, name, value), asked
            narrowed += total < whole
    assert narrowed or whole < 2, path


def test_what_is_ones_own_and_not_published_is_none_of_the_public(
    staff: PageClient, client: PageClient
) -> None:
    for asked in ("mine=changed", "mine=programmes", "publication=draft"):
        assert client.get(f"/api/v1/activities?{asked}").get_json()["total"] == 0, asked
    assert client.get("/api/v1/programmes?mine=true").get_json()["total"] == 0
    assert staff.get("/api/v1/activities?mine=programmes").get_json()["total"] > 0
