"""A request that was given back fills the form again, and is handed in as a new one."""

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session, col, select

from tests.api.accounts import Account
from tests.support.approvals import SECOND
from tests.support.closing import close_months
from tests.support.pages import PageClient, parse
from tests.web.test_interest import press
from tests.web.test_money_forms import DAY
from tracker.db import transaction
from tracker.fund.approvals.decisions import send_back
from tracker.fund.closing.months import Month
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.rates.rate_rules import RateDraft
from tracker.fund.tables.approvals import ApprovalRequest

CASES: dict[str, tuple[str, dict[str, str]]] = {
    "allocation": ("C-ITA", {"activity": "A1", "by": "rule"}),
    "transfer": (
        "C-ITA",
        {"to_contribution": "C-EUR", "letter": "Note 7, annex", "letter_on": "2022-08-30"},
    ),
    "refund": ("C-JPN", {}),
    "write_off": ("C-ITA", {"basis": "stolen", "currency": "USD"}),
    "receipt_correction": ("C-EUR", {"corrects": "R3"}),
}


@pytest.fixture(params=list(CASES))
def returned(
    request: pytest.FixtureRequest, finance: PageClient, sqlite_session: Session
) -> tuple[str, str, int]:
    """Hand in a form of a kind and return it; give contribution, kind and number."""
    kind = str(request.param)
    reference, values = CASES[kind]
    filled = {"effective_on": DAY, "amount": "7.50", "reference": "R-1", "note": "first", **values}
    answer = finance.submit(f"/contributions/{reference}/record/{kind}", filled)
    if kind == "allocation":  # its parts by the rule are shown first
        assert answer.status_code == 200
        answer = finance.send_again(answer, {"amount": "7.50"})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    sqlite_session.rollback()
    number = sqlite_session.exec(select(ApprovalRequest.id)).one() or 0
    with transaction(sqlite_session):
        send_back(sqlite_session, number, SECOND, "too much")
    return reference, kind, number


def test_the_form_says_what_was_handed_in(
    returned: tuple[str, str, int], finance: PageClient, sqlite_session: Session
) -> None:
    reference, kind, number = returned
    path = f"/contributions/{reference}/record/{kind}?request={number}"
    page = finance.html(path)
    expected = {"effective_on": DAY, "amount": "7.50", "reference": "R-1", **CASES[kind][1]}
    expected.pop("by", None)
    for name, value in expected.items():
        assert page.xpath(f"//main//*[@name='{name}']/@value") == [value], name
    if kind == "allocation":
        assert page.xpath("//input[@name='by' and @checked]/@value") == ["rule"]
    assert page.xpath("string(//textarea[@name='note'])").strip() == "first"
    answer = finance.submit(path, {"amount": "5"})
    if kind == "allocation":
        answer = finance.send_again(answer, {"amount": "5"})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    sqlite_session.rollback()
    new = sqlite_session.exec(
        select(ApprovalRequest).where(col(ApprovalRequest.replaces_id) == number)
    ).one()
    assert new.orders[0]["usd_minor"] in (500, 600)
    assert finance.get(path).status_code == 404


def test_a_returned_reversal_is_corrected(
    finance: PageClient, sqlite_session: Session, account: Account
) -> None:
    del account
    number = sqlite_session.exec(select(LedgerEntry.id).where(LedgerEntry.reference == "R2")).one()
    path = f"/contributions/C-JPN/entries/{number}/reverse"
    # C-JPN's receipt was allocated in part, so the pledge is reversed instead.
    pledge = sqlite_session.exec(select(LedgerEntry.id).where(LedgerEntry.reference == "P2")).one()
    path = f"/contributions/C-JPN/entries/{pledge}/reverse"
    assert finance.submit(path, {"effective_on": DAY, "why": "wrong"}).status_code == 303
    sqlite_session.rollback()
    request = sqlite_session.exec(select(ApprovalRequest.id)).one() or 0
    with transaction(sqlite_session):
        send_back(sqlite_session, request, SECOND, "say more")
    page = finance.html(f"{path}?request={request}")
    assert page.xpath("//input[@name='why']/@value") == ["wrong"]
    again = finance.submit(f"{path}?request={request}", {"why": "wrong donor"})
    assert again.status_code == 303
    sqlite_session.rollback()
    assert (
        sqlite_session.exec(
            select(ApprovalRequest.note).where(col(ApprovalRequest.replaces_id) == request)
        ).one()
        == "wrong donor"
    )


def test_returned_interest_is_corrected(
    finance: PageClient, sqlite_session: Session, account: Account
) -> None:
    del account
    with transaction(sqlite_session) as session:
        close_months(session, Month(2022, 12), "closer@example.org")
    values = {
        "effective_on": "2022-12-31", "amount": "10", "by": "rule", "reference": "INT",
        "first_on": "2022-01-01", "last_on": "2022-12-31", "correction": "advice came late",
    }  # fmt: skip
    shown = press(finance, finance.html("/ledger/interest"), "check", **values)
    assert press(finance, parse(shown.get_data(as_text=True)), **values).status_code == 303
    sqlite_session.rollback()
    with transaction(sqlite_session):
        send_back(sqlite_session, 1, SECOND, "wrong days")
    (link,) = finance.html("/home").xpath("//a[contains(@href,'/ledger/interest?request=1')]/@href")
    page = finance.html(link)
    for name in ("effective_on", "first_on", "last_on", "correction", "reference"):
        assert page.xpath(f"//main//input[@name='{name}']/@value") == [values[name]], name


def test_nobody_else_sees_what_was_handed_in(finance: PageClient, sqlite_session: Session) -> None:
    values = {"effective_on": DAY, "amount": "7.50", "reference": "R-1"}
    assert finance.submit("/contributions/C-JPN/record/refund", values).status_code == 303
    path = "/contributions/C-JPN/record/refund?request=1"
    assert finance.get(path).status_code == 404  # it still waits
    with transaction(sqlite_session):
        send_back(sqlite_session, 1, SECOND, "no")
    assert finance.get(path).status_code == 200
    assert finance.get("/contributions/C-ITA/record/refund?request=1").status_code == 404
    assert finance.get("/contributions/C-JPN/record/write_off?request=1").status_code == 404
    assert finance.get("/contributions/C-JPN/record/refund?request=x").status_code == 404


@pytest.mark.parametrize(
    ("kind", "values", "filled"),
    [
        (
            "receipt",
            {"currency": "JPY", "amount": "1400", "usd": "10.50", "usd_source": "advice 7",
             "settles": "8.80"},
            {"currency": "JPY", "amount": "1,400", "usd": "10.50", "usd_source": "advice 7",
             "settles": "8.80", "another": "y"},
        ),
        (
            "receipt",
            {"currency": "JPY", "amount": "1400"},
            {"currency": "JPY", "amount": "1,400", "usd": "", "usd_source": "", "settles": "",
             "another": "y"},
        ),
        (
            "pledge_adjustment",
            {"amount": "9", "direction": "down"},
            {"amount": "9.00", "direction": "down", "usd": "", "usd_source": ""},
        ),
    ],
)  # fmt: skip
def test_what_the_rates_gave_stays_empty_and_what_was_said_comes_back(
    finance: PageClient,
    sqlite_session: Session,
    kind: str,
    values: dict[str, str],
    filled: dict[str, str],
) -> None:
    with transaction(sqlite_session) as session:
        rates = [
            RateDraft("EUR", date(2022, 8, 1), Decimal("0.9"), "UN operational rates"),
            RateDraft("JPY", date(2022, 8, 1), Decimal(140), "UN operational rates"),
        ]
        add_rates(session, rates, "test")
        close_months(session, Month(2022, 12), "closer@example.org")
    path = f"/contributions/C-EUR/record/{kind}"
    page = finance.html(path)
    common = {"effective_on": DAY, "reference": "R-1", "correction": "advice came late"}
    token = page.xpath("//main//input[@name='csrf_token']/@value")[0]
    answer = finance.post(path, data={**common, **values, "csrf_token": token})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    sqlite_session.rollback()
    with transaction(sqlite_session):
        send_back(sqlite_session, 1, SECOND, "say more")
    page = finance.html(f"{path}?request=1")
    for name, value in {**common, **filled}.items():
        fields = page.xpath(f"//main//input[@name='{name}']")
        [shown] = [
            field.get("value", "")
            for field in fields
            if field.get("type") not in ("radio", "checkbox") or field.get("checked") is not None
        ]
        assert shown == value, name
