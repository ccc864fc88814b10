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
from tests.support.pages import Element, PageClient, parse
from tests.support.people import make_user, sign_in
from tests.support.trail import record_set_up
from tests.web.conftest import Counts, counted
from tests.web.test_money_forms import faults_of
from tracker.db import transaction
from tracker.errors import NotAllowed
from tracker.fund.approvals.decisions import send_back
from tracker.fund.approvals.submission import submit
from tracker.fund.balances.waterfall import waterfall_of
from tracker.fund.ledger.accounts import AccountKind
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

PREPARER = "finance_officer@example.org"
APPROVER = "approver@example.org"
DAY = date(2022, 9, 1)
ITALYS_MONEY = (col(LedgerAccount.kind) == AccountKind.UNALLOCATED) & (
    col(LedgerAccount.contribution_id) == 1
)


@pytest.fixture
def approver(account: Account, signed_in: Callable[[Role], PageClient]) -> PageClient:
    """Give the client of an approver."""
    del account
    return signed_in(Role.APPROVER)


@pytest.fixture
def prepare(sqlite_session: Session, account: Account) -> Callable[..., int]:
    """Give a function that hands an allocation of Italy's money in and returns its number."""

    def handed_in(reference: str = "L9", usd_minor: int = 4_000, count: int = 1) -> int:
        orders = [
            PostingInstruction(
                EntryKind.ALLOCATION,
                Heading(DAY, f"{reference}-{number}" if count > 1 else reference),
                usd_minor,
                account.contributions["C-ITA"],
                account.activities["A1"],
            )
            for number in range(count)
        ]
        sqlite_session.rollback()
        with transaction(sqlite_session) as session:
            return submit(session, orders, PREPARER, "as agreed").request

    return handed_in


def request(session: Session, number: int) -> ApprovalRequest:
    """Return a request as the database has it."""
    session.rollback()
    return session.exec(
        select(ApprovalRequest).where(ApprovalRequest.id == number),
        execution_options={"populate_existing": True},
    ).one()


def entries(session: Session) -> int:
    """Count the entries of the ledger."""
    session.rollback()
    return len(session.exec(select(LedgerEntry.id)).all())


def free(session: Session, account: Account) -> int:
    """Return what of Italy's money is neither allocated nor reserved by what waits."""
    session.rollback()
    money = waterfall_of(session, account.contributions["C-ITA"], 1_300)
    return money.available_minor - money.waiting_minor


def decide(client: PageClient, number: int, what: str, reason: str = "") -> str:
    """Send a decision with the token of the page, and return what the page then says."""
    page = client.html(f"/approvals/{number}")
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    shown = page.xpath("//input[@name='shown']/@value")
    answer = client.post(
        f"/approvals/{number}/{what}",
        data={"csrf_token": token, "reason": reason, "shown": shown},
        follow_redirects=True,
    )
    return answer.get_data(as_text=True)


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
    assert cells[0] == ["Available", "C-ITA", "45.20", usd[0], f"{MINUS}45.20", usd[1]]
    assert [row[0] for row in cells] == [
        "Available", "Allocated, neither committed nor spent", "Support cost set aside",
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


def test_a_large_batch_is_shown_in_pages(
    app: Flask, approver: PageClient, prepare: Callable[..., int], sqlite_session: Session
) -> None:
    few, many = prepare("S", 1, count=2), prepare("B", 1, count=120)
    with counted(app) as small:
        approver.get(f"/approvals/{few}")
    with counted(app) as large:
        page = approver.html(f"/approvals/{many}?page=3")
    assert len(large) == len(small)
    assert len(small) <= 25, small
    shown = page.xpath("//table[.//caption[@id='orders-caption']]//tbody/tr/th//text()")
    assert [text.strip() for text in shown if text.strip()] == [f"B-{n}" for n in range(100, 120)]
    before = entries(sqlite_session)
    decide(approver, many, "approve")
    assert entries(sqlite_session) == before + 120
    assert approver.get(f"/approvals/{many}?page=3").status_code == 200


def test_statements_of_lists_do_not_depend_on_how_many_wait(
    app: Flask, approver: PageClient, finance: PageClient, prepare: Callable[..., int]
) -> None:
    def count(client: PageClient, path: str) -> int:
        with counted(app) as statements:
            client.get(path)
        return len(statements)

    pages = [(approver, "/approvals"), (approver, "/home"), (finance, "/home")]
    prepare("ONE", 1)
    before = [count(client, path) for client, path in pages]
    for number in range(5):
        prepare(f"MORE-{number}", 1)
    assert [count(client, path) for client, path in pages] == before
    assert max(before) <= 12


def test_the_list_is_filtered_and_sorted(
    approver: PageClient, prepare: Callable[..., int], sqlite_session: Session
) -> None:
    prepare("A-1", 100)
    prepare("A-2", 300)
    with transaction(sqlite_session) as session:
        send_back(session, 1, "second@example.org", "no")

    def titles(query: str) -> list[str]:
        found = approver.html(f"/approvals?{query}").xpath("//table//tbody/tr/td[1]//text()")
        return [text.strip() for text in found if text.strip()]

    assert titles("") == ["A-2"]
    assert titles("state=") == ["A-1", "A-2"]
    assert titles("state=&sort=-amount") == ["A-2", "A-1"]
    assert titles("state=returned") == ["A-1"]
    assert titles("kind=allocation") == ["A-2"]
    assert titles("kind=location") == titles("kind=refund") == titles("q=nothing") == []
    assert titles(f"preparer={PREPARER}&state=") == ["A-1", "A-2"]
    assert titles("preparer=nobody@example.org") == []
    assert titles("q=A-2") == ["A-2"]


def test_only_approvers_are_told_how_much_waits(
    finance: PageClient, approver: PageClient, prepare: Callable[..., int]
) -> None:
    prepare()
    counts = [
        client.html("/contributions").xpath("//nav//span[@class='count']")
        for client in (finance, approver)
    ]
    assert [len(found) for found in counts] == [0, 1]
    assert "".join(counts[1][0].itertext()).split() == ["waiting:", "1"]


@pytest.mark.parametrize("number", [99, 2**31, 10**30])
def test_a_request_that_is_not_there(approver: PageClient, app: Flask, number: int) -> None:
    assert approver.get(f"/approvals/{number}").status_code == 404
    app.config["WTF_CSRF_ENABLED"] = False
    for what in ("approve", "return"):
        answer = approver.post(f"/approvals/{number}/{what}", data={"reason": "x"})
        assert answer.status_code == 404
    assert approver.get(f"/approvals/approve?number={number}").status_code == 200


def test_requests_are_not_public(
    client: PageClient, signed_in: Callable[..., PageClient], prepare: Callable[..., int]
) -> None:
    number = prepare()
    donor = signed_in(Role.DONOR, donor_code="ITA")
    for path in ("/approvals", f"/approvals/{number}"):
        assert client.get(path).status_code == 303
        assert donor.get(path).status_code == 403


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "zh", "ar"])
def test_every_language_has_these_pages(
    approver: PageClient, prepare: Callable[..., int], language: str
) -> None:
    number = prepare(count=2)
    for path in ("/home", "/approvals", f"/approvals/{number}", "/approvals/approve"):
        query = f"?number={number}&lang={language}"
        assert approver.get(path + query).status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_everybody_who_signs_in_has_a_home(
    account: Account, signed_in: Callable[..., PageClient], role: Role
) -> None:
    del account
    client = signed_in(role, donor_code="ITA" if role is Role.DONOR else "")
    page = client.html("/home")
    links = page.xpath("//section[@aria-labelledby='ways']//a/@href")
    assert [client.get(link).status_code for link in links if link != "/"] == [200] * (
        len(links) - 1
    )
    assert ("/contributions?donor=ITA" in links) is (role is Role.DONOR)
    assert ("/approvals" in links) is (Permission.SEE_TERMS in ROLE_PERMISSIONS[role])


def test_a_stranger_has_no_home(client: PageClient) -> None:
    answer = client.get("/home")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?next=/home")
    assert not client.html("/contributions").xpath("//nav//a[@href='/home']")


def test_signing_in_leads_home(app: Flask, sqlite_session: Session) -> None:
    person = make_user(sqlite_session, Role.APPROVER)
    client = PageClient(app.test_client())
    values = {"email": person.email, "password": "correct horse battery staple"}
    assert client.submit("/sign-in", values).headers["Location"] == "/home"
    assert client.get("/sign-in").headers["Location"] == "/home"
