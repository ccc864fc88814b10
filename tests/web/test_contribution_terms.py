"""The whole terms of a contribution by hand: form, page, state, reports, and who sees what."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.api.accounts import Account
from tests.support.pages import PageClient, parse
from tests.web.conftest import Counts, counted
from tests.web.test_money_forms import faults_of
from tracker.fund.contributions.part_drafts import (
    ContributionDocumentDraft,
    InstalmentDraft,
    ReportDraft,
)
from tracker.fund.contributions.terms import ContributionDraft, find_contribution, read_draft
from tracker.fund.states import (
    ContributionDocumentKind,
    ContributionKind,
    ContributionReportKind,
    ContributionSource,
    ContributionState,
)
from tracker.fund.tables.terms import ContributionDocument
from tracker.people.roles import Role
from tracker.people.tables import AuditRecord
from tracker.reference.codes import EarmarkingModality

CHANGE = "/contributions/C-EUR/change"
TERMS = {
    "earmarking_modality": "I", "programme": "GLO1", "country": "",
    "kind": "in_kind", "valuation_basis": "market prices", "valued_by": "Procurement",
    "valued_on": "2022-01-05", "source": "confiscated_proceeds", "source_article": "UNTOC 14",
    "instalments-0-due_on": "2022-01-31", "instalments-0-amount": "50", "instalments-0-note": "1st",
    "instalments-2-due_on": "2022-06-30", "instalments-2-amount": "150.00",
    "reports-1-kind": "financial", "reports-1-period": "2022", "reports-1-due_on": "2023-03-31",
    "documents-0-kind": "agreement", "documents-0-title": "Secret deed",
    "documents-0-address": "REG/1", "documents-0-dated_on": "2022-01-05",
    "documents-1-kind": "other", "documents-1-title": "Open leaflet",
    "documents-1-address": "https://example.org/leaflet", "documents-1-is_public": "y",
    "why": "agreed in May",
}  # fmt: skip
PRIVATE = (
    "Secret deed",
    "REG/1",
    "market prices",
    "Procurement",
    "2023-03-31",
    "31 Mar 2023",
    "1st",
)


def draft_of(session: Session) -> ContributionDraft:
    """Read C-EUR back."""
    session.rollback()
    session.expire_all()
    return read_draft(session, find_contribution(session, "C-EUR"))


@pytest.fixture
def changed(finance: PageClient) -> PageClient:
    """Give the client of a finance officer who has written all terms."""
    answer = finance.submit(CHANGE, TERMS)
    assert answer.status_code == 303, faults_of(answer.get_data(as_text=True))
    return finance


def test_the_form_writes_all_terms(changed: PageClient, sqlite_session: Session) -> None:
    del changed
    draft = draft_of(sqlite_session)
    assert draft.earmarking_modality is EarmarkingModality.PROJECT
    assert (draft.kind, draft.source) == (ContributionKind.IN_KIND, ContributionSource.CONFISCATED)
    assert draft.source_article == "UNTOC 14"
    assert draft.valued_on == date(2022, 1, 5)
    assert draft.instalments == (
        InstalmentDraft(date(2022, 1, 31), 5_000, "1st"),
        InstalmentDraft(date(2022, 6, 30), 15_000),
    )
    assert draft.reports == (
        ReportDraft(ContributionReportKind.FINANCIAL, "2022", date(2023, 3, 31)),
    )
    agreement, other = ContributionDocumentKind.AGREEMENT, ContributionDocumentKind.OTHER
    assert draft.documents == (
        ContributionDocumentDraft(agreement, "Secret deed", "REG/1", date(2022, 1, 5)),
        ContributionDocumentDraft(
            other, "Open leaflet", "https://example.org/leaflet", is_public=True
        ),
    )


def test_the_form_names_the_rows_of_parts(changed: PageClient, sqlite_session: Session) -> None:
    before = draft_of(sqlite_session).instalments
    swapped = {
        "instalments-0-due_on": "2022-03-31", "instalments-0-amount": "60",
        "instalments-1-amount": "140", "documents-0-title": "", "documents-0-kind": "",
        "documents-0-address": "", "documents-0-dated_on": "", "why": "so",
    }  # fmt: skip
    answer = changed.submit(CHANGE, swapped)
    assert answer.status_code == 303, faults_of(answer.get_data(as_text=True))
    after = draft_of(sqlite_session)
    assert [part.id for part in after.instalments] == [part.id for part in before]
    assert [part.amount_minor for part in after.instalments] == [6_000, 14_000]
    assert [part.title for part in after.documents] == ["Open leaflet"]
    deed = sqlite_session.exec(
        select(ContributionDocument).where(ContributionDocument.title == "Secret deed")
    ).one()
    assert deed.withdrawn_at is not None


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_the_form_keeps_what_was_not_touched(
    changed: PageClient, sqlite_session: Session, language: str
) -> None:
    before = draft_of(sqlite_session)
    changed.get(f"/contributions?lang={language}")
    answer = changed.submit(CHANGE, {"why": "only looked"})
    assert answer.status_code == 303, faults_of(answer.get_data(as_text=True))
    assert draft_of(sqlite_session) == before


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"instalments-0-amount": "60"}, "instalments", "add up to EUR 210.00"),
        ({"instalments-0-amount": "lots"}, "instalments-0-amount", "is no number"),
        ({"instalments-0-amount": ""}, "instalments-0-amount", "Give the amount."),
        ({"instalments-0-due_on": ""}, "instalments-0-due_on", "Say when it is due."),
        ({"instalments-0-due_on": "soon"}, "instalments-0-due_on", "is no date"),
        ({"instalments-0-due_on": "2022-07-31"}, "instalments-2-due_on", "after the one before"),
        ({"instalments-0-note": "n" * 501}, "instalments-0-note", "at most 500"),
        ({"reports-1-period": ""}, "reports-1-period", "which period"),
        ({"reports-1-kind": ""}, "reports-1-kind", "Choose one"),
        ({"reports-1-due_on": ""}, "reports-1-due_on", "Say when it is due."),
        ({"documents-0-title": ""}, "documents-0-title", "has a title"),
        ({"documents-0-kind": "poem"}, "documents-0-kind", "Choose one"),
        ({"documents-0-address": "ftp://x"}, "documents-0-address", "https://"),
        ({"instalments-2-amount": "-150"}, "instalments-2-amount", "above zero"),
        (
            {
                "reports-2-kind": "financial",
                "reports-2-period": "2022",
                "reports-2-due_on": "2024-03-31",
            },
            "reports-2-kind",
            "once for a period",
        ),
        ({"region": "Atlantis; 001"}, "region", "no region with the code 'Atlantis'"),
        ({"tool": "NOPE"}, "tool", "no tool with the code 'NOPE'"),
        ({"currency": "USD"}, "currency", "cannot change once money"),
        ({"support_rate": "5"}, "support_rate", "cannot change once money"),
        ({"earmarking_modality": "A"}, "earmarking_modality", "belongs to the category 1"),
        ({"earmarking_modality": "Z"}, "earmarking_modality", "Choose one"),
        ({"programme": ""}, "earmarking_modality", "names one activity"),
        ({"valued_by": ""}, "valued_by", "who valued"),
        ({"kind": "cash"}, "valuation_basis", "money is not valued"),
        ({"source_article": "UNTOC 99"}, "source_article", "no article 99"),
        ({"source": "budget"}, "source_article", "confiscated proceeds alone"),
    ],
)
def test_faulty_terms_lead_to_their_fields(
    finance: PageClient,
    rows: Callable[[], Counts],
    values: dict[str, Any],
    field: str,
    message: str,
) -> None:
    before = rows()
    answer = finance.submit(CHANGE, {**TERMS, **values})
    assert answer.status_code == 422
    page = parse(answer.get_data(as_text=True))
    links = page.xpath(f"//div[@id='error-summary']//a[@href='#{field}']")
    told = ["".join(link.itertext()) for link in links]
    assert any(message in text for text in told), faults_of(answer.get_data(as_text=True))
    assert page.xpath(f"//*[@id='{field}']")
    assert page.xpath("//input[@name='documents-1-title']/@value") == ["Open leaflet"]
    assert rows() == before


def test_an_unreadable_amount_is_not_blamed_on_the_instalments(finance: PageClient) -> None:
    answer = finance.submit(CHANGE, {**TERMS, "amount": "much"})
    assert len(faults_of(answer.get_data(as_text=True))) == 1


def test_the_page_shows_what_is_due_and_what_arrived(changed: PageClient) -> None:
    page = changed.html("/contributions/C-EUR")
    rows = page.xpath("//section[h2[@id='instalments']]//tbody/tr")
    # 200.00 EUR have arrived: all of both
    assert [[cell.strip() for cell in row.xpath("./td[position()<4]//text()")] for row in rows] == [
        ["50.00", "50.00", "Received"],
        ["150.00", "150.00", "Received"],
    ]
    (report,) = page.xpath("//section[h2[@id='reports']]//tbody/tr")
    assert "Overdue" in "".join(report.itertext())
    assert page.xpath("//section[h2[@id='documents']]//a/@href") == ["https://example.org/leaflet"]


def test_what_is_not_public_stays_with_staff_and_the_donor(
    changed: PageClient, client: PageClient, signed_in: Callable[..., PageClient]
) -> None:
    def sees(reader: PageClient, path: str) -> list[str]:
        body = reader.get(path).get_data(as_text=True)
        assert "Open leaflet" in body
        assert "UNTOC 14" in body
        return [text for text in PRIVATE if text in body]

    own = signed_in(Role.DONOR, donor_code="ITA")
    for path in ("/contributions/C-EUR", "/api/v1/contributions/C-EUR"):
        assert sees(client, path) == []
        assert "Secret deed" in sees(own, path)
        assert set(sees(changed, path)) >= {"Secret deed", "REG/1", "market prices", "1st"}
    assert client.get("/api/v1/contributions/C-EUR").get_json()["terms"] is None


def test_another_donor_sees_what_the_public_sees(
    changed: PageClient, signed_in: Callable[..., PageClient]
) -> None:
    del changed
    other = signed_in(Role.DONOR, donor_code="JPN")
    for path in ("/contributions/C-EUR", "/api/v1/contributions/C-EUR"):
        body = other.get(path).get_data(as_text=True)
        assert "Open leaflet" in body
        assert [text for text in PRIVATE if text in body] == []


def test_the_interface_for_programs_tells_how_instalments_stand(changed: PageClient) -> None:
    told = changed.get("/api/v1/contributions/C-EUR").get_json()
    assert told["earmarking_modality"] == "I"
    assert [part["received_minor"] for part in told["terms"]["instalments"]] == [5_000, 15_000]
    assert [report["state"] for report in told["terms"]["reports"]] == ["overdue"]
    assert [document["is_public"] for document in told["documents"]] == [False, True]


def test_a_report_is_noted_as_submitted(changed: PageClient, sqlite_session: Session) -> None:
    (path,) = changed.html("/contributions/C-EUR").xpath(
        "//section[h2[@id='reports']]//tbody//a/@href"
    )
    for day, fault in (("", "Give the date."), ("2999-01-01", "has not come")):
        answer = changed.submit(path, {"submitted_on": day})
        assert answer.status_code == 422
        assert fault in faults_of(answer.get_data(as_text=True))[0]
    answer = changed.submit(path, {"submitted_on": "2023-03-30", "why": "by mail"}, follow=True)
    assert "Submitted on 30 Mar 2023" in answer.get_data(as_text=True)
    again = changed.submit(path, {"submitted_on": "2023-03-30"})
    assert again.status_code == 422
    assert draft_of(sqlite_session).reports[0].submitted_on == date(2023, 3, 30)
    assert changed.get("/contributions/C-EUR/reports/9/submitted").status_code == 404


def test_a_state_is_moved_with_a_reason(finance: PageClient, sqlite_session: Session) -> None:
    path = "/contributions/C-EUR/state"
    offered = finance.html(path).xpath("//select[@name='state']/option/@value")
    assert offered == ["agreed", "partly_received", "closed"]
    refused = finance.submit(path, {"state": "closed", "why": ""})
    assert faults_of(refused.get_data(as_text=True)) == ["Say why it is moved."]
    left = finance.submit(path, {"state": "closed", "why": "all done"})
    assert left.status_code == 422
    assert "something is left" in faults_of(left.get_data(as_text=True))[0]
    unlawful = finance.submit(path, {"state": "pledged", "why": "so"})
    assert "cannot become pledged" in faults_of(unlawful.get_data(as_text=True))[0]
    moved = finance.submit(path, {"state": "partly_received", "why": "a part is late"}, follow=True)
    text = moved.get_data(as_text=True)
    assert "a part is late" in text
    assert "Finance officer" in text
    sqlite_session.expire_all()
    row = find_contribution(sqlite_session, "C-EUR")
    assert row.state is ContributionState.PARTLY_RECEIVED
    trail = sqlite_session.exec(
        select(AuditRecord).where(AuditRecord.why == "a part is late")
    ).one()
    assert (trail.action, trail.old) == ("move", {"state": "received"})


def test_the_public_sees_no_moves(client: PageClient, finance: PageClient) -> None:
    finance.submit("/contributions/C-EUR/state", {"state": "partly_received", "why": "late part"})
    assert "late part" not in client.get("/contributions/C-EUR").get_data(as_text=True)


@pytest.mark.parametrize("path", ["state", "reports/1/submitted"])
def test_who_may_not_change_terms_moves_nothing(
    client: PageClient, manager: PageClient, path: str
) -> None:
    answer = client.get(f"/contributions/C-EUR/{path}")
    assert (answer.status_code, answer.location[:8]) == (303, "/sign-in")
    assert manager.get(f"/contributions/C-EUR/{path}").status_code == 403


@pytest.mark.parametrize(("code", "finds"), [("ITA", True), ("JPN", False)])
def test_a_donor_finds_its_own_keys_and_no_others(
    account: Account, signed_in: Callable[..., PageClient], code: str, *, finds: bool
) -> None:
    del account
    reader = signed_in(Role.DONOR, donor_code=code)
    for key in ("AGR-99", "IT-2020/7"):
        page = reader.html(f"/contributions?q={key}")
        assert bool(page.xpath("//tbody//a[@href='/contributions/C-EUR']")) is finds
        told = reader.get(f"/api/v1/contributions?q={key}").get_json()
        assert told["total"] == int(finds)


def test_a_page_with_all_terms_takes_few_statements(app: Flask, changed: PageClient) -> None:
    with counted(app) as statements:
        assert changed.get("/contributions/C-EUR").status_code == 200
    assert len(statements) <= 25
