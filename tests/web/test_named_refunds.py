"""A refund that names its receipt: by form, by sheet and by program alike."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from tests.api.accounts import Account
from tests.api.test_recording import sender
from tests.exchange.making import Cell, messages, take_in, write_csv
from tests.exchange.test_entries import rows
from tests.support.approvals import SECOND, approve_all
from tests.support.pages import PageClient, parse
from tests.web.test_money_forms import faults_of
from tracker.db import transaction
from tracker.fund.approvals.decisions import send_back
from tracker.fund.balances.waterfall import waterfall_of
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import Heading, RateUsed
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.stored_instructions import from_json
from tracker.fund.tables.approvals import ApprovalRequest

DAY = "2022-09-01"
PATH = "/contributions/C-EUR/record/refund"
NAMED = "REF-1"
Ask = Callable[..., list[str]]
"""Asks for a refund of EUR 50.00 by one of the doors; returns the faults by their sentences."""


@pytest.fixture
def euros(account: Account, sqlite_session: Session) -> int:
    """Receive EUR 100.00 at USD 90.00, after EUR 200.00 at USD 240.00; return the contribution."""
    number = account.contributions["C-EUR"]
    rate = RateUsed(Decimal("1.111"), "advice", date(2022, 3, 1))
    heading = Heading(date(2022, 3, 1), "R4", currency="EUR", original_minor=10_000, rate=rate)
    with transaction(sqlite_session) as session, open_book(session, "one", "two") as book:
        receive(book, ContributionMovement(number, 9_000, heading))
    return number


@pytest.fixture
def by_form(euros: int, finance: PageClient) -> Ask:
    """Ask by the form."""
    del euros

    def ask(receipt: str, amount: str = "50.00") -> list[str]:
        values = {
            "effective_on": DAY, "amount": amount, "usd": "60.00", "usd_source": "advice",
            "receipt": receipt, "reference": NAMED,
        }  # fmt: skip
        answer = finance.submit(PATH, values)
        return [] if answer.status_code == 303 else faults_of(answer.get_data(as_text=True))

    return ask


@pytest.fixture
def by_sheet(euros: int, sqlite_session: Session, tmp_path: Path) -> Ask:
    """Ask by a sheet."""
    del euros

    def ask(receipt: str, amount: str = "50.00") -> list[str]:
        row: dict[str, Cell] = {
            "kind": "refund", "contribution": "C-EUR", "amount": amount, "usd_amount": "60.00",
            "rate_source": "advice", "receipt": receipt, "reference": NAMED, "on": DAY,
        }  # fmt: skip
        path = write_csv(tmp_path / "entries.csv", rows(row))
        found = messages(take_in(sqlite_session, "entries", path, approver=""))
        sqlite_session.rollback()
        return [text for _row, _column, text in found if "waits for approval" not in text]

    return ask


@pytest.fixture
def by_program(euros: int, finance: PageClient) -> Ask:
    """Ask by the interface for programs."""
    del euros
    send = sender(finance)

    def ask(receipt: str, amount: str = "50.00") -> list[str]:
        body: dict[str, Any] = {
            "kind": "refund", "contribution": "C-EUR", "amount_minor": int(Decimal(amount) * 100),
            "usd_minor": 60_00, "rate_source": "advice", "receipt": receipt, "reference": NAMED,
            "effective_on": DAY,
        }  # fmt: skip
        answer = send("entries", body)
        return [one["message"] for one in answer.get_json().get("errors", [])]

    return ask


@pytest.fixture(params=["by_form", "by_sheet", "by_program"])
def ask(request: pytest.FixtureRequest) -> Ask:
    """Give each of the doors."""
    door: Ask = request.getfixturevalue(request.param)
    return door


@pytest.mark.parametrize(("receipt", "worth"), [("R4", 45_00), ("R3", 60_00), ("", 60_00)])
def test_the_receipt_that_is_named_goes_back(
    ask: Ask, receipt: str, worth: int, euros: int, sqlite_session: Session
) -> None:
    assert ask(receipt) == []
    sqlite_session.rollback()
    (orders,) = sqlite_session.exec(select(ApprovalRequest.orders)).all()
    (instruction,) = from_json(orders)
    assert (instruction.heading.basis, [part.minor for part in instruction.parts]) == (
        receipt, [worth],
    )  # fmt: skip
    sqlite_session.rollback()
    approve_all(sqlite_session)
    fall = waterfall_of(sqlite_session, euros, 700)
    assert (fall.refunded_minor, fall.refund_difference_minor) == (worth, 60_00 - worth)


@pytest.mark.parametrize(
    ("receipt", "amount", "told"),
    [
        ("R9", "50.00", "no receipt R9 of this contribution has anything left to go back"),
        ("R4", "100.01", "of R4 EUR 100.00 at most can go back"),
        ("R1", "1.00", "no receipt R1 of this contribution has anything left to go back"),
    ],
)
def test_a_receipt_that_cannot_go_back_is_refused(
    ask: Ask, receipt: str, amount: str, told: str, sqlite_session: Session
) -> None:
    assert ask(receipt, amount) == [told]
    sqlite_session.rollback()
    assert sqlite_session.exec(select(ApprovalRequest.id)).all() == []


def test_the_form_shows_what_is_left_and_keeps_what_was_chosen(
    by_form: Ask, finance: PageClient, sqlite_session: Session
) -> None:
    def shown(path: str = PATH) -> list[list[str]]:
        table = finance.html(path).xpath("//table[caption[@id='returnable-caption']]")[0]
        return [
            [str(cell.xpath("normalize-space(.)")) for cell in row.xpath("th | td")]
            for row in table.xpath("tbody/tr")
        ]

    assert [(row[0], row[2], row[3]) for row in shown()] == [
        ("R3", "200.00", "240.00"),
        ("R4", "100.00", "90.00"),
    ]
    assert by_form("R4") == []
    assert [(row[0], row[2]) for row in shown()] == [("R3", "200.00"), ("R4", "50.00")]
    sqlite_session.rollback()
    number = sqlite_session.exec(select(col(ApprovalRequest.id))).one() or 0
    with transaction(sqlite_session):
        send_back(sqlite_session, number, SECOND, "the other half")
    again = f"{PATH}?request={number}"
    assert finance.html(again).xpath("//input[@name='receipt']/@value") == ["R4"]
    page = parse(finance.get("/contributions/C-ITA/record/write_off").get_data(as_text=True))
    assert not page.xpath("//input[@name='receipt']")


def test_a_basis_beside_the_receipt_is_refused(euros: int, finance: PageClient) -> None:
    del euros
    body = {
        "kind": "refund", "contribution": "C-EUR", "amount_minor": 100, "usd_minor": 100,
        "receipt": "R4", "basis": "by letter", "reference": NAMED, "effective_on": DAY,
    }  # fmt: skip
    answer = sender(finance)("entries", body)
    assert [one["field"] for one in answer.get_json()["errors"]] == ["basis"]
    other = sender(finance)("entries", body, kind="write_off")
    assert "receipt" in {one["field"] for one in other.get_json()["errors"]}
