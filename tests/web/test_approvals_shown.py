"""What is approved is what was shown: several at once, and lines that changed meanwhile."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import update
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import Element, PageClient, parse
from tests.support.trail import record_set_up
from tests.web.approval_pages import (
    DAY,
    PREPARER,
    entries,
    request,
)
from tests.web.test_money_forms import faults_of
from tracker.db import transaction
from tracker.fund.approvals.decisions import send_back
from tracker.fund.approvals.submission import submit
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import ApprovalRequest


def test_several_are_approved_each_by_itself(
    approver: PageClient, prepare: Callable[..., int], sqlite_session: Session
) -> None:
    numbers = [prepare("M1", 100), prepare("M2", 200), prepare("M3", 300)]
    before = entries(sqlite_session)
    asked = approver.get("/approvals/approve?number=1&number=2&number=3&number=2&number=x")
    text = asked.get_data(as_text=True)
    assert "3 entries of USD 6.00 together will be recorded." in text
    shown = parse(text).xpath("//input[@name='shown']/@value")
    assert [one.partition(":")[0] for one in shown] == [str(n) for n in numbers]
    with transaction(sqlite_session) as session:
        send_back(session, numbers[1], "second@example.org", "not this one")
    data = {
        "shown": shown,
        "csrf_token": parse(text).xpath("//main//input[@name='csrf_token']/@value")[0],
        "reason": "all seen",
    }
    told = approver.post("/approvals/approve", data=data, follow_redirects=True)
    said = told.get_data(as_text=True)
    assert "2 requests were approved." in said
    assert "Request 2 was not approved: request 2 was decided before." in said
    assert entries(sqlite_session) == before + 2
    assert request(sqlite_session, numbers[1]).state is ApprovalRequestState.RETURNED
    assert request(sqlite_session, numbers[2]).reason == "all seen"


def test_approving_several_with_none_chosen_says_so(approver: PageClient, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    for data in ({}, {"shown": ["x", "1", "7:zz"]}):
        answer = approver.post("/approvals/approve", data=data)
        assert answer.status_code == 422
        assert faults_of(answer.get_data(as_text=True)) == ["Choose what to approve."]


def spend_and_give_back(account: Account, reference: str) -> list[PostingInstruction]:
    """Make an expenditure whose support cost depends on those before, for two persons."""
    italy, place = account.contributions["C-ITA"], account.activities["A1"]
    return [
        PostingInstruction(kind, Heading(DAY, f"{reference}-{kind.value}"), usd, italy, place)
        for kind, usd in ((EntryKind.EXPENDITURE, 50), (EntryKind.DE_ALLOCATION, 1))
    ]


def test_lines_that_changed_are_refused_and_shown_anew(
    approver: PageClient, sqlite_session: Session, account: Account
) -> None:
    with transaction(sqlite_session) as session:
        number = submit(session, spend_and_give_back(account, "W"), PREPARER).request
    page = approver.html(f"/approvals/{number}")
    sent = {
        name: page.xpath(f"//form[contains(@action, '/approve')]//input[@name='{name}']/@value")
        for name in ("csrf_token", "shown")
    }
    before = lines_shown(page)
    with transaction(sqlite_session) as session:
        submit(session, spend_and_give_back(account, "X")[:1], PREPARER)
    count = entries(sqlite_session)
    answer = approver.post(f"/approvals/{number}/approve", data=sent)
    assert answer.status_code == 422
    told = answer.get_data(as_text=True)
    assert faults_of(told) == ["the lines have changed since they were shown; look at them again"]
    assert lines_shown(parse(told)) != before
    assert entries(sqlite_session) == count
    sent["shown"] = parse(told).xpath("//input[@name='shown']/@value")
    assert approver.post(f"/approvals/{number}/approve", data=sent).status_code == 303
    assert entries(sqlite_session) == count + 2


def lines_shown(page: Element) -> list[str]:
    """Return the amounts of the lines that a page of a request shows."""
    cells = page.xpath("//table[.//caption[@id='lines-caption']]//tbody/tr/td[last()]")
    return ["".join(cell.itertext()).strip() for cell in cells]


def test_of_several_one_that_changed_is_refused_and_the_others_go_through(
    approver: PageClient, prepare: Callable[..., int], sqlite_session: Session, account: Account
) -> None:
    numbers = [prepare("M1", 100)]
    with transaction(sqlite_session) as session:
        numbers.append(submit(session, spend_and_give_back(account, "W"), PREPARER).request)
    numbers.append(prepare("M3", 100))
    address = "/approvals/approve?" + "&".join(f"number={each}" for each in numbers)
    page = approver.html(address)
    assert len(page.xpath("//details//table")) == 3
    data = {
        name: page.xpath(f"//main//input[@name='{name}']/@value")
        for name in ("csrf_token", "shown")
    }
    with transaction(sqlite_session) as session:
        submit(session, spend_and_give_back(account, "X")[:1], PREPARER)
    told = approver.post("/approvals/approve", data=data, follow_redirects=True)
    text = told.get_data(as_text=True)
    assert "2 requests were approved." in text
    assert "Request 2 was not approved: the lines have changed since they were shown" in text
    assert [
        one.partition(":")[0] for one in parse(text).xpath("//input[@name='shown']/@value")
    ] == ["2"]
    states = [request(sqlite_session, each).state for each in numbers]
    waits, done = ApprovalRequestState.WAITING, ApprovalRequestState.APPROVED
    assert states == [done, waits, done]


def test_a_request_split_when_the_rule_changed_says_so(
    approver: PageClient, prepare: Callable[..., int], sqlite_session: Session
) -> None:
    number = prepare()
    flag = "Split when the rule changed: look at it"
    for path in (f"/approvals/{number}", "/approvals", f"/approvals/approve?number={number}"):
        assert flag not in approver.get(path).get_data(as_text=True)
    with transaction(sqlite_session) as session:
        record_set_up(session)
        session.execute(update(ApprovalRequest).values(split_at_upgrade=True))
    for path in (f"/approvals/{number}", "/approvals", f"/approvals/approve?number={number}"):
        assert flag in approver.get(path).get_data(as_text=True)
