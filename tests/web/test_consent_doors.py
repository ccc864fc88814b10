"""Form, sheet and program ask alike for the donor's consent, and keep it alike."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from tests.api.accounts import fill
from tests.api.test_recording import sender
from tests.exchange.making import messages, take_in, write_csv
from tests.support.approvals import approve_all
from tests.support.pages import PageClient, parse
from tests.support.people import let_in, make_user
from tests.web.test_money_forms import DAY
from tracker.app import create_app
from tracker.fund.ledger.consents import NEEDS_CONSENT
from tracker.fund.ledger.entries import LONGEST_BASIS
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.verification.record_checks import verify_record
from tracker.people.roles import Role
from tracker.settings import Settings

LETTER = {"letter": "Note verbale 12/2022, annex", "consent_on": "2022-08-30"}
PATH = "/contributions/C-ITA/record/{}"
IN_FORM = {"letter_on": "consent_on"}
CASES: dict[str, tuple[dict[str, str], set[str]]] = {
    "all": ({}, set()),
    "no letter": ({"letter": ""}, {"letter"}),
    "a blank letter": ({"letter": "  "}, {"letter"}),
    "no day": ({"consent_on": ""}, {"consent_on"}),
    "neither": ({"letter": "", "consent_on": ""}, {"letter", "consent_on"}),
    "no day at all": ({"consent_on": "soon"}, {"consent_on"}),
    "too early": ({"consent_on": "1989-12-31"}, {"consent_on"}),
    "the first day": ({"consent_on": "1990-01-01"}, set()),
    "to come": ({"consent_on": "2569-08-30"}, {"consent_on"}),
    "as long as can be": ({"letter": "x" * LONGEST_BASIS}, set()),
    "too long": ({"letter": "x" * (LONGEST_BASIS + 1)}, {"letter"}),
}


@pytest.fixture(params=sorted(NEEDS_CONSENT))
def kind(request: pytest.FixtureRequest) -> str:
    """Give each kind that needs the donor's consent."""
    return str(request.param)


@pytest.fixture
def officer(session: Session, settings: Settings) -> PageClient:
    """Give the client of a finance officer, of a filled account on a database of either kind."""
    fill(session)
    person = make_user(session, Role.FINANCE_OFFICER)
    url = session.connection().engine.url.render_as_string(hide_password=False)
    session.rollback()
    return let_in(create_app(replace(settings, database_url=url)), person.email)


def by_form(finance: PageClient, kind: str, given: dict[str, str], reference: str) -> set[str]:
    """Hand an entry in by its form; return the fields at fault."""
    path = PATH.format(kind)
    token = finance.html(path).xpath("//main//input[@name='csrf_token']/@value")[0]
    sent = {
        "effective_on": DAY, "amount": "7.50", "reference": reference, "csrf_token": token,
        "to_contribution": "C-EUR", "letter": given["letter"], "letter_on": given["consent_on"],
    }  # fmt: skip
    answer = finance.post(path, data=sent)
    if answer.status_code == 303:
        return set()
    links = parse(answer.get_data(as_text=True)).xpath("//div[@id='error-summary']//li/a/@href")
    return {IN_FORM.get(link[1:], link[1:]) for link in links}


def by_sheet(
    session: Session, folder: Path, kind: str, given: dict[str, str], reference: str
) -> set[str]:
    """Hand an entry in by a sheet; return the columns at fault."""
    row = {
        "reference": reference, "kind": kind, "contribution": "C-ITA", "to_contribution": "C-EUR",
        "amount": "7.50", "on": DAY, **given,
    }  # fmt: skip
    path = write_csv(folder / "entries.csv", [row])
    report = take_in(session, "entries", path, approver="", actor="P-000777")
    session.rollback()
    return {column for _, column, _ in messages(report)}


def by_program(finance: PageClient, kind: str, given: dict[str, str], reference: str) -> set[str]:
    """Hand an entry in by a program; return the fields at fault."""
    body: dict[str, Any] = {
        "kind": kind, "reference": reference, "effective_on": DAY, "contribution": "C-ITA",
        "to_contribution": "C-EUR", "amount_minor": 750, "letter": given["letter"],
        "consent_on": given["consent_on"] or None,
    }  # fmt: skip
    answer = sender(finance)("entries", body)
    if answer.status_code == 202:
        return set()
    assert answer.status_code == 422, answer.get_json()
    return {one["field"] for one in answer.get_json()["errors"]}


@pytest.mark.parametrize("case", CASES)
def test_form_sheet_and_program_ask_alike(
    finance: PageClient, sqlite_session: Session, tmp_path: Path, kind: str, case: str
) -> None:
    changed, fields = CASES[case]
    given = {**LETTER, **changed}
    assert by_form(finance, kind, given, "D-1") == fields
    assert by_sheet(sqlite_session, tmp_path, kind, given, "D-2") == fields
    assert by_program(finance, kind, given, "D-3") == fields
    sqlite_session.rollback()
    assert approve_all(sqlite_session) == (0 if fields else 3)


def test_they_keep_it_alike_and_show_it(
    officer: PageClient, session: Session, tmp_path: Path, kind: str
) -> None:
    by_form(officer, kind, LETTER, "D-1")
    by_sheet(session, tmp_path, kind, LETTER, "D-2")
    by_program(officer, kind, LETTER, "D-3")
    shown = officer.html("/approvals/1").xpath("string(//main)")
    assert "Note verbale 12/2022, annex" in shown
    assert "30 Aug 2022" in " ".join(shown.split())
    asked = officer.http.get("/api/v1/approvals/1").get_json()["to_record"]["items"][0]
    assert (asked["letter"], asked["consent_on"], asked["basis"]) == (*LETTER.values(), "")
    session.rollback()
    assert approve_all(session) == 3
    session.rollback()
    entries = session.exec(
        select(LedgerEntry).where(col(LedgerEntry.reference).startswith("D-"))
    ).all()
    assert {(one.letter, one.consent_on, one.basis) for one in entries} == {
        (LETTER["letter"], date(2022, 8, 30), "")
    }
    number = max(one.id or 0 for one in entries)
    session.rollback()
    page = " ".join(officer.html(f"/ledger/{number}").xpath("string(//main)").split())
    assert "The donor's consentNote verbale 12/2022, annex" in page
    assert "Date of the consent30 August 2022" in page
    terms = officer.http.get(f"/api/v1/ledger/entries/{number}").get_json()["terms"]
    assert (terms["letter"], terms["consent_on"], terms["basis"]) == (*LETTER.values(), "")
    assert verify_record(session).clean
