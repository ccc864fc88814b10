"""Two persons: one prepares, another approves or returns, on pages, by the rules, in the base."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from tests.api.accounts import Account
from tests.support.approvals import approve
from tests.support.pages import PageClient, parse
from tests.support.people import make_user, sign_in
from tests.support.trail import record_set_up
from tests.web.approval_pages import (
    APPROVER,
    DAY,
    ITALYS_MONEY,
    PREPARER,
    decide,
    entries,
    free,
    request,
)
from tests.web.conftest import Counts
from tests.web.test_money_forms import faults_of
from tracker.db import transaction
from tracker.errors import NotAllowed
from tracker.fund.approvals.submission import submit
from tracker.fund.balances.waterfall import waterfall_of
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry
from tracker.fund.ledger.verification import verify
from tracker.fund.states import ApprovalRequestState, ContributionState, PeriodKind
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.periods import ClosedPeriod
from tracker.http.formats import MINUS
from tracker.people.actors import handle_of
from tracker.people.permissions import ROLE_PERMISSIONS, Permission
from tracker.people.roles import Role
from tracker.periods import utc_now


def test_from_the_form_to_the_ledger_by_two_persons(
    finance: PageClient, approver: PageClient, sqlite_session: Session, account: Account
) -> None:
    before = free(sqlite_session, account), entries(sqlite_session)
    values = {"effective_on": "2022-09-01", "amount": "40", "reference": "WAY", "activity": "A1"}
    told = finance.submit("/contributions/C-ITA/record/allocation", values, follow=True)
    assert "waits for the approval of a second person" in told.get_data(as_text=True)
    assert entries(sqlite_session) == before[1]
    assert free(sqlite_session, account) == before[0] - 4_520

    listed = approver.html("/approvals").xpath("//table//tbody/tr[1]//text()")
    assert {"WAY", "Allocation", "40.00", "Finance officer"} <= {text.strip() for text in listed}
    page = approver.get("/approvals/1").get_data(as_text=True)
    assert "Approving records 1 entry of USD 40.00" in page
    assert "It cannot be approved now." not in page
    said = decide(approver, 1, "approve", "seen in the letter")
    assert "was approved, and its entries are in the ledger" in said
    assert "seen in the letter" in said
    assert entries(sqlite_session) == before[1] + 1
    entry = sqlite_session.exec(select(LedgerEntry).where(LedgerEntry.reference == "WAY")).one()
    two = (handle_of(sqlite_session, PREPARER), handle_of(sqlite_session, APPROVER))
    assert (entry.recorded_by, entry.approved_by) == two
    assert "Nothing waits for approval." in approver.get("/approvals").get_data(as_text=True)
    assert verify(sqlite_session).clean


def test_the_balances_before_and_after_are_told(
    approver: PageClient, prepare: Callable[..., int], sqlite_session: Session, account: Account
) -> None:
    number = prepare()
    rows = approver.html(f"/approvals/{number}").xpath(
        "//table[.//caption[@id='moves-caption']]//tbody/tr"
    )
    cells = [[text.strip() for text in row.itertext() if text.strip()] for row in rows]
    before = waterfall_of(sqlite_session, account.contributions["C-ITA"], 1_300)
    entries_before = entries(sqlite_session)
    decide(approver, number, "approve")
    sqlite_session.rollback()
    after = waterfall_of(sqlite_session, account.contributions["C-ITA"], 1_300)
    assert entries(sqlite_session) == entries_before + 1
    usd = [f"{cents / 100:.2f}" for cents in (before.available_minor, after.available_minor)]
    assert cells[0] == ["Not allocated", "C-ITA", "45.20", usd[0], f"{MINUS}45.20", usd[1]]
    assert [row[0] for row in cells] == [
        "Not allocated", "Allocated, neither committed nor spent", "Support cost set aside",
    ]  # fmt: skip


def test_no_role_both_prepares_and_approves() -> None:
    preparing = {Permission.POST_MONEY, Permission.REVERSE_ENTRIES}
    for permissions in ROLE_PERMISSIONS.values():
        assert not (Permission.APPROVE_MONEY in permissions and preparing & permissions)


def test_the_preparer_cannot_approve(
    app: Flask, finance: PageClient, prepare: Callable[..., int], sqlite_session: Session
) -> None:
    number = prepare()
    assert not finance.html(f"/approvals/{number}").xpath("//form[contains(@action, '/approve')]")
    assert not finance.html("/approvals").xpath("//input[@type='checkbox']")
    app.config["WTF_CSRF_ENABLED"] = False
    assert finance.post(f"/approvals/{number}/approve").status_code == 403
    assert finance.post("/approvals/approve", data={"number": number}).status_code == 403
    with pytest.raises(NotAllowed, match="cannot approve it"), transaction(sqlite_session):
        approve(sqlite_session, number, PREPARER)
    decided = update(ApprovalRequest).where(col(ApprovalRequest.id) == number)
    with pytest.raises(IntegrityError, match="two_persons"), transaction(sqlite_session):
        sqlite_session.execute(decided.values(state="approved", decided_by=PREPARER))
    assert request(sqlite_session, number).state is ApprovalRequestState.WAITING


def test_who_became_an_approver_since_cannot_approve_the_own_work(
    app: Flask, approver: PageClient, prepare: Callable[..., int], sqlite_session: Session
) -> None:
    number = prepare()
    with transaction(sqlite_session) as session:
        record_set_up(session)
        session.execute(update(ApprovalRequest).values(prepared_by=APPROVER))
    page = approver.get(f"/approvals/{number}").get_data(as_text=True)
    assert "Who has prepared something cannot approve it." in page
    app.config["WTF_CSRF_ENABLED"] = False
    assert approver.post(f"/approvals/{number}/approve").status_code == 403
    told = approver.post("/approvals/approve", data={"shown": f"{number}:"}, follow_redirects=True)
    assert "who prepared an entry cannot approve it" in told.get_data(as_text=True)
    assert request(sqlite_session, number).state is ApprovalRequestState.WAITING


def test_what_is_returned_keeps_its_reason_and_frees_the_money(
    finance: PageClient,
    approver: PageClient,
    prepare: Callable[..., int],
    sqlite_session: Session,
    account: Account,
) -> None:
    before = free(sqlite_session, account)
    number = prepare()
    assert free(sqlite_session, account) == before - 4_520
    refused = decide(approver, number, "return", "  ")
    assert faults_of(refused) == ["say why it is returned"]
    assert free(sqlite_session, account) == before - 4_520
    assert "its money is free again" in decide(approver, number, "return", "<b>wrong</b> activity")
    assert free(sqlite_session, account) == before
    for path in ("/home", "/approvals", f"/approvals/{number}"):
        page = finance.html(path)
        notice = page.xpath("string(//div[contains(@class, 'notice-refused')])")
        assert "<b>wrong</b> activity" in notice
        assert page.xpath("//a[normalize-space()='Correct and hand in again']/@href") == [
            f"/contributions/C-ITA/record/allocation?request={number}"
        ]
    form = f"/contributions/C-ITA/record/allocation?request={number}"
    assert finance.html(form).xpath("//input[@name='amount']/@value") == ["40.00"]
    again = finance.submit(form, {"amount": "30", "activity": "A1"}, follow=True)
    assert "waits for the approval" in again.get_data(as_text=True)
    assert request(sqlite_session, number + 1).replaces_id == number
    assert "wrong" not in finance.get("/home").get_data(as_text=True)


def test_what_is_handed_in_again_shows_its_whole_way(
    finance: PageClient,
    approver: PageClient,
    prepare: Callable[..., int],
    sqlite_session: Session,
    account: Account,
) -> None:
    number = prepare()
    decide(approver, number, "return", "too much")
    italy, a1 = account.contributions["C-ITA"], account.activities["A1"]
    order = PostingInstruction(EntryKind.ALLOCATION, Heading(DAY, "L9"), 3_000, italy, a1)
    with transaction(sqlite_session) as session:
        again = submit(session, [order], PREPARER, "less", replaces=number).request
    told = decide(approver, again, "approve", "right now")
    history = parse(told).xpath("//table[.//caption[@id='trail-caption']]//tbody/tr")
    assert [" ".join(row.itertext()).split()[5] for row in history] == [
        "Prepared", "Returned", "Prepared", "Approved",
    ]  # fmt: skip
    old = finance.get(f"/approvals/{number}").get_data(as_text=True)
    assert "It was handed in again as" in old
    assert "Correct and hand in again" not in old
    assert "right now" in old
    assert "too much" not in finance.get("/home").get_data(as_text=True)


def test_the_preparer_takes_it_back(
    finance: PageClient, prepare: Callable[..., int], sqlite_session: Session, account: Account
) -> None:
    before = free(sqlite_session, account)
    number = prepare()
    told = decide(finance, number, "withdraw", "counted twice")
    assert "was taken back" in told
    assert "counted twice" in told
    assert free(sqlite_session, account) == before
    assert request(sqlite_session, number).state is ApprovalRequestState.WITHDRAWN


def test_nobody_else_takes_it_back(
    app: Flask, finance: PageClient, prepare: Callable[..., int], sqlite_session: Session
) -> None:
    del finance
    number = prepare()
    other = make_user(sqlite_session, Role.FINANCE_OFFICER, email="other@example.org")
    client = sign_in(app, other.email)
    app.config["WTF_CSRF_ENABLED"] = False
    assert client.post(f"/approvals/{number}/withdraw").status_code == 403
    assert request(sqlite_session, number).state is ApprovalRequestState.WAITING


def test_of_two_approvers_one_wins_and_the_other_is_told(
    app: Flask, approver: PageClient, prepare: Callable[..., int], sqlite_session: Session
) -> None:
    number = prepare()
    second = sign_in(app, make_user(sqlite_session, Role.APPROVER, email="b@example.org").email)
    page = second.html(f"/approvals/{number}")
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    shown = page.xpath("//input[@name='shown']/@value")
    before = entries(sqlite_session)
    decide(approver, number, "approve")
    late = second.post(f"/approvals/{number}/approve", data={"csrf_token": token, "shown": shown})
    assert late.status_code == 422
    assert faults_of(late.get_data(as_text=True)) == [f"request {number} was decided before"]
    assert entries(sqlite_session) == before + 1
    assert request(sqlite_session, number).decided_by == handle_of(sqlite_session, APPROVER)


@pytest.mark.parametrize("what", ["approve", "return"])
def test_a_reason_too_long_stays_at_the_field_of_its_decision(
    approver: PageClient, prepare: Callable[..., int], what: str
) -> None:
    number, reason = prepare(), "x" * 2_001
    page = parse(decide(approver, number, what, reason))
    assert page.xpath("//div[@id='error-summary']//a/@href") == [f"#{what}-reason"]
    assert page.xpath(f"//*[@id='{what}-reason']/@value") == [reason]
    assert [len(text) for text in page.xpath("//input[@name='reason']/@value")].count(0) == 1
    token = page.xpath("//main//input[@name='csrf_token']/@value")[0]
    shown = page.xpath("//main//input[@name='shown']/@value")
    approver.post(f"/approvals/{number}/approve", data={"csrf_token": token, "shown": shown})
    late = approver.post(
        f"/approvals/{number}/{what}", data={"csrf_token": token, "reason": reason, "shown": shown}
    ).get_data(as_text=True)
    assert faults_of(late) == [f"request {number} was decided before"]


def spoil_by_closing_the_contribution(session: Session) -> str:
    """Close the contribution past its own rules."""
    record_set_up(session)
    session.execute(
        update(Contribution)
        .where(col(Contribution.reference) == "C-ITA")
        .values(state=ContributionState.CLOSED)
    )
    return "closed"


def spoil_by_taking_the_money(session: Session) -> str:
    """Take the money, as nothing but a fault of the hold itself could."""
    session.execute(update(LedgerAccount).where(ITALYS_MONEY).values(balance_minor=1))
    return "USD needed"


def spoil_by_closing_the_period(session: Session) -> str:
    """Close the month past the rule that waits for what waits."""
    period = ClosedPeriod(
        kind=PeriodKind.MONTH, first_on=DAY, last_on=date(2022, 9, 30), closed_at=utc_now(),
        closed_by="ana", last_entry_id=1,
    )  # fmt: skip
    record_set_up(session)
    session.add(period)
    return "is closed; give a later date, or the reason for a correction"


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_by_closing_the_contribution,
        spoil_by_taking_the_money,
        spoil_by_closing_the_period,
    ],
)
def test_what_the_rules_refuse_meanwhile_is_told_and_nothing_is_lost(
    approver: PageClient,
    prepare: Callable[..., int],
    sqlite_session: Session,
    rows: Callable[[], Counts],
    spoil: Callable[[Session], str],
) -> None:
    number = prepare()
    with transaction(sqlite_session) as session:
        why = spoil(session)
    before = rows()
    page = approver.get(f"/approvals/{number}").get_data(as_text=True)
    assert "It cannot be approved now." in page
    assert why in page
    refused = decide(approver, number, "approve")
    assert len(faults_of(refused)) == 1
    assert why in faults_of(refused)[0]
    assert rows() == before
    assert request(sqlite_session, number).state is ApprovalRequestState.WAITING
    assert "was returned" in decide(approver, number, "return", "it cannot be any more")
