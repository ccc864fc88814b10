"""Contributions in JSON: lists, one contribution, and who may see its terms."""

import pytest

from tests.api.accounts import SECRETS
from tests.api.conftest import Ask
from tests.conftest import SignIn
from tests.support.pages import PageClient
from tracker.people.roles import Role

pytestmark = pytest.mark.usefixtures("account")
DETAIL = "/api/v1/contributions/C-EUR"


def test_a_list_is_followed_page_by_page(ask: Ask, client: PageClient) -> None:
    path, seen = "/api/v1/contributions?per_page=1&sort=-received&donor=ITA&donor=JPN", []
    while path:
        page = client.get(path).get_json()
        assert page["total"] == 3
        seen += [item["reference"] for item in page["items"]]
        path = page["next"]
    assert seen == ["C-ITA", "C-JPN", "C-EUR"]
    assert ask("/contributions?page=9")["items"] == []


def test_a_list_is_narrowed(ask: Ask) -> None:
    def references(query: str) -> list[str]:
        return [item["reference"] for item in ask(f"/contributions?{query}")["items"]]

    assert references("donor=JPN") == ["C-JPN"]
    assert references("earmarking=1&earmarking=4") == ["C-EUR", "C-ITA"]
    assert references("state=pledged") == []
    assert references("q=kenya") == ["C-EUR"]
    assert references("sort=-reference") == ["C-JPN", "C-ITA", "C-EUR"]


def test_a_contribution_tells_what_became_of_it(ask: Ask) -> None:
    told = ask("/contributions/C-EUR")
    assert (told["amount_minor"], told["currency"]) == (20_000, "EUR")
    assert told["scope"] == [{"kind": "country", "code": "KEN"}]
    assert told["waterfall"]["received_minor"] == 24_000
    assert told["waterfall"]["exchange_difference_minor"] == -1_000
    receipt = told["entries"]["items"][0]
    assert (receipt["kind"], receipt["effective_on"]) == ("receipt", "2022-02-01")
    assert (receipt["original_minor"], receipt["rate"]) == (20_000, "0.800")
    assert receipt["recorded_at"].endswith("Z")


def test_what_a_contribution_paid_for_is_told(ask: Ask) -> None:
    told = ask("/contributions/C-ITA")
    first, second = told["activities"]["items"]
    assert (first["activity"], first["direct"]["allocated_minor"]) == ("A1", 60_000)
    assert first["attributed"]["spent_minor"] == 10_001
    assert first["amounts"]["left_minor"] == 49_999
    assert second["direct"]["allocated_minor"] == 0
    assert ask("/contributions/C-ITA/activities?q=fire")["items"] == [second]
    assert ask("/contributions/C-ITA/activities?per_page=1")["next"].endswith("page=2")


def test_the_entries_of_a_contribution_come_in_pages(ask: Ask) -> None:
    page = ask("/contributions/C-ITA/entries?per_page=2&sort=effective_on")
    assert [entry["reference"] for entry in page["items"]] == ["P1", "R1"]
    assert (page["total"], ask("/contributions/C-ITA")["entries"]["total"]) == (7, 7)


def test_terms_are_for_those_who_may_see_them(client: PageClient, signed_in: SignIn) -> None:
    def sees(reader: PageClient) -> bool:
        told = reader.get(DETAIL).get_json()
        entries = {entry["terms"] is not None for entry in told["entries"]["items"]}
        assert entries == {told["terms"] is not None}
        return told["terms"] is not None

    assert not sees(client)
    assert not sees(signed_in(Role.ADMINISTRATOR))
    assert sees(signed_in(Role.FINANCE_OFFICER))
    assert sees(signed_in(Role.DONOR, donor_code="ITA"))


def test_another_donor_sees_no_terms(signed_in: SignIn) -> None:
    other = signed_in(Role.DONOR, donor_code="JPN")
    assert other.get(DETAIL).get_json()["terms"] is None


def test_a_donor_sees_no_terms_of_entries_shared_with_others(signed_in: SignIn) -> None:
    own = signed_in(Role.DONOR, donor_code="ITA").get("/api/v1/contributions/C-ITA").get_json()
    withheld = {entry["reference"] for entry in own["entries"]["items"] if entry["terms"] is None}
    assert withheld == {"L2", "E1"}


def test_terms_are_searched_by_those_who_may_see_them(ask: Ask, signed_in: SignIn) -> None:
    assert ask("/contributions?q=AGR-99")["total"] == 0
    officer = signed_in(Role.FINANCE_OFFICER)
    assert officer.get("/api/v1/contributions?q=AGR-99").get_json()["total"] == 1


@pytest.mark.parametrize(
    "path",
    [
        "/contributions", "/contributions/C-EUR", "/contributions/C-EUR/entries",
        "/contributions/C-ITA", "/contributions/C-ITA/entries", "/contributions/C-ITA/activities",
        "/activities", "/activities/A1", "/programmes", "/tools", "/tools/GUIDE", "/donors",
        "/donors/ITA",
    ],
)  # fmt: skip
def test_nothing_that_is_not_public_gets_out(client: PageClient, path: str) -> None:
    body = client.get(f"/api/v1{path}").get_data(as_text=True)
    assert [secret for secret in SECRETS if f'"{secret}"' in body] == []


def test_donors_are_listed(ask: Ask) -> None:
    first, second = ask("/donors?sort=-received")["items"]
    assert (first["code"], first["received_minor"], first["contributions"]) == ("ITA", 124_000, 2)
    assert (second["code"], second["available_minor"]) == ("JPN", 25_095)
