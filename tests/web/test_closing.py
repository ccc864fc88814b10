"""Closing months and years on the pages: who, what stands in the way, what is open."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.api.accounts import Account
from tests.support.pages import PageClient, parse
from tests.web.conftest import Counts
from tests.web.period_pages import approved
from tests.web.test_money_forms import faults_of
from tracker.db import transaction
from tracker.errors import NotAllowed
from tracker.fund.approvals.submission import submit
from tracker.fund.ledger.cash_entries import charge_bank, receive
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.rates.rate_rules import RateDraft
from tracker.fund.record_changes import kinds
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.tables.periods import ClosedPeriod
from tracker.fund.verification.record_checks import verify_record
from tracker.http.formats import MINUS
from tracker.people.actors import handle_of


def test_months_are_closed_by_two_persons_after_they_were_named(
    finance: PageClient, approver: PageClient, sqlite_session: Session
) -> None:
    asked = finance.get("/periods/close?through=2020-12").get_data(as_text=True)
    assert "All months from January 2020 to December 2020 are closed." in asked
    assert "2 entries count for them." in asked
    assert "No new exchange rate" in asked
    values = {"through": "2020-12", "note": "file 12"}
    answer = finance.submit("/periods/close?through=2020-12", values, follow=True)
    told = answer.get_data(as_text=True)
    assert "The change waits for the approval of a second person, as request 1." in told
    assert not sqlite_session.exec(select(ClosedPeriod)).all()
    sqlite_session.rollback()
    for path in ("/periods", "/periods/close?through=2020-12"):
        assert "A closing waits for the approval" in finance.get(path).get_data(as_text=True)
    assert "Closing of months" in approver.get("/approvals").get_data(as_text=True)
    assert not approver.html("/approvals").xpath("//input[@type='checkbox']")
    page = approver.get("/approvals/1").get_data(as_text=True)
    for text in (
        "January 2020",
        "December 2020",
        "file 12",
        "31 Dec 2020",
        "EUR",
        "No new exchange rate",
    ):
        assert text in page
    assert "was approved, and the change was made" in approved(approver, 1)
    months = sqlite_session.exec(select(ClosedPeriod)).all()
    assert {(one.closed_by, one.approved_by, one.note) for one in months} == {
        (
            handle_of(sqlite_session, "finance_officer@example.org"),
            handle_of(sqlite_session, "approver@example.org"),
            "file 12",
        )
    }
    sqlite_session.rollback()
    asked = finance.get("/periods/2020/close").get_data(as_text=True)
    assert "The balances of 1 contribution are kept, USD 1,000.00 together." in asked
    done = finance.submit("/periods/2020/close", {"note": "audited"}, follow=True)
    assert "as request 2" in done.get_data(as_text=True)
    assert "was approved, and the change was made" in approved(approver, 2)
    assert "Finance officer, Approver" in finance.get("/periods").get_data(as_text=True)
    assert verify_record(sqlite_session).clean


def test_an_entry_in_between_refuses_the_closing_and_it_is_handed_in_again(
    finance: PageClient, approver: PageClient, sqlite_session: Session, account: Account
) -> None:
    page = finance.get("/periods/close?through=2020-11")
    finance.submit("/periods/close?through=2020-12", {"through": "2020-12"})
    again = finance.send_again(page, {"through": "2020-12"})
    assert faults_of(again.get_data(as_text=True)) == [
        "request 1 for the same waits for approval; have it decided first"
    ]
    later = PostingInstruction(
        EntryKind.RECEIPT, Heading(date(2022, 3, 1), "R-LATER"), 100, account.contributions["C-JPN"]
    )
    within = replace(later, heading=Heading(date(2020, 12, 31), "R-WITHIN"))
    with transaction(sqlite_session) as session:
        submit(session, [later], "ana")
    assert "It cannot be approved now." not in approver.get("/approvals/1").get_data(as_text=True)
    with transaction(sqlite_session) as session:
        submit(session, [within], "ana")
    told = approved(approver, 1)
    assert "has changed since it was handed in" in faults_of(told)[0]
    assert not sqlite_session.exec(select(ClosedPeriod)).all()
    sqlite_session.rollback()
    page = approver.html("/approvals/1")
    returned = {
        "csrf_token": page.xpath("//main//input[@name='csrf_token']/@value")[0],
        "reason": "an entry came",
    }
    assert approver.post("/approvals/1/return", data=returned).status_code == 303
    page = finance.html("/approvals/1")
    address = page.xpath("//a[normalize-space()='Correct and hand in again']/@href")
    assert address == ["/periods/close?through=2020-12&request=1"]
    finance.submit(address[0], {"through": "2020-12"})
    assert "was approved" in approved(approver, 2)
    assert len(sqlite_session.exec(select(ClosedPeriod)).all()) == 12


def test_what_is_open_binds_the_closing(
    finance: PageClient, approver: PageClient, sqlite_session: Session
) -> None:
    finance.submit("/periods/close?through=2020-12", {"through": "2020-12"})
    rate = RateDraft("EUR", date(2020, 12, 15), Decimal("0.9"), "UN")
    with transaction(sqlite_session) as session:
        add_rates(session, [rate], "ana")
    page = approver.get("/approvals/1").get_data(as_text=True)
    assert "It cannot be approved now." in page
    assert "has changed since it was handed in" in faults_of(approved(approver, 1))[0]


def test_a_month_with_a_day_below_zero_is_closed_only_with_a_reason(
    finance: PageClient, approver: PageClient, sqlite_session: Session, account: Account
) -> None:
    japan = account.contributions["C-JPN"]
    with (
        transaction(sqlite_session),
        open_book(sqlite_session, "ana", "ben", let_in="as taken over") as book,
    ):
        receive(book, ContributionMovement(japan, 5_000, Heading(date(2020, 3, 20), "BZ-R")))
        charge_bank(book, ContributionMovement(japan, 5_000, Heading(date(2020, 3, 5), "BZ-B")))
    page = finance.get("/periods/close?through=2020-12").get_data(as_text=True)
    for text in ("Day below zero", "5 Mar 2020", f"{MINUS}50.00"):
        assert text in page
    refused = finance.submit("/periods/close?through=2020-12", {"through": "2020-12"})
    assert faults_of(refused.get_data(as_text=True)) == [
        "an account is below zero on 2020-03-05; say why it is closed so"
    ]
    assert not sqlite_session.exec(select(ApprovalRequest)).all()
    sqlite_session.rollback()
    values = {"through": "2020-12", "note": "taken over as it was"}
    finance.submit("/periods/close?through=2020-12", values)
    assert "Day below zero" in approver.get("/approvals/1").get_data(as_text=True)
    assert "was approved" in approved(approver, 1)
    page = finance.get("/periods/2020/close").get_data(as_text=True)
    assert "Day below zero" in page


def test_who_handed_a_closing_in_takes_it_back_and_cannot_approve_it(
    app: Flask, finance: PageClient, sqlite_session: Session
) -> None:
    finance.submit("/periods/close?through=2020-12", {"through": "2020-12"})
    app.config["WTF_CSRF_ENABLED"] = False
    assert finance.post("/approvals/1/approve").status_code == 403
    digest = sqlite_session.exec(select(ApprovalRequest.digest)).one()
    sqlite_session.rollback()
    with pytest.raises(NotAllowed), transaction(sqlite_session):
        kinds.approve(
            sqlite_session,
            1,
            handle_of(sqlite_session, "finance_officer@example.org"),
            shown=digest,
        )
    assert finance.post("/approvals/1/withdraw", data={"reason": "not yet"}).status_code == 303
    assert "Taken back" in finance.get("/approvals/1").get_data(as_text=True)


def test_programs_read_a_closing_that_waits(finance: PageClient, approver: PageClient) -> None:
    finance.submit("/periods/close?through=2020-12", {"through": "2020-12"})
    found = approver.get("/api/v1/approvals/1").get_json()
    assert (found["kind"], found["title"]) == ("close_months", "2020-01 / 2020-12")
    assert found["change"]["after"] == {"closed_until": "2020-12-31", "months": 12}
    assert found["change"]["open_items"][0]["what"] == "stale_rate"
    assert found["change"]["rests_on"]["entries"] == 2
    assert (found["refusal"], len(found["digest"]), found["lines"]) == ("", 64, [])
    assert approver.get("/api/v1/approvals?kind=close_months").get_json()["total"] == 1


@pytest.mark.usefixtures("closed")
def test_what_stands_in_the_way_is_told(finance: PageClient, rows: Callable[[], Counts]) -> None:
    asked = finance.get("/periods/close?through=2022-09").get_data(as_text=True)
    assert "They cannot be closed yet" in asked
    assert parse(asked).xpath("//p//a[normalize-space()='request 2']/@href") == ["/approvals/2"]
    before = rows()
    token = finance.html("/periods").xpath("//input[@name='csrf_token']/@value")[0]

    def post(path: str, **values: str) -> list[str]:
        answer = finance.post(path, data={"csrf_token": token, **values})
        assert answer.status_code == 422
        return faults_of(answer.get_data(as_text=True))

    assert "waits for approval" in post("/periods/close", through="2022-09")[0]
    assert post("/periods/close", through="2099-01") == ["the month is not over"]
    assert post("/periods/close", through="2021-03") == ["the month is closed"]
    assert post("/periods/close", through="never") == ["Choose a month."]
    assert "close the months of 2022" in post("/periods/2022/close")[0]
    assert post("/periods/2021/close") == ["the year 2021 is closed"]
    assert (
        "at most 2000 characters" in post("/periods/close", through="2022-01", note="x" * 2001)[0]
    )
    assert post("/periods/close", through="2099-01", note="x" * 2001) == ["the month is not over"]
    assert rows() == before


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(
    ("path", "sent", "told", "link"),
    [
        ("/periods/close?through=2022-09", "2022-09", "They cannot be closed", "/approvals/2"),
        ("/periods/close?through=2099-01", "2099-01", "This month is not over", "/periods"),
        ("/periods/2021/close", "", "This year is closed already.", "/periods/2021"),
        ("/periods/2022/close", "", "Its months", "/periods/close?through=2022-12"),
        ("/periods/2026/close", "", "The year is not over", "/periods?year=2026"),
    ],
)
def test_what_cannot_be_closed_is_not_offered_and_says_why(
    finance: PageClient, path: str, sent: str, told: str, link: str
) -> None:
    page = finance.html(path)
    assert not page.xpath("//main//form")
    notice = page.xpath("//main//div[contains(@class, 'notice-refused')]")[0]
    assert told in "".join(notice.itertext())
    assert notice.xpath(".//a/@href") == [link]
    token = finance.html("/periods").xpath("//input[@name='csrf_token']/@value")[0]
    answer = finance.post(path, data={"csrf_token": token, "through": sent})
    assert answer.status_code == 422
    again = parse(answer.get_data(as_text=True))
    assert again.xpath("//div[@id='error-summary']//li/a/@href") == [f"#{notice.get('id')}"]
    assert not again.xpath("//main//form")


@pytest.mark.usefixtures("closed")
def test_a_closing_that_waits_is_not_offered_twice(finance: PageClient) -> None:
    assert finance.html("/periods").xpath("//form[contains(@action, '/periods/close')]")
    finance.submit("/periods/close?through=2022-01", {"through": "2022-01"})
    assert not finance.html("/periods").xpath("//form[contains(@action, '/periods/close')]")
    page = finance.html("/periods/close?through=2022-02")
    assert not page.xpath("//main//form")
    assert page.xpath("//div[contains(@class, 'notice-refused')]//a/@href") == ["/approvals/3"]
