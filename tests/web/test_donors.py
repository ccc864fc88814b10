"""A donor's page, the forms of what is kept of it, and merging by hand."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.api.accounts import SECRETS, Account
from tests.api.test_statements import grow
from tests.support.pages import PageClient, parse
from tests.support.people import make_user, sign_in
from tests.web.conftest import Counts, counted
from tests.web.test_money_forms import faults_of
from tests.web.test_pages import MOST_STATEMENTS
from tracker.db import transaction
from tracker.fund.contributions.terms import find_contribution, read_draft
from tracker.fund.donors.contacts import ContactDraft, add_contact
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.names import donor_name_on
from tracker.fund.donors.registry import DonorDraft, Spelling, add_donors, register
from tracker.fund.states import ContactRole, DonorStatus
from tracker.fund.tables.donors import DonorContact, DonorMerge
from tracker.people.roles import Role
from tracker.people.tables import AuditRecord
from tracker.reference.codes import ContributorType

SignIn = Callable[..., PageClient]
PERSON = ("Anna Rossi", "anna.rossi@example.org", "+39 06 5550101", "mornings only")


@pytest.fixture
def office(account: Account, signed_in: SignIn) -> PageClient:
    """Give the client of the secretariat, who keeps the registry."""
    del account
    return signed_in(Role.SECRETARIAT)


@pytest.fixture
def contact(account: Account, sqlite_session: Session) -> int:
    """Enter a contact of Italy."""
    del account
    name, email, telephone, note = PERSON
    with transaction(sqlite_session) as session:
        draft = ContactDraft(ContactRole.FINANCE, name, email, telephone, note)
        return add_contact(session, "ITA", draft, "test")


@pytest.fixture
def ministry(account: Account, sqlite_session: Session) -> str:
    """Enter a second donor that is Italy."""
    del account
    with transaction(sqlite_session) as session:
        draft = DonorDraft("MFA", "Itally", ContributorType.GOVERNMENT)
        add_donors(session, [draft], "test")
    return "MFA"


def text_of(client: PageClient, path: str) -> str:
    """Return a page that has to be there."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "zh", "ar"])
def test_the_page_is_open_in_every_language_and_tells_no_more(
    client: PageClient, contact: int, language: str
) -> None:
    del contact
    text = text_of(client, f"/donors/ITA/registry?lang={language}")
    assert [secret for secret in (*PERSON, *SECRETS[:-1]) if secret in text] == []


def test_a_donor_has_one_page_and_a_merged_one_that_of_its_successor(
    client: PageClient, office: PageClient, ministry: str
) -> None:
    answer = client.get("/donors/ITA?lang=fr")
    assert (answer.status_code, answer.headers["Location"]) == (
        302, "/dashboards/donors/ITA?lang=fr",
    )  # fmt: skip
    office.submit(f"/donors/{ministry}/merge?into=ITA", {"why": "the same letterhead"})
    assert client.get(f"/donors/{ministry}").headers["Location"] == "/dashboards/donors/ITA"
    registry = client.html(f"/donors/{ministry}/registry")
    assert registry.xpath("//main//a/@href") == ["/dashboards/donors/ITA", "/donors/ITA/registry"]


@pytest.mark.parametrize(
    ("role", "code", "sees"),
    [
        (Role.DONOR, "ITA", True),
        (Role.DONOR, "JPN", False),
        (Role.PROGRAMME_MANAGER, "", True),
        (Role.APPROVER, "", True),
        (Role.ADMINISTRATOR, "", False),
    ],
)
def test_contacts_are_for_staff_and_for_the_donor(
    signed_in: SignIn, contact: int, role: Role, code: str, *, sees: bool
) -> None:
    del contact
    text = text_of(signed_in(role, donor_code=code), "/donors/ITA/registry")
    assert [secret in text for secret in PERSON] == [sees] * len(PERSON)


def test_the_decisions_are_for_staff_alone(
    app: Flask, office: PageClient, client: PageClient, ministry: str, sqlite_session: Session
) -> None:
    office.submit(f"/donors/{ministry}/merge?into=ITA", {"why": "the same letterhead"})
    make_user(sqlite_session, Role.DONOR, donor_code="ITA")
    donor = sign_in(app, "donor@example.org")
    assert "the same letterhead" in text_of(office, "/donors/ITA/registry")
    for other in (donor, client):
        for path in ("/donors/ITA/registry", f"/donors/{ministry}/registry"):
            assert "the same letterhead" not in text_of(other, path)
            assert "secretariat@example.org" not in text_of(other, path)


def test_a_donor_is_added_and_changed(office: PageClient, sqlite_session: Session) -> None:
    values = {"code": "OPEC", "name": "OPEC Fund", "type": "C04A"}
    assert office.submit("/donors/add", values).status_code == 303
    change = {"name": "OPEC Fund for International Development", "note": "Vienna", "why": "typing"}
    assert office.submit("/donors/OPEC/change", change).status_code == 303
    row = find_donor(sqlite_session, "OPEC")
    assert (row.name, row.note, row.type) == (
        change["name"],
        "Vienna",
        ContributorType.FINANCIAL_INSTITUTION,
    )
    trail = sqlite_session.exec(select(AuditRecord).where(AuditRecord.action == "change")).one()
    assert (trail.why, (trail.old or {})["name"]) == ("typing", "OPEC Fund")


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"code": "", "name": ""}, ["code", "name"]),
        ({"code": "A/B"}, ["code"]),
        ({"code": "doubles"}, ["code"]),
        ({"state": "Atlantis"}, ["state"]),
        ({"type": "C99"}, ["type"]),
        ({"name": "x" * 301}, ["name"]),
    ],
)
def test_a_faulty_donor_leads_to_its_fields(
    office: PageClient, rows: Callable[[], Counts], values: dict[str, Any], fields: list[str]
) -> None:
    before = rows()
    answer = office.submit("/donors/add", {"code": "NEW", "name": "New", **values})
    assert answer.status_code == 422
    page = parse(answer.get_data(as_text=True))
    assert page.xpath("//div[@id='error-summary']//a/@href") == [f"#{name}" for name in fields]
    assert rows() == before


def test_a_code_stands_once_and_never_changes(office: PageClient) -> None:
    again = office.submit("/donors/add", {"code": "ITA", "name": "Italy"})
    assert faults_of(again.get_data(as_text=True)) == [
        "the donor ITA is already on file; ITA-2 is free"
    ]
    moved = office.submit("/donors/ITA/change", {"code": "ITX", "why": "so"})
    assert faults_of(moved.get_data(as_text=True)) == ["a code never changes"]


def test_an_undecided_donor_can_be_one_of_its_own(
    office: PageClient, sqlite_session: Session
) -> None:
    with transaction(sqlite_session) as session:
        spelling = Spelling("Fondation nouvelle")
        code = register(session, [spelling], "test", "sheet")[spelling].code
    values = {"decided": "y", "type": "C05", "why": "its statutes"}
    assert office.submit(f"/donors/{code}/change", values).status_code == 303
    sqlite_session.expire_all()
    assert find_donor(sqlite_session, code).status is DonorStatus.DECIDED


def test_names_over_time(office: PageClient, sqlite_session: Session) -> None:
    office.submit("/donors/add", {"code": "TUR", "name": "Turkey", "type": "C01", "state": "TUR"})
    name = {"name": "Türkiye", "holds_from": "2022-06-01", "source": "letter to the United Nations"}
    assert office.submit("/donors/TUR/names/add", name).status_code == 303
    text = text_of(office, "/donors/TUR/registry")
    assert "Turkey" in text
    assert "letter to the United Nations" in text
    assert donor_name_on(sqlite_session, "TUR", date(2022, 5, 31)) == "Turkey"
    assert donor_name_on(sqlite_session, "TUR", date(2022, 6, 1)) == "Türkiye"
    for values in ({**name, "name": "X"}, {**name, "holds_from": ""}, {**name, "name": ""}):
        assert office.submit("/donors/TUR/names/add", values).status_code == 422
    link = office.html("/donors/TUR/registry").xpath("//section[h2[@id='names']]//td/a/@href")[-1]
    assert office.submit(link, {"why": ""}).status_code == 422
    assert office.submit(link, {"why": "entered twice"}).status_code == 303
    sqlite_session.rollback()
    sqlite_session.expire_all()
    assert donor_name_on(sqlite_session, "TUR", date(2024, 1, 1)) == "Turkey"


def test_spellings(office: PageClient) -> None:
    assert office.submit("/donors/ITA/spellings/add", {"spelling": "Rome"}).status_code == 303
    taken = office.submit("/donors/JPN/spellings/add", {"spelling": "ROME"})
    assert faults_of(taken.get_data(as_text=True)) == ["'ROME' is on file for ITA"]
    named = office.submit("/donors/JPN/spellings/add", {"spelling": "Italie"})
    assert faults_of(named.get_data(as_text=True)) == ["'Italie' is a name of ITA"]
    link = office.html("/donors/ITA/registry").xpath("//section[h2[@id='spellings']]//td/a/@href")[
        0
    ]
    assert office.submit(link, {"why": "a city"}).status_code == 303
    assert "Rome" not in text_of(office, "/donors/ITA/registry")


def test_contacts_are_added_changed_and_forgotten(
    office: PageClient, sqlite_session: Session
) -> None:
    name, email, telephone, note = PERSON
    values = {"role": "reporting", "name": name, "email": email, "note": note}
    assert office.submit("/donors/ITA/contacts/add", values).status_code == 303
    number = sqlite_session.exec(select(DonorContact.id)).one()
    path = f"/donors/ITA/contacts/{number}"
    assert office.submit(f"{path}/change", {"telephone": telephone}).status_code == 303
    assert telephone in text_of(office, "/donors/ITA/registry")
    bad = office.submit(f"{path}/change", {"email": "nowhere", "name": ""})
    assert len(faults_of(bad.get_data(as_text=True))) == 2
    assert office.get(f"/donors/JPN/contacts/{number}/change").status_code == 404
    assert office.submit(f"{path}/remove", {"why": "left office"}).status_code == 303
    assert name not in text_of(office, "/donors/ITA/registry")
    told = str([row.new or row.old for row in sqlite_session.exec(select(AuditRecord))])
    assert [secret for secret in PERSON if secret in told] == []
    assert "reporting" in told


@pytest.mark.parametrize("address", ["nowhere", "a@b", "a@@b.org", "a b@c.org", "@", "é" * 70])
def test_what_is_no_address_is_told_in_the_readers_language(
    office: PageClient, address: str
) -> None:
    office.get("/donors?lang=fr")
    values = {"role": "reporting", "name": "Ana", "email": address}
    told = faults_of(office.submit("/donors/ITA/contacts/add", values).get_data(as_text=True))
    (fault,) = told
    assert fault.startswith(f"« {address} » n")
    assert "est pas une adresse électronique" in fault


def test_a_merge_says_what_will_happen_and_is_undone(
    office: PageClient, ministry: str, sqlite_session: Session
) -> None:
    path = f"/donors/ITA/merge?into={ministry}"
    make_user(sqlite_session, Role.DONOR, donor_code="ITA")
    shown = text_of(office, path)
    assert "2 contributions move." in shown
    assert "1 account speaks for ITA" in shown
    refused = office.submit(path, {"why": ""})
    assert len(faults_of(refused.get_data(as_text=True))) == 2
    values = {"why": "letter", "accounts": "follow"}
    assert office.submit(path, values).status_code == 303
    sqlite_session.rollback()
    assert read_draft(sqlite_session, find_contribution(sqlite_session, "C-EUR")).donor == ministry
    assert f"/donors/{ministry}" in text_of(office, "/donors/ITA/registry")
    again = office.get("/donors/ITA/merge?into=JPN")
    assert again.status_code == 422
    assert faults_of(again.get_data(as_text=True)) == ["ITA was merged into another donor already"]
    number = sqlite_session.exec(select(DonorMerge.id)).one()
    undo = f"/donors/merges/{number}/undo"
    assert "2 contributions move back." in text_of(office, undo)
    assert office.submit(undo, {"why": ""}).status_code == 422
    assert office.submit(undo, {"why": "two ministries"}).status_code == 303
    assert "This merge was undone already." in text_of(office, undo)


@pytest.mark.parametrize(("choice", "sees"), [("follow", True), ("stay", False)])
def test_a_merged_donors_account_sees_what_was_decided_for_it(
    app: Flask, office: PageClient, ministry: str, sqlite_session: Session,
    choice: str, *, sees: bool,
) -> None:  # fmt: skip
    make_user(sqlite_session, Role.DONOR, donor_code="ITA")
    italy = sign_in(app, "donor@example.org")
    assert "AGR-99" in text_of(italy, "/contributions/C-EUR")
    values = {"why": "letter", "accounts": choice}
    office.submit(f"/donors/ITA/merge?into={ministry}", values)
    assert ("AGR-99" in text_of(italy, "/contributions/C-EUR")) is sees
    number = sqlite_session.exec(select(DonorMerge.id)).one()
    office.submit(f"/donors/merges/{number}/undo", {"why": "no"})
    assert "AGR-99" in text_of(italy, "/contributions/C-EUR")


def test_doubles_are_proposed_until_somebody_says_that_they_are_none(
    office: PageClient, ministry: str
) -> None:
    page = office.html("/donors/doubles")
    assert [" ".join(row.itertext()).split()[:4] for row in page.xpath("//tbody/tr")] == [
        ["Itally", "MFA", "Italy", "ITA"]
    ]
    links = page.xpath("//tbody/tr/td[last()]/a/@href")
    assert links == [f"/donors/{ministry}/merge?into=ITA", f"/donors/{ministry}/apart/ITA"]
    assert office.submit(links[1], {"why": ""}).status_code == 422
    answer = office.submit(links[1], {"why": "a town in Wisconsin"}, follow=True)
    assert "No two donors on file look like one." in answer.get_data(as_text=True)
    assert "a town in Wisconsin" in text_of(office, f"/donors/{ministry}/registry")
    assert "a town in Wisconsin" in text_of(office, links[0])
    again = office.submit(links[1], {"why": "still"})
    assert faults_of(again.get_data(as_text=True)) == ["these two were told apart already"]


@pytest.mark.parametrize(
    "path",
    [
        "/donors/NOPE", "/donors/NOPE/change", "/donors/NOPE/merge", "/donors/merges/99/undo",
        "/donors/ITA/apart/NOPE", "/donors/ITA/names/9/remove", "/donors/ITA/others/1/remove",
        "/donors/ITA/contacts/9/change", "/donors/NOPE/names/add",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(office: PageClient, path: str) -> None:
    assert office.get(path).status_code == 404


def test_statements_do_not_grow_with_the_record(
    app: Flask, office: PageClient, account: Account, ministry: str, sqlite_session: Session
) -> None:

    def count(path: str) -> int:
        with counted(app) as statements:
            assert office.get(path).status_code == 200
        return len(statements)

    paths = (
        "/donors",
        "/donors/ITA/registry",
        "/donors/doubles",
        f"/donors/ITA/merge?into={ministry}",
    )
    before = [count(path) for path in paths]
    grow(sqlite_session, account)
    with transaction(sqlite_session) as session:
        drafts = [DonorDraft(f"N{n}", f"Giver {n}", ContributorType.NGO) for n in range(40)]
        add_donors(session, drafts, "test")
    assert [count(path) for path in paths] == before
    assert max(before) <= MOST_STATEMENTS
