"""Recording money by hand: what is lawful is posted, the rest is told and nothing is kept."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from tests.api.accounts import Account
from tests.support.approvals import SECOND, approve_all
from tests.support.pages import PageClient, parse
from tests.support.trail import record_set_up
from tests.web.conftest import Counts
from tracker.db import transaction
from tracker.fund.balances.waterfall import Waterfall, waterfall_of
from tracker.fund.contributions.terms import find_contribution
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.ledger.verification import verify
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.rates.rate_rules import RateDraft
from tracker.fund.states import ContributionState

DAY = "2022-09-01"


@pytest.fixture
def money(sqlite_session: Session, account: Account) -> Callable[[str], Waterfall]:
    """Give a function that reads what stands on a contribution's accounts."""
    del account

    def read(reference: str) -> Waterfall:
        sqlite_session.rollback()
        row = find_contribution(sqlite_session, reference)
        return waterfall_of(sqlite_session, row.id or 0, row.support_rate_bp)

    return read


def faults_of(text: str) -> list[str]:
    """Return what the error summary of a page lists, without the names of the fields."""
    items = parse(text).xpath("//div[@id='error-summary']//li")
    return [str(item.xpath("string((.//span | .)[last()])")).strip() for item in items]


def test_a_receipt_in_dollars(
    finance: PageClient, money: Callable[[str], Waterfall], sqlite_session: Session
) -> None:
    before = money("C-JPN")
    answer = finance.submit(
        "/contributions/C-JPN/record/receipt",
        {"effective_on": DAY, "amount": "12.34", "reference": "BANK-1", "note": "first part"},
        follow=True,
    )
    assert answer.status_code == 200
    assert "Receipt BANK-1 was recorded." in answer.get_data(as_text=True)
    assert money("C-JPN").received_minor == before.received_minor + 1234
    entry = sqlite_session.exec(select(LedgerEntry).where(LedgerEntry.reference == "BANK-1")).one()
    assert entry.recorded_by == "P-000001"
    assert verify(sqlite_session).clean


def test_a_receipt_in_euros_takes_the_rate_of_its_day(
    finance: PageClient, money: Callable[[str], Waterfall], sqlite_session: Session
) -> None:
    with transaction(sqlite_session) as session:
        rates = [
            RateDraft("EUR", date(2022, 8, 1), Decimal("0.9"), "UN operational rates"),
            RateDraft("EUR", date(2022, 9, 15), Decimal("0.5"), "UN operational rates"),
        ]
        add_rates(session, rates, "test")
    before = money("C-EUR")
    values = {"effective_on": DAY, "amount": "90", "reference": "BANK-2"}
    path = "/contributions/C-EUR/record/receipt"
    checked = finance.submit(path, {**values}, follow=False)
    assert checked.status_code == 303
    assert money("C-EUR").received_minor == before.received_minor + 10_000
    assert money("C-EUR").received_original_minor == before.received_original_minor + 9_000


def test_the_amount_of_the_bank_is_never_recomputed(
    finance: PageClient, money: Callable[[str], Waterfall], sqlite_session: Session
) -> None:
    before = money("C-EUR")
    values = {
        "effective_on": DAY, "amount": "100", "reference": "BANK-3",
        "usd": "101.37", "usd_source": "advice 77",
    }  # fmt: skip
    assert finance.submit("/contributions/C-EUR/record/receipt", values).status_code == 303
    assert money("C-EUR").received_minor == before.received_minor + 10_137
    entry = sqlite_session.exec(select(LedgerEntry).where(LedgerEntry.reference == "BANK-3")).one()
    assert entry.rate_source == "advice 77"


def test_checking_saves_nothing(
    finance: PageClient, rows: Callable[[], Counts], account: Account
) -> None:
    del account
    before = rows()
    path = "/contributions/C-JPN/record/receipt"
    form = {"effective_on": DAY, "amount": "12.34", "reference": "BANK-1"}
    token = finance.html(path).xpath("//main//input[@name='csrf_token']/@value")[0]
    answer = finance.post(path, data={**form, "csrf_token": token, "intent": "check"})
    assert answer.status_code == 200
    text = answer.get_data(as_text=True)
    assert "This can be recorded. Nothing has been saved yet." in text
    assert "Worth: USD 12.34." in text
    assert 'value="12.34"' in text
    assert rows() == before


def test_the_same_form_twice_posts_once(
    finance: PageClient, money: Callable[[str], Waterfall]
) -> None:
    values = {"effective_on": DAY, "amount": "10", "reference": "TWICE"}
    path = "/contributions/C-JPN/record/receipt"
    finance.submit(path, values)
    once = money("C-JPN")
    again = finance.submit(path, values, follow=True)
    assert again.status_code == 200
    words = "TWICE was recorded when the form was first sent, and not twice."
    assert words in again.get_data(as_text=True)
    assert money("C-JPN") == once
    other = finance.submit(path, {**values, "amount": "11"})
    assert other.status_code == 422
    text = other.get_data(as_text=True)
    assert faults_of(text) == ["the reference TWICE is already in the ledger"]
    assert "Nothing was saved this time" in text
    assert money("C-JPN") == once


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/contributions/C-ITA/record/refund", {}),
        ("/contributions/C-ITA/record/write_off", {"basis": "stolen"}),
        ("/contributions/C-ITA/record/transfer",
         {"to_contribution": "C-EUR", "letter": "Note 7", "letter_on": "2022-08-30"}),
        ("/contributions/C-JPN/record/pledge_cancellation", {}),
        ("/contributions/C-ITA/record/expenditure", {"activity": "A1", "by": "rule"}),
        ("/ledger/interest", {"by": "named", "contribution": "C-ITA"}),
        ("/ledger/interest",
         {"by": "rule", "first_on": "2022-01-01", "last_on": "2022-06-30"}),
    ],
)  # fmt: skip
def test_a_form_sent_twice_says_that_it_was_recorded(
    finance: PageClient, rows: Callable[[], dict[str, int]], path: str, values: dict[str, str]
) -> None:
    sent = {"effective_on": DAY, "amount": "10", "reference": "TWICE", **values}
    answer = finance.submit(path, sent)
    if answer.status_code != 303:  # what the rule splits is shown first
        shown = answer
        answer = finance.send_again(shown, {"amount": "10"})
        once = rows()
        again = finance.send_again(shown, {"amount": "10"})
    else:
        once = rows()
        again = finance.submit(path, sent)
    for one in (answer, again):
        assert one.status_code == 303, faults_of(one.get_data(as_text=True))
    assert again.headers["Location"] == answer.headers["Location"]
    page = finance.get(again.headers["Location"]).get_data(as_text=True)
    assert "TWICE was recorded when the form was first sent" in page
    assert rows() == once


@pytest.mark.parametrize(
    ("reference", "kind", "values", "fault"),
    [
        ("C-JPN", "receipt", {"amount": "nonsense"}, "'nonsense' is no number"),
        ("C-JPN", "receipt", {"amount": "1.234"}, "more than 2 decimals"),
        ("C-JPN", "receipt", {"amount": ""}, "Give the amount."),
        ("C-JPN", "receipt", {"amount": "9" * 30}, "too large"),
        ("C-JPN", "receipt", {"reference": "R" * 121}, "at most 120 characters"),
        ("C-JPN", "receipt", {"amount": "9" * 16}, "too large"),
        ("C-JPN", "receipt", {"reference": "A\u200bB"}, "hidden character"),
        ("C-JPN", "receipt", {"amount": "0"}, "above zero"),
        ("C-JPN", "receipt", {"amount": "-5"}, "above zero"),
        ("C-JPN", "receipt", {"effective_on": "yesterday"}, "'yesterday' is no date"),
        ("C-JPN", "receipt", {"effective_on": ""}, "Give the date."),
        ("C-JPN", "receipt", {"reference": ""}, "Give the entry a reference."),
        ("C-JPN", "refund", {"amount": "999999"}, "999,999.00 USD needed"),
        ("C-EUR", "receipt", {"amount": "1"}, "no exchange rate of EUR"),
        ("C-EUR", "receipt", {"usd": "5"}, "Say where this amount stands."),
        ("C-ITA", "allocation", {"activity": "A9"}, "Choose an activity on file."),
        ("C-ITA", "allocation", {"activity": "A1", "amount": "99999"}, "USD needed"),
        ("C-EUR", "allocation", {"activity": "A2", "amount": "1"}, "earmarked"),
        ("C-ITA", "commitment", {"activity": "A1", "amount": "99999"}, "USD needed"),
        ("C-ITA", "expenditure", {"activity": "A1", "amount": "99999"}, "USD needed"),
    ],
)  # fmt: skip
def test_what_cannot_be_posted_is_told_and_leaves_nothing(
    finance: PageClient,
    rows: Callable[[], Counts],
    reference: str,
    kind: str,
    values: dict[str, str],
    fault: str,
) -> None:
    before = rows()
    lawful = {"effective_on": DAY, "amount": "5", "reference": "TRY-1"}
    answer = finance.submit(f"/contributions/{reference}/record/{kind}", {**lawful, **values})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422, text
    assert any(fault in told for told in faults_of(text)), faults_of(text)
    assert rows() == before


def test_all_faults_are_told_at_once_and_nothing_is_lost(finance: PageClient) -> None:
    values = {
        "effective_on": "2022-13-45", "amount": "many", "reference": "", "note": "kept <i>",
    }  # fmt: skip
    answer = finance.submit("/contributions/C-JPN/record/receipt", values)
    text = answer.get_data(as_text=True)
    assert len(faults_of(text)) == 3
    page = parse(text)
    assert page.xpath("//input[@name='amount']/@value") == ["many"]
    assert page.xpath("string(//textarea[@name='note'])").strip() == "kept <i>"
    links = page.xpath("//div[@id='error-summary']//a/@href")
    assert links == ["#effective_on", "#amount", "#reference"]
    assert all(page.xpath(f"//*[@id='{link[1:]}']") for link in links)


def test_the_way_of_the_money_through_an_activity(
    finance: PageClient, money: Callable[[str], Waterfall], sqlite_session: Session
) -> None:
    before = money("C-ITA")
    for kind, amount, extra in (
        ("allocation", "40", {}),
        ("commitment", "30", {}),
        ("expenditure", "20", {"against_commitment": "y"}),
    ):
        values = {
            "effective_on": DAY,
            "amount": amount,
            "reference": f"WAY-{kind}",
            "activity": "A1",
        }
        answer = finance.submit(f"/contributions/C-ITA/record/{kind}", {**values, **extra})
        assert answer.status_code == 303, faults_of(answer.get_data(as_text=True))
        assert approve_all(sqlite_session) == (kind == "allocation")
    after = money("C-ITA")
    assert after.allocated_minor == before.allocated_minor + 4_000
    assert after.committed_minor == before.committed_minor + 3_000
    assert after.spent_minor == before.spent_minor + 2_000
    assert after.committed_open_minor == before.committed_open_minor + 1_000


def test_money_by_the_rule_comes_from_several_contributions(
    finance: PageClient, sqlite_session: Session, money: Callable[[str], Waterfall]
) -> None:
    values = {
        "effective_on": DAY,
        "amount": "10",
        "reference": "POOL-1",
        "activity": "A2",
        "by": "rule",
    }
    shown = finance.submit("/contributions/C-ITA/record/allocation", values)
    assert shown.status_code == 200, faults_of(shown.get_data(as_text=True))
    answer = finance.send_again(shown, {"reference": "POOL-1"})
    assert answer.status_code == 303, faults_of(answer.get_data(as_text=True))
    approve_all(sqlite_session)
    entry = sqlite_session.exec(select(LedgerEntry).where(LedgerEntry.reference == "POOL-1")).one()
    assert entry.contribution_id is None
    assert (entry.recorded_by, entry.approved_by) == ("P-000001", SECOND)
    assert money("C-ITA").available_minor >= 0


def test_a_reversal_asks_why_and_undoes(
    finance: PageClient, money: Callable[[str], Waterfall], sqlite_session: Session
) -> None:
    before = money("C-JPN")
    path = "/contributions/C-JPN/record/receipt"
    finance.submit(path, {"effective_on": DAY, "amount": "10", "reference": "WRONG"})
    sqlite_session.rollback()
    number = sqlite_session.exec(
        select(LedgerEntry.id).where(LedgerEntry.reference == "WRONG")
    ).one()
    ask = f"/contributions/C-JPN/entries/{number}/reverse"
    refused = finance.submit(ask, {"effective_on": DAY, "why": " "})
    assert refused.status_code == 422
    assert faults_of(refused.get_data(as_text=True)) == ["Say why it is reversed."]
    assert finance.submit(ask, {"effective_on": DAY, "why": "wrong bank"}).status_code == 303
    assert money("C-JPN") != before
    twice = finance.submit(ask, {"effective_on": DAY, "why": "waits already"})
    assert twice.status_code == 422
    approve_all(sqlite_session)
    assert money("C-JPN") == before
    again = finance.submit(ask, {"effective_on": DAY, "why": "once more"})
    assert again.status_code == 422
    assert "was reversed by" in faults_of(again.get_data(as_text=True))[0]


def test_an_entry_of_another_contribution_is_not_found(finance: PageClient) -> None:
    path = "/contributions/C-JPN/entries/1/reverse"
    assert finance.get(path).status_code == 404
    token = finance.html("/contributions/C-JPN/record/receipt").xpath(
        "//main//input[@name='csrf_token']/@value"
    )[0]
    values = {"effective_on": DAY, "why": "by another address", "csrf_token": token}
    assert finance.post(path, data=values).status_code == 404
    for kind in ("reversal", "interest"):
        path = f"/contributions/C-JPN/record/{kind}"
        assert finance.post(path, data={"csrf_token": token}).status_code == 404
    assert finance.get("/contributions/C-JPN/record/reversal").status_code == 404


def test_a_closed_contribution_takes_nothing_in(
    finance: PageClient, sqlite_session: Session
) -> None:
    with transaction(sqlite_session) as session:
        row = find_contribution(session, "C-JPN")
        row.state = ContributionState.CLOSED
        record_set_up(session)
        session.add(row)
    values = {"effective_on": DAY, "amount": "10", "reference": "LATE"}
    answer = finance.submit("/contributions/C-JPN/record/receipt", values)
    assert answer.status_code == 422
    assert "closed" in faults_of(answer.get_data(as_text=True))[0]


def test_a_forged_posting_is_refused(finance: PageClient, rows: Callable[[], Counts]) -> None:
    before = rows()
    values = {"effective_on": DAY, "amount": "10", "reference": "FORGED"}
    assert finance.post("/contributions/C-JPN/record/receipt", data=values).status_code == 400
    assert rows() == before


@pytest.mark.parametrize("kind", ["pledge", "receipt", "allocation", "refund", "transfer"])
def test_a_form_proposes_no_day_of_tomorrow(
    finance: PageClient, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("tracker.periods.utc_now", lambda: datetime(2026, 12, 31, 20, tzinfo=UTC))
    page = finance.html(f"/contributions/C-JPN/record/{kind}")
    assert page.xpath("//input[@name='effective_on']/@value") == ["2026-12-31"]
    assert "-20261231-" in page.xpath("//input[@name='reference']/@value")[0]


def test_interest_proposes_no_day_of_tomorrow(
    finance: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.periods.utc_now", lambda: datetime(2026, 12, 31, 20, tzinfo=UTC))
    page = finance.html("/ledger/interest")
    assert page.xpath("//input[@name='effective_on']/@value") == ["2026-12-31"]
