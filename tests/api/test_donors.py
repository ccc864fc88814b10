"""The answer about one donor; contacts are for those who may see them alone."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import Session

from tests.api.accounts import Account
from tests.api.conftest import Ask
from tests.support.pages import PageClient
from tracker.db import transaction
from tracker.fund.donors.aliases import add_alias
from tracker.fund.donors.contacts import ContactDraft, add_contact
from tracker.fund.donors.merging import merge_donors
from tracker.fund.donors.names import NameDraft, add_name
from tracker.fund.donors.registry import DonorDraft, Spelling, add_donors
from tracker.fund.states import ContactRole
from tracker.people.roles import Role
from tracker.reference.codes import ContributorType

EMAIL = "anna.rossi@example.org"
SignIn = Callable[..., PageClient]


@pytest.fixture(autouse=True)
def known(account: Account, sqlite_session: Session) -> None:
    """Enter a name, a spelling and a contact of Italy."""
    del account
    with transaction(sqlite_session) as session:
        name = NameDraft("Italian Republic", date(1946, 6, 2), "internal letter")
        add_name(session, "ITA", name, "test")
        add_alias(session, "ITA", Spelling("Repubblica"), "test", "sheet of May")
        contact = ContactDraft(ContactRole.FINANCE, "Anna Rossi", EMAIL, note="mornings only")
        add_contact(session, "ITA", contact, "test")


def test_a_donor_is_told_with_its_names_and_spellings(ask: Ask) -> None:
    found = ask("/donors/ITA")
    assert found.pop("figures")["currencies"]
    assert found == {
        "code": "ITA",
        "name": "Italian Republic",
        "type": "C01",
        "state": "ITA",
        "status": "decided",
        "merged_into": None,
        "names": [
            {"name": "Italy", "holds_from": None},
            {"name": "Italian Republic", "holds_from": "1946-06-02"},
        ],
        "aliases": ["Repubblica"],
        "contacts": None,
    }


@pytest.mark.parametrize(
    ("role", "code", "sees"),
    [
        (Role.DONOR, "ITA", True),
        (Role.DONOR, "JPN", False),
        (Role.FINANCE_OFFICER, "", True),
        (Role.ADMINISTRATOR, "", False),
    ],
)
def test_contacts_are_for_those_who_may_see_the_terms(
    signed_in: SignIn, role: Role, code: str, *, sees: bool
) -> None:
    answer = signed_in(role, donor_code=code).get("/api/v1/donors/ITA")
    assert (EMAIL in answer.get_data(as_text=True)) is sees
    assert (answer.get_json()["contacts"] is not None) is sees
    assert "mornings only" not in answer.get_data(as_text=True)


def test_the_public_is_told_nothing_personal_anywhere(client: PageClient) -> None:
    for path in ("/api/v1/donors", "/api/v1/donors/ITA", "/api/v1/contributions?q=rossi"):
        text = client.get(path).get_data(as_text=True)
        assert "ossi" not in text
        assert "sheet of May" not in text


def test_a_merged_donor_leads_to_the_other(ask: Ask, sqlite_session: Session) -> None:
    with transaction(sqlite_session) as session:
        add_donors(session, [DonorDraft("F-1", "A fund", ContributorType.FOUNDATION)], "test")
        merge_donors(session, "ITA", "F-1", "test", "only a test")
    told = ask("/donors/ITA")
    assert (told["status"], told["merged_into"], told["aliases"]) == ("merged", "F-1", [])
    assert ask("/donors/F-1")["aliases"] == ["Repubblica"]
    assert ask("/contributions?donor=F-1")["total"] == 2


def test_a_donor_that_is_not_there_is_not_found(client: PageClient) -> None:
    for code in ("NOPE", "%00", "%0A"):
        assert client.get(f"/api/v1/donors/{code}").status_code == 404
    assert client.get("/donors/NOPE").status_code == 404


def test_the_figures_are_those_of_its_page(ask: Ask, client: PageClient) -> None:
    figures = ask("/donors/ITA")["figures"]
    by_currency = {row["currency"]: row for row in figures["currencies"]}
    assert set(by_currency) == {"EUR", "USD"}
    for name in ("pledged", "received", "refunded"):
        total = ask(f"/totals?measure={name}&by=donor&donor=ITA")["total_minor"]
        assert sum(row[f"{name}_usd_minor"] for row in figures["currencies"]) == total
    dollars = by_currency["USD"]
    assert dollars["pledged_minor"] == dollars["pledged_usd_minor"]
    support = ask("/totals?measure=support_cost&by=donor&donor=ITA")["total_minor"]
    assert figures["support_cost_minor"] == support
    activities = ask("/donors/ITA/activities")
    spent = ask("/totals?measure=spent&by=donor&donor=ITA")["total_minor"]
    assert sum(row["spent_minor"] for row in activities["items"]) == spent
    text = client.get("/api/v1/donors/ITA/activities?format=csv").get_data(as_text=True)
    assert text.count("\r\n") == activities["total"] + 1
