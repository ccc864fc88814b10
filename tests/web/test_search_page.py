"""The page of search: hits in the reader's names, marked words, kinds, and a box on every page."""

from collections.abc import Callable

from tests.api.accounts import SECRETS, Account
from tests.support.pages import PageClient
from tracker.people.roles import Role

SignIn = Callable[..., PageClient]


def hits(client: PageClient, asked: str) -> list[tuple[str, str]]:
    """Return the titles and addresses of what a search finds."""
    links = client.html(f"/search?q={asked}").xpath("//p[@class='hit-head']/a")
    return [(str(one.xpath("string()")), one.get("href")) for one in links]


def test_a_box_on_every_page_leads_to_the_search(account: Account, client: PageClient) -> None:
    del account
    for path in ("/", "/activities", "/contributions/C-ITA", "/sign-in", "/nothing-here"):
        page = client.get(path)
        assert 'action="/search"' in page.text, path


def test_records_are_found_in_the_names_of_the_reader(account: Account, client: PageClient) -> None:
    del account
    assert hits(client, "A1")[0] == ("Training", "/activities/A1")
    assert ("Italy", "/dashboards/donors/ITA") in hits(client, "italie")
    assert ("Kenya: its activities", "/activities?country=KEN") in hits(client, "kenya")
    assert ("Exchange rates", "/rates") in hits(client, "exchange")
    assert ("Italie", "/dashboards/donors/ITA") in hits(client, "Italy&lang=fr")


def test_words_are_marked_where_they_stand(account: Account, signed_in: SignIn) -> None:
    del account
    officer = signed_in(Role.FINANCE_OFFICER)
    marks = officer.html("/search?q=rome only").xpath("//mark")
    assert [mark.text for mark in marks] == ["only", "Rome"]
    donor = signed_in(Role.DONOR, donor_code="JPN")
    for secret in SECRETS:
        assert hits(donor, secret) == [] or secret not in donor.get(f"/search?q={secret}").text


def test_a_donor_finds_its_own_terms(account: Account, signed_in: SignIn) -> None:
    del account
    assert hits(signed_in(Role.DONOR, donor_code="ITA"), "only for rome")


def test_a_kind_is_chosen_with_its_number(account: Account, client: PageClient) -> None:
    del account
    page = client.html("/search?q=a")
    kinds = [str(one.xpath("string()")) for one in page.xpath("//nav[@class='hit-kinds']//a")]
    assert kinds[0].startswith("All ")
    assert "Activity 2" in kinds
    chosen = client.html("/search?q=a&kind=activities")
    assert len(chosen.xpath("//p[@class='hit-head']")) == 2


def test_nothing_and_nonsense_have_an_answer(account: Account, client: PageClient) -> None:
    del account
    assert "Nothing holds all of these words" in client.get("/search?q=zzzz").text
    for asked in ("", "%00", "%22%27)(", "%F0%9F%98%80", "a" * 5000, "*", "a1%00"):
        assert client.get(f"/search?q={asked}").status_code == 200, asked[:9]
    assert client.get("/search?q=a&page=99999&kind=nonsense").status_code == 200
