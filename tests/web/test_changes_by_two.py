"""Changes that take two persons: another donor, and what moves figures of a closed period."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.api.accounts import Account
from tests.support.closing import close_months
from tests.support.pages import PageClient
from tests.support.people import let_in, make_user
from tests.support.publication import as_drafts
from tests.web.period_pages import approved
from tests.web.test_money_forms import faults_of
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.db import transaction
from tracker.errors import InvalidDraft, NotAllowed
from tracker.fund.closing.months import Month
from tracker.fund.contributions import terms
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.registry import DonorDraft, add_donors
from tracker.fund.record_changes import kinds
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.fund.verification.record_checks import verify_record
from tracker.people.roles import Role
from tracker.reference.codes import ContributorType

ITALY = "/contributions/C-ITA/donor"
CHANGE = {"donor": "JPN", "since": "2022-01-01", "why": "the agreement names Japan"}
WAITS = "The change waits for the approval of a second person, as request 1."


@pytest.fixture
def japan(account: Account, app: Flask, sqlite_session: Session) -> PageClient:
    """Give the client of a user of Japan, who sees the terms of Japan's contributions."""
    del account
    user = make_user(sqlite_session, Role.DONOR, donor_code="JPN", email="tokyo@example.org")
    return let_in(app, user.email)


@pytest.fixture
def closed(account: Account, sqlite_session: Session) -> None:
    """Close all months to the end of 2024; the activities are not published."""
    del account
    as_drafts(sqlite_session, "A1", "A2")
    with transaction(sqlite_session) as session:
        close_months(session, Month(2024, 12), "ana")


def donor_of(session: Session, reference: str) -> str:
    """Return the code of a contribution's donor."""
    session.rollback()
    statement = select(Donor.code).join(Contribution).where(Contribution.reference == reference)
    return session.exec(statement).one()


def terms_of(client: PageClient) -> object:
    """Return the terms of Italy's contribution as a program sees them."""
    return client.get("/api/v1/contributions/C-ITA").get_json()["terms"]


def test_another_donor_takes_two_persons_and_access_follows_then(
    finance: PageClient, approver: PageClient, japan: PageClient, sqlite_session: Session
) -> None:
    assert terms_of(japan) is None
    page = finance.html("/contributions/C-ITA")
    assert page.xpath(f"//a[@href='{ITALY}']")
    told = finance.submit(ITALY, CHANGE, follow=True).get_data(as_text=True)
    assert WAITS in told
    assert donor_of(sqlite_session, "C-ITA") == "ITA"
    assert terms_of(japan) is None
    shown = approver.get("/approvals/1").get_data(as_text=True)
    for text in ("Change of donor", "tokyo@example.org", "the agreement names Japan", "1 Jan 2022"):
        assert text in shown
    assert "was approved, and the change was made" in approved(approver, 1)
    assert donor_of(sqlite_session, "C-ITA") == "JPN"
    assert terms_of(japan) is not None
    assert verify_record(sqlite_session).clean


def test_one_person_alone_cannot_change_the_donor(
    finance: PageClient, japan: PageClient, sqlite_session: Session
) -> None:
    answer = finance.submit(
        "/contributions/C-ITA/change", {"donor": "JPN", "why": "they say so"}, follow=True
    )
    assert answer.status_code == 422
    assert "money has been posted" in faults_of(answer.get_data(as_text=True))[0]
    row = terms.find_contribution(sqlite_session, "C-ITA")
    changed = replace(terms.read_draft(sqlite_session, row), donor="JPN")
    sqlite_session.rollback()
    with pytest.raises(InvalidDraft), transaction(sqlite_session):
        terms.change_contribution(sqlite_session, "C-ITA", changed, "ana", "alone")
    assert donor_of(sqlite_session, "C-ITA") == "ITA"
    assert terms_of(japan) is None


def test_who_handed_it_in_cannot_approve_it(
    finance: PageClient, app: Flask, sqlite_session: Session
) -> None:
    finance.submit(ITALY, CHANGE)
    app.config["WTF_CSRF_ENABLED"] = False
    assert finance.post("/approvals/1/approve").status_code == 403
    request = sqlite_session.get_one(ApprovalRequest, 1)
    prepared_by, digest = request.prepared_by, request.digest
    sqlite_session.rollback()
    with pytest.raises(NotAllowed), transaction(sqlite_session):
        kinds.approve(sqlite_session, 1, prepared_by, shown=digest)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"donor": "ITA"}, "it is the donor of this contribution already"),
        ({"donor": "nobody"}, "donor"),
        ({"since": "2999-01-01"}, "has not come"),
        ({"why": ""}, "Say why."),
        ({"donor": "nobody"}, "no donor has the code 'nobody'"),
    ],
)
def test_nonsense_is_refused_at_its_field(
    finance: PageClient, sqlite_session: Session, values: dict[str, str], told: str
) -> None:
    answer = finance.submit(ITALY, CHANGE | values)
    assert answer.status_code == 422
    assert told in faults_of(answer.get_data(as_text=True))[0]
    assert not sqlite_session.exec(select(ApprovalRequest)).all()


def test_all_faults_are_told_at_once(finance: PageClient) -> None:
    answer = finance.submit(ITALY, {"donor": "nobody", "since": "2999-01-01", "why": ""})
    assert len(faults_of(answer.get_data(as_text=True))) == 3


def test_it_is_refused_when_its_ground_has_changed_and_handed_in_again(
    finance: PageClient, approver: PageClient, app: Flask, sqlite_session: Session
) -> None:
    finance.submit(ITALY, CHANGE)
    make_user(sqlite_session, Role.DONOR, donor_code="JPN", email="new@example.org")
    assert "has changed since it was handed in" in faults_of(approved(approver, 1))[0]
    app.config["WTF_CSRF_ENABLED"] = False
    assert approver.post("/approvals/1/return", data={"reason": "one more"}).status_code == 303
    address = f"{ITALY}?request=1"
    page = finance.html("/approvals/1")
    assert page.xpath("//a[normalize-space()='Correct and hand in again']/@href") == [address]
    assert finance.html(address).xpath("//input[@name='since']/@value") == ["2022-01-01"]
    finance.submit(address, CHANGE)
    assert "was approved" in approved(approver, 2)
    assert sqlite_session.get_one(ApprovalRequest, 2).replaces_id == 1


def test_donors_and_the_public_do_not_see_requests(
    japan: PageClient, client: PageClient, finance: PageClient, app: Flask
) -> None:
    finance.submit(ITALY, CHANGE)
    app.config["WTF_CSRF_ENABLED"] = False
    for path in ("/approvals/1", ITALY, "/api/v1/approvals/1"):
        assert japan.get(path).status_code == 403
    for path in (ITALY, "/approvals/1/approve", "/approvals/1/withdraw"):
        assert japan.post(path).status_code == 403
    assert client.get(ITALY).status_code == 303


def test_what_waits_for_one_donor_is_on_no_page_of_another(
    japan: PageClient, finance: PageClient, app: Flask, sqlite_session: Session
) -> None:
    rome = make_user(sqlite_session, Role.DONOR, donor_code="ITA", email="rome@example.org")
    italy = let_in(app, rome.email)
    finance.submit(ITALY, CHANGE)
    finance.submit("/donors/ITA/change", {"note": "a secret note", "why": "secret"})
    pages = (
        "/home", "/contributions", "/contributions/C-ITA", "/contributions/C-ITA?lang=ar",
        "/donors/ITA/registry", "/donors/JPN/registry", "/api/v1/contributions/C-ITA",
        "/api/v1/donors/ITA",
    )  # fmt: skip
    secrets = (CHANGE["why"], "tokyo@example.org", "secret", "/approvals/1")
    for reader, own in ((japan, "tokyo@example.org"), (italy, "rome@example.org")):
        for page in pages:
            answer = reader.get(page)
            assert answer.status_code == 200, page
            text = answer.get_data(as_text=True).replace(own, "")
            assert [secret for secret in secrets if secret in text] == [], page
        for closed in ("/approvals", "/approvals/1", "/donors", "/donors/JPN/merge", "/periods"):
            assert reader.get(closed).status_code == 403, closed


def test_a_form_without_its_token_is_refused(finance: PageClient, sqlite_session: Session) -> None:
    assert finance.post(ITALY, data=CHANGE).status_code in (400, 403, 422)
    assert not sqlite_session.exec(select(ApprovalRequest)).all()


@pytest.mark.usefixtures("closed")
def test_a_change_of_an_activity_that_moves_closed_figures_waits(
    manager: PageClient, approver: PageClient, sqlite_session: Session
) -> None:
    before = read_draft(sqlite_session, find_activity(sqlite_session, "A1"))
    sqlite_session.rollback()
    told = manager.submit("/activities/A1/change", {"title": "New", "why": "a typo"}, follow=True)
    assert "The activity was changed." in told.get_data(as_text=True)
    values = {"type": "legislative_assistance", "why": "a wrong code"}
    told = manager.submit("/activities/A1/change", values, follow=True)
    assert WAITS in told.get_data(as_text=True)
    now = read_draft(sqlite_session, find_activity(sqlite_session, "A1"))
    assert now.type is before.type
    sqlite_session.rollback()
    page = approver.get("/approvals/1").get_data(as_text=True)
    assert "Lines in closed periods" in page
    assert "a wrong code" in page
    assert "was approved" in approved(approver, 1)
    sqlite_session.expire_all()
    now = read_draft(sqlite_session, find_activity(sqlite_session, "A1"))
    assert now.type.value == "legislative_assistance"


@pytest.mark.usefixtures("closed")
def test_another_edit_in_between_refuses_the_change(
    manager: PageClient, approver: PageClient
) -> None:
    values = {"type": "legislative_assistance", "why": "a wrong code"}
    manager.submit("/activities/A1/change", values)
    manager.submit("/activities/A1/change", {"title": "Another title", "why": "a typo"})
    assert "has changed since it was handed in" in faults_of(approved(approver, 1))[0]


@pytest.mark.usefixtures("closed")
def test_a_change_of_a_category_that_moves_closed_figures_waits(
    finance: PageClient, approver: PageClient, sqlite_session: Session
) -> None:
    path, values = "/contributions/C-ITA/change", {"earmarking": "2", "why": "as agreed"}
    told = finance.submit(path, values, follow=True).get_data(as_text=True)
    assert WAITS in told
    assert "was approved" in approved(approver, 1)
    row = terms.find_contribution(sqlite_session, "C-ITA")
    assert row.earmarking.value == "2"


@pytest.mark.usefixtures("closed")
def test_another_type_of_a_donor_that_moves_closed_figures_waits(
    finance: PageClient, approver: PageClient, sqlite_session: Session
) -> None:
    path, before = "/donors/ITA/change", find_donor(sqlite_session, "ITA").type
    other = {"type": ContributorType.FOUNDATION.value}
    assert finance.submit(path, {**other, "why": ""}).status_code == 422
    told = finance.submit(path, {**other, "why": "it is one"}, follow=True)
    assert WAITS in told.get_data(as_text=True)
    sqlite_session.rollback()
    assert find_donor(sqlite_session, "ITA").type is before
    page = approver.get("/approvals/1").get_data(as_text=True)
    assert "Change of a donor&#39;s type" in page
    assert "Lines in closed periods" in page
    assert "was approved" in approved(approver, 1)
    sqlite_session.rollback()
    assert find_donor(sqlite_session, "ITA").type is ContributorType.FOUNDATION
    assert verify_record(sqlite_session).clean


@pytest.mark.usefixtures("closed")
def test_what_moves_no_figure_of_a_donor_is_changed_at_once(finance: PageClient) -> None:
    changed = finance.submit("/donors/ITA/change", {"note": "the mission", "why": "so"})
    assert changed.headers["Location"] == "/donors/ITA/registry"


@pytest.mark.usefixtures("closed")
def test_a_merge_that_moves_closed_figures_waits_and_so_does_its_undoing(
    finance: PageClient, approver: PageClient, sqlite_session: Session
) -> None:
    with transaction(sqlite_session):
        add_donors(sqlite_session, [DonorDraft("F-1", "A fund", ContributorType.FOUNDATION)], "x")
    told = finance.submit("/donors/ITA/merge?into=F-1", {"why": "one donor"}, follow=True)
    assert WAITS in told.get_data(as_text=True)
    assert donor_of(sqlite_session, "C-ITA") == "ITA"
    assert "was approved" in approved(approver, 1)
    assert donor_of(sqlite_session, "C-ITA") == "F-1"
    told = finance.submit("/donors/merges/1/undo", {"why": "two donors"}, follow=True)
    assert "as request 2" in told.get_data(as_text=True)
    assert "was approved" in approved(approver, 2)
    assert donor_of(sqlite_session, "C-ITA") == "ITA"
    assert verify_record(sqlite_session).clean


def test_an_unknown_contribution_has_no_such_form(finance: PageClient) -> None:
    assert finance.get("/contributions/NONE/donor").status_code == 404


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "zh", "ar"])
def test_every_language_has_these_pages(
    finance: PageClient, approver: PageClient, language: str
) -> None:
    finance.submit(ITALY, CHANGE)
    assert finance.get(f"{ITALY}?lang={language}").status_code == 200
    for path in ("/approvals/1", "/approvals", "/home"):
        assert approver.get(f"{path}?lang={language}").status_code == 200
