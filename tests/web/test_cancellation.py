"""Cancelling an activity that holds money: the page before, and what holds after, by any door."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from tests.api.accounts import Account
from tests.api.test_recording import Send, sender
from tests.exchange.making import messages, take_in, write_csv
from tests.support.pages import PageClient, parse
from tests.web.period_pages import approved
from tests.web.test_catalogue_forms import ACTIVITY
from tests.web.test_money_forms import faults_of
from tests.web.test_two_edits import hidden_of
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.db import transaction
from tracker.fund.approvals.submission import submit
from tracker.fund.contributions.terms import find_contribution
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.entry_drafts import UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.use_entries import commit
from tracker.fund.record_changes.activity_change import ACTIVITIES
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.questions import AskedAbout
from tracker.reference.codes import ActivityStatus

CHANGE = "/activities/A1/change"
CANCEL = {"status": "cancelled", "why": "no quorum"}
REFUSED = "A1 is cancelled: what was committed may still be paid or released"
DAY = date(2022, 10, 5)


@pytest.fixture
def committed(account: Account, sqlite_session: Session) -> None:
    """Commit 200.00 of Italy's money in A1, which had 600.00 and has spent 100.01."""
    number, place = account.contributions["C-ITA"], account.activities["A1"]
    with transaction(sqlite_session) as session, open_book(session, "ana", "second") as book:
        commit(book, UseOfFunds(place, 20_000, Heading(date(2022, 7, 1), "K1"), number))


@pytest.fixture
def cancelled(committed: None, sqlite_session: Session) -> None:
    """Cancel A1."""
    del committed
    with transaction(sqlite_session) as session:
        before = read_draft(session, find_activity(session, "A1"))
        ended = replace(before, status=ActivityStatus.CANCELLED)
        ACTIVITIES.change(session, "A1", ended, "ana", "no quorum")


def status_of(session: Session) -> ActivityStatus:
    """Return the status of A1 as the database has it."""
    session.rollback()
    session.expire_all()
    return find_activity(session, "A1").status


@pytest.mark.usefixtures("committed")
def test_a_page_tells_what_it_holds_apart_and_asks_first(
    manager: PageClient, sqlite_session: Session
) -> None:
    asked = manager.submit(CHANGE, CANCEL)
    assert asked.status_code == 422
    page = parse(asked.get_data(as_text=True))
    row = page.xpath("//table[.//caption[@id='held-caption']]/tbody/tr")[0]
    texts = [" ".join("".join(cell.itertext()).split()) for cell in row]
    assert texts == ["C-ITA", "Italy", "299.99", "200.00", "100.01"]
    assert status_of(sqlite_session) is not ActivityStatus.CANCELLED
    sent = hidden_of(asked)
    assert manager.post(CHANGE, data={**sent, "sure": ""}).status_code == 422
    assert status_of(sqlite_session) is not ActivityStatus.CANCELLED
    back = manager.post(CHANGE, data={**sent, "edit": "yes"})
    chosen = parse(back.get_data(as_text=True)).xpath("//select[@name='status']/option[@selected]")
    assert chosen[0].get("value") == "cancelled"
    assert manager.post(CHANGE, data=sent).status_code == 303
    assert status_of(sqlite_session) is ActivityStatus.CANCELLED


def test_an_activity_without_money_is_cancelled_at_once(
    manager: PageClient, sqlite_session: Session
) -> None:
    assert manager.submit("/activities/add", ACTIVITY).status_code == 303
    assert manager.submit("/activities/B1/change", CANCEL).status_code == 303
    sqlite_session.rollback()
    assert find_activity(sqlite_session, "B1").status is ActivityStatus.CANCELLED


@pytest.fixture
def waits(account: Account, sqlite_session: Session) -> int:
    """Hand in an allocation to A1 and give its number; what pays a commitment waits as well."""
    number, place = account.contributions["C-ITA"], account.activities["A1"]
    heading = Heading(DAY, "W-1")
    allocation = PostingInstruction(EntryKind.ALLOCATION, heading, 100, number, place)
    with transaction(sqlite_session) as session:
        return submit(session, [allocation], "ana").request


@pytest.mark.usefixtures("committed")
def test_requests_that_wait_are_named_before_it_is_cancelled_and_refused_after(
    manager: PageClient, approver: PageClient, waits: int, sqlite_session: Session
) -> None:
    asked = manager.submit(CHANGE, CANCEL)
    page = parse(asked.get_data(as_text=True))
    links = page.xpath("//main//p[contains(@class, 'notice')]//a/@href")
    assert links == [f"/approvals/{waits}"]
    assert manager.post(CHANGE, data=hidden_of(asked)).status_code == 303
    assert status_of(sqlite_session) is ActivityStatus.CANCELLED
    shown = approver.get(f"/approvals/{waits}").get_data(as_text=True)
    assert REFUSED in shown
    assert REFUSED in approved(approver, waits)
    sqlite_session.rollback()
    request = sqlite_session.get_one(ApprovalRequest, waits)
    assert request.state is ApprovalRequestState.WAITING


def test_a_request_alone_is_asked_about_too_by_every_door(
    manager: PageClient, account: Account, sqlite_session: Session, tmp_path: Path
) -> None:
    del account
    manager.submit("/activities/add", ACTIVITY)
    with transaction(sqlite_session) as session:
        place = find_activity(session, "B1").id
        number = find_contribution(session, "C-ITA").id
        order = PostingInstruction(EntryKind.ALLOCATION, Heading(DAY, "W-2"), 100, number, place)
        waits = submit(session, [order], "ana").request
    asked = manager.submit("/activities/B1/change", CANCEL)
    assert asked.status_code == 422
    assert f"/approvals/{waits}" in asked.get_data(as_text=True)
    row = read_draft(sqlite_session, find_activity(sqlite_session, "B1"))
    ended = replace(row, status=ActivityStatus.CANCELLED)
    with pytest.raises(AskedAbout, match=f"approved no more: {waits}"), transaction(sqlite_session):
        ACTIVITIES.change_or_hand_in(sqlite_session, "B1", ended, "ana", "no quorum")
    cells = {"code": "B1", "title": row.title, "programme": row.programme}
    cells |= {"type": row.type.value, "status": "cancelled"}
    sheet = write_csv(tmp_path / "a.csv", [cells])
    report = take_in(sqlite_session, "activities", sheet)
    assert any("approved no more" in text for _row, _column, text in messages(report))


@pytest.mark.usefixtures("cancelled")
@pytest.mark.parametrize(
    ("kind", "amount", "told"),
    [("de_commitment", "200.00", "recorded"), ("de_allocation", "299.99", "approv")],
)
def test_a_release_is_prepared_and_recorded_as_usual(
    finance: PageClient, kind: str, amount: str, told: str
) -> None:
    page = finance.html("/activities/A1")
    path = f"/contributions/C-ITA/record/{kind}?release=A1"
    assert page.xpath(f"//a[@href='{path}']")
    form = finance.html(path)
    assert form.xpath("//input[@name='amount']/@value") == [amount]
    assert form.xpath("//input[@name='activity']/@value")[0].startswith("A1")
    answer = finance.submit(path, {"by": "named"}, follow=True)
    assert answer.request.path == "/contributions/C-ITA"
    assert told in "".join(
        parse(answer.get_data(as_text=True)).xpath("//p[contains(@class, 'notice')]//text()")
    )


def by_form(finance: PageClient, values: dict[str, Any], tmp_path: Path, session: Session) -> str:
    """Send an entry by its form; return its refusal, "" for none."""
    del tmp_path, session
    sent = {"effective_on": DAY.isoformat(), "activity": "A1", "by": "named", "amount": "1"}
    kind = values["kind"]
    if values.get("against_commitment"):
        sent["against_commitment"] = "y"
    answer = finance.submit(f"/contributions/C-ITA/record/{kind}", sent)
    return "" if answer.status_code == 303 else " ".join(faults_of(answer.get_data(as_text=True)))


def by_sheet(finance: PageClient, values: dict[str, Any], tmp_path: Path, session: Session) -> str:
    """Import an entry as a sheet; return its refusal, "" for none."""
    del finance
    row = {
        "reference": "S-1", "on": DAY.isoformat(), "activity": "A1",
        "contribution": "C-ITA", "amount": "1.00",
    }  # fmt: skip
    if values.get("against_commitment"):
        row = {**row, "against_commitment": "yes"}
    sheets = {"allocation": "allocations", "expenditure": "expenditures"}
    if values["kind"] not in sheets:
        row = {**row, "kind": values["kind"]}
    report = take_in(
        session, sheets.get(values["kind"], "entries"), write_csv(tmp_path / "e.csv", [row])
    )
    return " ".join(message for _row, _column, message in messages(report))


def by_program(
    finance: PageClient, values: dict[str, Any], tmp_path: Path, session: Session
) -> str:
    """Post an entry as JSON; return its refusal, "" for none."""
    del tmp_path, session
    send: Send = sender(finance)
    body = {
        "reference": "J-1", "effective_on": DAY.isoformat(), "activity": "A1",
        "contribution": "C-ITA", "amount_minor": 100, **values,
    }  # fmt: skip
    answer = send("entries", body)
    return "" if answer.status_code in (201, 202) else answer.get_data(as_text=True)


DOORS = pytest.mark.parametrize("door", [by_form, by_sheet, by_program])
Door = Callable[[PageClient, dict[str, Any], Path, Session], str]


@pytest.mark.usefixtures("cancelled")
@DOORS
@pytest.mark.parametrize(
    "values", [{"kind": "allocation"}, {"kind": "commitment"}, {"kind": "expenditure"}]
)
def test_a_cancelled_activity_takes_nothing_new_by_any_door(
    finance: PageClient, sqlite_session: Session, tmp_path: Path, door: Door, values: dict[str, Any]
) -> None:
    assert REFUSED in door(finance, values, tmp_path, sqlite_session)


@pytest.mark.usefixtures("cancelled")
@DOORS
def test_what_was_committed_is_paid_by_any_door(
    finance: PageClient, sqlite_session: Session, tmp_path: Path, door: Door
) -> None:
    paid = {"kind": "expenditure", "against_commitment": True}
    assert door(finance, paid, tmp_path, sqlite_session) == ""


@pytest.mark.usefixtures("committed")
def test_a_sheet_asks_before_it_cancels(sqlite_session: Session, tmp_path: Path) -> None:
    row = {
        "code": "A1", "title": "Training", "programme": "P1", "type": "training",
        "status": "cancelled",
    }  # fmt: skip
    before = read_draft(sqlite_session, find_activity(sqlite_session, "A1"))
    row |= {"programme": before.programme, "type": before.type.value}
    sqlite_session.rollback()
    report = take_in(sqlite_session, "activities", write_csv(tmp_path / "a.csv", [row]))
    assert [(one[0], one[1]) for one in messages(report)] == [(2, "status")]
    assert "USD 299.99 is allocated and not committed" in messages(report)[0][2]
    sure = write_csv(tmp_path / "b.csv", [row | {"sure": "yes"}])
    assert messages(take_in(sqlite_session, "activities", sure)) == []
    assert status_of(sqlite_session) is ActivityStatus.CANCELLED
