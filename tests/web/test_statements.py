"""The statements of donors: prepared, cleared by a second person, issued, found by their donor."""

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account, euros, fill
from tests.support.pages import PageClient
from tests.support.people import let_in, make_user
from tests.support.small_account import ACTOR
from tracker.db import transaction
from tracker.fund.contributions.part_drafts import ReportDraft
from tracker.fund.contributions.terms import change_contribution
from tracker.fund.donors.merging import merge_donors
from tracker.fund.donors.registry import DonorDraft, add_donors
from tracker.fund.states import ContributionReportKind
from tracker.people.roles import Role
from tracker.reference.codes import ContributorType
from tracker.reports.register.register import find_report, tree_of
from tracker.reports.renderings.forms import Format
from tracker.reports.spelling.speller import Speller
from tracker.settings import Settings
from wsgi import make_app

KIND = ContributionReportKind
DUE = (
    ReportDraft(KIND.FINANCIAL, "2022", date(2023, 3, 31)),
    ReportDraft(KIND.NARRATIVE, "2022", date(2023, 3, 31)),
    ReportDraft(KIND.FINANCIAL, "2023", date(2024, 3, 31)),
)
YEAR = {"first": "2022-01-01", "last": "2022-12-31"}
FORM = "/reports/statements/add/ITA"
pytestmark = pytest.mark.usefixtures("jobs_at_once")


@pytest.fixture
def app(settings: Settings) -> Flask:
    """Give the tracker with its dashboards, where donors find their statements."""
    return make_app(settings)


@pytest.fixture
def account(sqlite_session: Session) -> Account:
    """Fill the database of the application; reports are due on the euros of Italy."""
    filled = fill(sqlite_session)
    with transaction(sqlite_session) as session:
        change_contribution(session, "C-EUR", replace(euros(), reports=DUE), ACTOR, "agreed")
    return filled


@pytest.fixture
def readers(
    app: Flask, client: PageClient, sqlite_session: Session, account: Account
) -> dict[str, PageClient]:
    """Give the public, two donors, two finance officers and a person of other roles."""
    del account
    found = {"": client}
    for name, role, donor in (
        ("ITA", Role.DONOR, "ITA"),
        ("JPN", Role.DONOR, "JPN"),
        ("finance", Role.FINANCE_OFFICER, ""),
        ("other", Role.FINANCE_OFFICER, ""),
        ("approver", Role.APPROVER, ""),
        ("manager", Role.PROGRAMME_MANAGER, ""),
        ("secretariat", Role.SECRETARIAT, ""),
    ):
        email = f"{name}@example.org".lower()
        make_user(sqlite_session, role, donor_code=donor, email=email)
        found[name] = let_in(app, email)
    return found


def _clear(client: PageClient, number: int) -> int:
    page = client.get(f"/reports/{number}").text
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    if seen is None:
        return 0
    return client.submit(f"/reports/{number}", {"seen": seen[1]}).status_code


def _issued(readers: dict[str, PageClient], form: str = FORM, **asked: list[str]) -> int:
    """Prepare, clear and issue a statement of Italy; return its number."""
    location = readers["finance"].submit(form, {**YEAR, **asked}).location
    assert location
    number = int(location.rsplit("/", 1)[1])
    assert _clear(readers["other"], number) == 303
    assert readers["finance"].submit(f"/reports/{number}", {"languages": ["fr"]}).status_code == 303
    return number


def test_it_is_cleared_by_another_finance_officer_or_an_approver(
    readers: dict[str, PageClient], sqlite_session: Session
) -> None:
    assert readers["finance"].submit(FORM, YEAR).location == "/reports/1"
    cleared = {name: _clear(readers[name], 1) for name in ("finance", "secretariat", "manager")}
    assert set(cleared.values()) == {0}
    assert _clear(readers["approver"], 1) == 303
    assert find_report(sqlite_session, 1).cleared_by


def test_a_donor_finds_its_statement_and_no_other_donor_does(
    readers: dict[str, PageClient],
) -> None:
    number = _issued(readers)
    files = [
        f"/reports/{number}/report.{form}?language={language}"
        for form in Format
        for language in ("en", "fr")
    ]
    page = readers["ITA"].html("/dashboards/donors/ITA")
    links = set(page.xpath("//*[@id='statements']//a/@href"))
    assert links >= {f"/reports/{number}", *files}
    data = {address: readers["ITA"].http.get(address).data for address in files}
    assert data == {address: readers["finance"].http.get(address).data for address in files}
    for name in ("", "JPN"):
        reader = readers[name]
        assert {reader.get(address).status_code for address in (*files, f"/reports/{number}")} == {
            404
        }
        assert f"/reports/{number}" not in reader.get("/dashboards/donors/ITA").text
        assert f"/reports/{number}" not in reader.get("/dashboards/donors/JPN").text
        assert f"/reports/{number}" not in reader.get("/reports").text
        table = reader.get("/dashboards/tables/donor/statements?donor=ITA")
        assert table.status_code == 404


def test_verify_says_yes_kind_and_date_of_a_statement(readers: dict[str, PageClient]) -> None:
    number = _issued(readers)
    data = readers["ITA"].get(f"/reports/{number}/report.pdf?language=en").data
    digest = re.search(r"<code>([0-9a-f]{64})</code>", readers["ITA"].get("/reports/1").text)
    assert digest
    for name, opens in (("", False), ("JPN", False), ("ITA", True), ("manager", True)):
        for sent in ({"file": (io.BytesIO(data), "s.pdf")}, {"digest": digest[1]}):
            answer = readers[name].submit("/verify", sent).text
            assert "This is issued" in answer
            assert "Statement of a donor" in answer
            assert (f'"/reports/{number}"' in answer) is opens
            assert "Italy" not in re.sub(r"<header.*?</header>", "", answer, flags=re.DOTALL)


def test_an_issued_statement_takes_off_the_reporting_dates_that_it_answers(
    readers: dict[str, PageClient],
) -> None:
    finance = readers["finance"]
    due = finance.get("/reports/statements/due").text
    assert ["Financial report, 2022" in due, "Financial report, 2023" in due] == [True, True]
    assert "Narrative report, 2022" not in due
    (form,) = finance.html("/reports/statements/due").xpath(
        "//tr[contains(., '2022')]//a[contains(@href, '/add/')]/@href"
    )
    answer = finance.submit(form, {"as_at": "2022-12-31"})
    assert answer.location == "/reports/1"
    (drawn,) = finance.html("/reports/statements/due").xpath(
        "//tr[contains(., '2022')]//td[last()]"
    )
    assert drawn.xpath("string(.)").strip() == "Report 1 · Draft"
    assert "2022" in finance.html("/reports/1").xpath("string(//section[.//h2[@id='next']])")
    assert _clear(readers["approver"], 1) == 303
    assert finance.submit("/reports/1", {"languages": []}).status_code == 303
    due = finance.get("/reports/statements/due").text
    assert ["Financial report, 2022" in due, "Financial report, 2023" in due] == [False, True]
    left = finance.get("/contributions/due?kind=report").text
    assert "Narrative report, 2022" in left
    assert "Financial report, 2022" not in left


def test_a_statement_of_some_contributions_says_so(
    readers: dict[str, PageClient], sqlite_session: Session
) -> None:
    number = _issued(readers, contributions=["C-EUR"])
    tree = tree_of(sqlite_session, find_report(sqlite_session, number))
    english = Speller("en")
    assert english.words(tree.title) == "Some contributions of Italy"
    said = english.words(tree.summary[0].words)
    assert "Chosen: C-EUR." in said
    assert "not all contributions of the donor: one other with entries is left out" in said
    assert "C-EUR" in readers["ITA"].html("/dashboards/donors/ITA").xpath(
        "string(//*[@id='statements'])"
    )


def test_contributions_of_another_donor_are_refused(readers: dict[str, PageClient]) -> None:
    finance = readers["finance"]
    page = finance.get(FORM)
    sent = {**YEAR, "contributions": ["C-JPN"]}
    token = re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', page.text)
    assert token
    answer = finance.post(FORM, data={**sent, "csrf_token": token[1]})
    assert answer.status_code == 422
    assert finance.get("/reports/1").status_code == 404


def test_a_period_that_is_not_over_or_has_no_end_is_refused(
    readers: dict[str, PageClient],
) -> None:
    finance = readers["finance"]
    assert "Give the last day of the period." in finance.submit(FORM, {**YEAR, "last": ""}).text
    answer = finance.submit(FORM, {**YEAR, "last": "2999-12-31"})
    assert (answer.status_code, "the period is not over" in answer.text) == (422, True)


def test_a_donor_is_chosen(readers: dict[str, PageClient]) -> None:
    finance = readers["finance"]
    assert "Italy" in finance.get("/reports/statements/add").text
    assert finance.get("/reports/statements/add?donor=ITA").location == FORM
    assert finance.get("/reports/statements/add?donor=XXX").status_code == 404
    for name in ("ITA", "manager", "approver"):
        assert readers[name].get(FORM).status_code == 403
    assert readers["ITA"].get("/reports/statements/due").status_code == 403
    assert "/add/" not in readers["manager"].get("/reports/statements/due").text


def test_the_statement_of_a_merged_donor_is_for_what_it_became(
    app: Flask, readers: dict[str, PageClient], sqlite_session: Session
) -> None:
    kind = ContributorType.PRIVATE_SECTOR
    drafts = [DonorDraft("F-OLD", "Old fund", kind), DonorDraft("F-NEW", "New fund", kind)]
    with transaction(sqlite_session) as session:
        add_donors(session, drafts, ACTOR)
    make_user(sqlite_session, Role.DONOR, donor_code="F-NEW", email="new@example.org")
    new = let_in(app, "new@example.org")
    number = _issued(readers, FORM.replace("ITA", "F-OLD"))
    assert new.get(f"/reports/{number}").status_code == 404
    with transaction(sqlite_session) as session:
        merge_donors(session, "F-OLD", "F-NEW", ACTOR, "one of them")
    assert new.get(f"/reports/{number}").status_code == 200
    assert f'"/reports/{number}"' in new.get("/dashboards/donors/F-NEW").text


def test_reports_are_found_by_kind_state_number_and_donor(readers: dict[str, PageClient]) -> None:
    _issued(readers)
    finance = readers["finance"]
    assert finance.submit(FORM.replace("ITA", "JPN"), YEAR).status_code == 303
    for asked, found in (
        ("", ["2", "1"]),
        ("sort=number", ["1", "2"]),
        ("q=Italy", ["1"]),
        ("q=2", ["2"]),
        ("kind=statement&state=draft", ["2"]),
        ("kind=commission", []),
    ):
        links = finance.html(f"/reports?{asked}").xpath("//tbody//th//a/@href")
        assert [href.rsplit("/", 1)[1] for href in links] == found, asked
    donor = readers["ITA"].get("/home").text
    assert "/reports?kind=statement" in donor
    sent = readers["ITA"].http.get("/reports/1/report.pdf?language=fr")
    name = "statement-1-ITA-2022-01-01-2022-12-31-fr.pdf"
    assert name in sent.headers["Content-Disposition"]
