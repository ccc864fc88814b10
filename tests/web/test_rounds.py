"""The pages of rounds: all statements of a period made, cleared, issued and packed at once."""

import io
import zipfile
from datetime import date

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account, fill
from tests.support.pages import PageClient
from tests.support.people import let_in, make_user
from tests.support.small_account import ACTOR
from tracker.db import transaction
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.people.roles import Role
from tracker.reports.register.drafts import write_text
from tracker.reports.register.register import find_report
from tracker.reports.register.states import ReportState
from tracker.reports.register.written_texts import EditorsText

YEAR = {"first": "2022-01-01", "last": "2022-12-31"}
LIST = "/reports/statements?period=2022-01-01_2022-12-31"
ZIP = LIST.replace("statements?", "statements.zip?")


@pytest.fixture
def account(sqlite_session: Session) -> Account:
    """Fill the database of the application."""
    return fill(sqlite_session)


@pytest.fixture
def people(app: Flask, sqlite_session: Session, account: Account) -> dict[str, PageClient]:
    """Give two finance officers, and a person of some other roles."""
    del account
    found = {}
    for name, role, donor in (
        ("finance", Role.FINANCE_OFFICER, ""),
        ("other", Role.FINANCE_OFFICER, ""),
        ("approver", Role.APPROVER, ""),
        ("manager", Role.PROGRAMME_MANAGER, ""),
        ("secretariat", Role.SECRETARIAT, ""),
        ("ITA", Role.DONOR, "ITA"),
    ):
        email = f"{name}@example.org".lower()
        make_user(sqlite_session, role, donor_code=donor, email=email)
        found[name] = let_in(app, email)
    return found


def _states(session: Session) -> list[ReportState]:
    session.rollback()
    return [find_report(session, number).state for number in (1, 2)]


def _boxes(client: PageClient) -> list[str]:
    found: list[str] = client.html(LIST).xpath("//input[@name='statement']/@value")
    return found


@pytest.mark.usefixtures("jobs_at_once")
def test_all_statements_of_a_period_are_made_cleared_issued_and_packed(
    people: dict[str, PageClient], sqlite_session: Session
) -> None:
    finance, other = people["finance"], people["other"]
    work = finance.submit("/reports/statements/make", YEAR).location
    assert work
    assert finance.get(work).location == f"{LIST}&work=1"
    assert "2 drafts were made" in finance.get(f"{LIST}&work=1").text
    again = finance.submit("/reports/statements/make", YEAR).location
    assert again
    assert (
        "0 drafts were made. Donors with a statement of the period already: 2."
        in finance.get(again, follow_redirects=True).text
    )
    assert _boxes(finance) == []
    boxes = _boxes(other)
    assert [box.partition(":")[0] for box in boxes] == ["1", "2"]
    assert not other.html(LIST).xpath("//tbody//input[@checked]")
    answer = other.submit(LIST, {"statement": boxes}, follow=True)
    assert "2 statements were cleared." in answer.text
    assert _states(sqlite_session) == [ReportState.CLEARED] * 2
    work = finance.submit(LIST, {"statement": ["1", "2"], "languages": ["fr"]}).location
    assert work
    assert "The statements were issued." in finance.get(work, follow_redirects=True).text
    assert _states(sqlite_session) == [ReportState.ISSUED] * 2
    answer = finance.http.get(ZIP, buffered=True)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        names = packed.namelist()
        kept = people["ITA"].http.get("/reports/1/report.pdf?language=fr").data
        assert packed.read("ITA-2022-01-01-2022-12-31-fr.pdf") == kept
    assert len(names) == 2 * 2 * 4 + 1
    assert "/reports/1" in people["ITA"].get("/reports").text
    assert "/reports/2" not in people["ITA"].get("/reports").text


@pytest.fixture
def drafts(people: dict[str, PageClient], jobs_at_once: None) -> None:
    """Make the drafts of the year."""
    del jobs_at_once
    assert people["finance"].submit("/reports/statements/make", YEAR).status_code == 303


@pytest.mark.usefixtures("drafts")
def test_what_changed_since_it_was_shown_is_not_cleared_and_the_others_are(
    people: dict[str, PageClient], sqlite_session: Session
) -> None:
    approver = people["approver"]
    page = approver.get(LIST)
    with transaction(sqlite_session) as session:
        write_text(session, 1, "summary", EditorsText("Typed meanwhile."), "P-9")
    boxes = _boxes(approver)
    old = [f"1:{'0' * 64}", boxes[1]]
    answer = approver.send_again(page, {"statement": old}, follow=True)
    assert "the report has changed since you were shown it" in answer.text
    assert "1 statement was cleared." in answer.text
    assert _states(sqlite_session) == [ReportState.DRAFT, ReportState.CLEARED]


@pytest.mark.usefixtures("drafts")
def test_nobody_clears_what_they_have_made(
    people: dict[str, PageClient], sqlite_session: Session
) -> None:
    boxes = _boxes(people["other"])
    page = people["other"].get(LIST)
    for name in ("finance", "secretariat"):
        token = people[name].html(LIST).xpath("//input[@name='csrf_token']/@value")[0]
        sent = {"csrf_token": token, "statement": boxes}
        answer = people[name].post("/reports/statements/clear", data=sent, follow_redirects=True)
        assert "another person clears a report" in answer.text
    assert people["manager"].post("/reports/statements/clear").status_code in {400, 403}
    assert _states(sqlite_session) == [ReportState.DRAFT] * 2
    answer = people["other"].send_again(page, {"statement": []}, follow=True)
    assert "Tick the statements first." in answer.text
    elsewhere = {"Referer": "https://evil.example/reports/statements"}
    token = people["other"].html(LIST).xpath("//input[@name='csrf_token']/@value")[0]
    led = people["other"].post(
        "/reports/statements/clear", data={"csrf_token": token}, headers=elsewhere
    )
    assert led.headers["Location"] == "/reports/statements"


@pytest.mark.usefixtures("drafts")
def test_rounds_are_for_staff(people: dict[str, PageClient], client: PageClient) -> None:
    for address in (LIST, ZIP):
        assert people["ITA"].http.get(address).status_code == 403
        assert client.http.get(address).status_code == 303
        assert people["manager"].http.get(address, buffered=True).status_code == 200
    for address in ("/reports/statements/make", "/reports/statements/jobs/1"):
        assert people["manager"].get(address).status_code == 403
        assert people["ITA"].get(address).status_code == 403
    assert people["finance"].get("/reports/statements/jobs/99").status_code == 404
    assert people["finance"].get(LIST.replace("2022-12-31", "2022-12-30")).status_code == 200
    for address in (ZIP.replace("2022-12-31", "2022-12-30"), LIST.replace("2022-12-31", "x")):
        assert people["finance"].get(address).status_code == 404


def test_the_work_is_shown_and_cancelled(
    people: dict[str, PageClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.jobs.queue.spawn", lambda _settings, _number: None)
    finance = people["finance"]
    work = finance.submit("/reports/statements/make", YEAR).location
    assert work
    assert "Drafts are being made" in finance.get(work).text
    token = finance.html(work).xpath("//input[@name='csrf_token']/@value")[0]
    finance.post(f"{work}/cancel", data={"csrf_token": token})
    assert "What was finished stays" in finance.get(work, follow_redirects=True).text


def test_wrong_days_are_refused(people: dict[str, PageClient]) -> None:
    finance = people["finance"]
    page = finance.get("/reports/statements")
    assert "No statement has been prepared yet." in page.text
    for last, said in (("", "Give the last day"), ("2999-12-31", "the period is not over")):
        answer = finance.submit("/reports/statements/make", {**YEAR, "last": last})
        assert (answer.status_code, said in answer.text) == (422, True)


@pytest.mark.usefixtures("drafts")
def test_drafts_are_drawn_anew_and_what_was_shown_before_is_not_cleared(
    people: dict[str, PageClient], sqlite_session: Session, account: Account
) -> None:
    finance, other = people["finance"], people["other"]
    shown = other.get(LIST)
    old = _boxes(other)
    with transaction(sqlite_session):
        write_text(sqlite_session, 2, "known", EditorsText("Typed."), "P-9")
        came = Heading(date(2022, 7, 1), "LATE-1")
        with open_book(sqlite_session, ACTOR) as book:
            receive(book, ContributionMovement(account.contributions["C-ITA"], 12_345, came))
    before = _closing(finance)
    token = finance.html(LIST).xpath("//input[@name='csrf_token']/@value")[0]
    sent = {"csrf_token": token, "period": "2022-01-01_2022-12-31"}
    work = finance.post("/reports/statements/draw", data=sent).location
    assert work
    assert "2 drafts were drawn anew." in finance.get(work, follow_redirects=True).text
    now = _closing(finance)
    assert now != before
    assert now["Italy"] != before["Italy"]
    assert now["Japan"] == before["Japan"]
    assert "Typed." in finance.get("/reports/2").text
    answer = other.send_again(shown, {"statement": old}, follow=True)
    assert "cleared." not in answer.text
    assert "the report has changed since you were shown it" in answer.text
    assert _states(sqlite_session) == [ReportState.DRAFT] * 2


def _closing(client: PageClient) -> dict[str, str]:
    """Return the closing balances of the list, by donor."""
    rows = client.html(LIST).xpath("//table[@id='draft-rows']/tbody/tr")
    return {
        row.xpath("string(./th)").strip(): row.xpath("string(./td[last()])").strip() for row in rows
    }
