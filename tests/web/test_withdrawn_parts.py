"""Withdrawn parts on the pages of their records and for programs, for those who may see them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tests.support.small_account import ACTOR
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.activity_drafts import ActivityDocumentDraft
from tracker.assistance.outcome_drafts import ResultDraft
from tracker.assistance.recorded_activities import find_activity
from tracker.assistance.recorded_activities import read_draft as read_activity_draft
from tracker.db import transaction
from tracker.fund.contributions.part_drafts import (
    ContributionDocumentDraft,
    InstalmentDraft,
    ReportDraft,
)
from tracker.fund.contributions.terms import change_contribution, find_contribution, read_draft
from tracker.fund.states import ContributionDocumentKind, ContributionReportKind
from tracker.people.roles import Role

DAY = date(2022, 3, 1)
AGREEMENT, OTHER = ContributionDocumentKind.AGREEMENT, ContributionDocumentKind.OTHER
PUBLIC = ContributionDocumentDraft(OTHER, "Open letter", is_public=True)
SECRET = ContributionDocumentDraft(AGREEMENT, "Side letter")
SignIn = Callable[..., PageClient]


@pytest.fixture(autouse=True)
def gone(sqlite_session: Session, account: Account) -> None:
    """Write parts of a contribution and of an activity, and take them away."""
    del account
    with transaction(sqlite_session) as session:
        before = read_draft(session, find_contribution(session, "C-EUR"))
        more = replace(
            before,
            instalments=(InstalmentDraft(DAY, 20_000, "all at once"),),
            reports=(ReportDraft(ContributionReportKind.FINAL, "of 2022", DAY),),
            documents=(PUBLIC, SECRET),
        )
        change_contribution(session, "C-EUR", more, ACTOR, "so")
        activity = read_activity_draft(session, find_activity(session, "A1"))
        result = ResultDraft("Judges trained", "judges", 0, 40)
        documents = (ActivityDocumentDraft("Leaflet", "CTOC/1"),)
        change_activity(
            session, "A1", replace(activity, results=(result,), documents=documents), ACTOR, "so"
        )
    with transaction(sqlite_session) as session:
        change_contribution(session, "C-EUR", before, "ada@example.org", "not agreed")
        change_activity(session, "A1", activity, "ada@example.org", "wrong")


def shown(client: PageClient, path: str) -> list[tuple[str, ...]]:
    """Return the rows of withdrawn parts on a page, with the kind and the words of each."""
    page = client.html(path)
    rows = page.xpath("//details[@class='withdrawn']//tbody/tr")
    assert all(row.xpath("td[2]") for row in rows)
    return [
        tuple("".join(cell.itertext()) for cell in row.xpath("th | td[1] | td[3]")) for row in rows
    ]


def test_who_may_see_the_terms_sees_what_was_withdrawn_and_staff_by_whom(
    signed_in: SignIn,
) -> None:
    officer = signed_in(Role.FINANCE_OFFICER)
    for client in (officer, signed_in(Role.DONOR, donor_code="ITA")):
        rows = shown(client, "/contributions/C-EUR")
        assert {row[0] for row in rows} == {"Instalment", "Report", "Document"}
        assert {row[2] for row in rows if len(row) > 2} == (
            {"ada@example.org"} if client is officer else set()
        )
        told = client.get("/api/v1/contributions/C-EUR").get_json()
        by = {
            one["withdrawn_by"]
            for one in (
                *told["withdrawn_documents"],
                *told["terms"]["withdrawn_instalments"],
                *told["terms"]["withdrawn_reports"],
            )
        }
        assert by == ({"ada@example.org"} if client is officer else {None})
        words = " ".join(row[1] for row in rows)
        for text in ("EUR 200.00", "all at once", "of 2022", "Open letter", "Side letter"):
            assert text in words


def test_others_see_the_public_document_alone(client: PageClient, signed_in: SignIn) -> None:
    for reader in (client, signed_in(Role.DONOR, donor_code="JPN"), signed_in(Role.ADMINISTRATOR)):
        assert [row[1] for row in shown(reader, "/contributions/C-EUR")] == [
            "Other document · Open letter"
        ]
        page = reader.get("/contributions/C-EUR").get_data(as_text=True)
        assert not [one for one in ("Side letter", "of 2022", "ada@example.org") if one in page]
        told = reader.get("/api/v1/contributions/C-EUR").get_json()
        assert [one["title"] for one in told["withdrawn_documents"]] == ["Open letter"]
        assert (told["withdrawn_documents"][0]["withdrawn_by"], told["terms"]) == (None, None)


def test_an_activity_shows_them_to_all_and_the_name_to_staff(
    client: PageClient, signed_in: SignIn
) -> None:
    officer = signed_in(Role.FINANCE_OFFICER)
    results = "Judges trained · judges · Baseline 0 · Target 40"
    assert shown(client, "/activities/A1") == [
        ("Result", results),
        ("Document", "Leaflet · CTOC/1"),
    ]
    assert {row[2] for row in shown(officer, "/activities/A1")} == {"ada@example.org"}
    for reader, name in ((client, None), (officer, "ada@example.org")):
        told = reader.get("/api/v1/activities/A1").get_json()
        assert (told["results"], told["documents"]) == ([], [])
        (result,), (document,) = told["withdrawn_results"], told["withdrawn_documents"]
        assert (result["indicator"], result["withdrawn_by"]) == ("Judges trained", name)
        assert (document["symbol"], document["withdrawn_at"][:2]) == ("CTOC/1", "20")


def test_programs_are_told_of_withdrawn_terms(signed_in: SignIn) -> None:
    told = signed_in(Role.FINANCE_OFFICER).get("/api/v1/contributions/C-EUR").get_json()
    assert {one["title"] for one in told["withdrawn_documents"]} == {"Open letter", "Side letter"}
    (instalment,), (report,) = (
        told["terms"][f"withdrawn_{kind}"] for kind in ("instalments", "reports")
    )
    assert (instalment["amount_minor"], instalment["withdrawn_by"]) == (20_000, "ada@example.org")
    assert (report["period"], told["terms"]["reports"]) == ("of 2022", [])


def test_a_record_without_withdrawn_parts_says_nothing_of_them(client: PageClient) -> None:
    assert shown(client, "/contributions/C-ITA") == []
    assert client.get("/api/v1/contributions/C-ITA").get_json()["withdrawn_documents"] == []
