"""The pages of the ledger: filters, sums, one entry; only for those who may see terms."""

from datetime import date

import pytest
from sqlmodel import Session, select

from tests.api.accounts import Account
from tests.conftest import SignIn
from tests.fund.every_kind import PREPARER, post_every_kind
from tests.support.approvals import SECOND, approve_all
from tests.support.closing import close_months
from tests.support.pages import PageClient
from tracker.db import transaction
from tracker.fund.approvals.submission import submit
from tracker.fund.closing.months import Month
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.tables import LedgerEntry
from tracker.people.roles import Role


@pytest.fixture
def full(sqlite_session: Session, account: Account) -> Account:
    """Write entries of every kind, one of them a correction of a closed period."""
    post_every_kind(sqlite_session, account)
    approve_all(sqlite_session)
    with transaction(sqlite_session) as session:
        close_months(session, Month(2022, 12), "closer@example.org")
    with transaction(sqlite_session) as session:
        heading = Heading(date(2022, 5, 5), "LATE", correction="advice came late")
        order = PostingInstruction(EntryKind.RECEIPT, heading, 777, account.contributions["C-JPN"])
        submit(session, [order], PREPARER)
    approve_all(sqlite_session)
    return account


def references(client: PageClient, query: str) -> list[str]:
    """Return the references that the list shows."""
    page = client.html(f"/ledger?size=100&{query}")
    found: list[str] = page.xpath("//table[@id='table']/tbody/tr/td[1]//text()")
    return [text.strip() for text in found if text.strip()]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=interest", ["X-interest"]),
        ("corrections=yes", ["LATE"]),
        ("approved_by=SECOND%40&kind=transfer", ["X-transfer"]),
        ("approved_by=nobody", []),
        ("prepared_by=one%40&kind=expenditure", ["X-expenditure"]),
        ("activity=A2", ["L2"]),
        ("from=2022-06-02&to=2022-06-02", ["V1"]),
        ("period=open", []),
        ("q=letter", ["X-transfer"]),
        ("contribution=C-JPN&kind=receipt&sort=effective_on", ["R2", "LATE", "X-receipt"]),
        ("donor=JPN&kind=allocation", ["L2"]),
        ("from=nonsense", []),
    ],
)
@pytest.mark.usefixtures("full")
def test_the_list_is_narrowed(finance: PageClient, query: str, expected: list[str]) -> None:
    assert references(finance, query) == expected


@pytest.mark.usefixtures("full")
def test_amounts_are_added_up_where_they_are_of_one_kind(finance: PageClient) -> None:
    one = finance.html("/ledger?kind=receipt&contribution=C-JPN")
    assert "310.77" in one.xpath("string(//table[@id='table']/tfoot)")
    assert not finance.html("/ledger").xpath("//table[@id='table']/tfoot")


def test_one_entry_tells_all(finance: PageClient, full: Account, sqlite_session: Session) -> None:
    del full
    sqlite_session.rollback()
    entry = sqlite_session.exec(
        select(LedgerEntry).where(LedgerEntry.reference == "X-transfer")
    ).one()
    page = finance.html(f"/ledger/{entry.id}")
    text = " ".join(page.xpath("string(//main)").split())
    assert bytes(entry.digest).hex() in text
    for told in (PREPARER, SECOND, "letter of 1 May", "USD 15.00", "Request"):
        assert told in text, told
    cells = page.xpath("//table[caption[@id='lines-caption']]/tfoot//td[3]//text()")
    assert cells == ["0.00"]
    undone = sqlite_session.exec(select(LedgerEntry).where(LedgerEntry.reference == "E2")).one()
    page = finance.html(f"/ledger/{undone.id}")
    (link,) = page.xpath("//p[contains(@class,'notice-warning')]/a/@href")
    assert "Undoes" in finance.get(link).get_data(as_text=True)


@pytest.mark.usefixtures("full")
def test_what_is_not_there_is_said_so(finance: PageClient) -> None:
    assert finance.get("/ledger/999999").status_code == 404
    assert finance.get(f"/ledger/{10**30}").status_code == 404
    assert finance.get("/ledger/0").status_code == 404


def test_only_those_who_may_see_terms_see_the_ledger(
    client: PageClient, signed_in: SignIn, account: Account
) -> None:
    del account
    assert client.get("/ledger").status_code in (302, 303, 401)
    donor = signed_in(Role.DONOR, donor_code="ITA")
    assert donor.get("/ledger").status_code == 403
    assert donor.get("/ledger/1").status_code == 403
    assert 'href="/ledger"' not in donor.get("/contributions").get_data(as_text=True)
    approver = signed_in(Role.APPROVER)
    assert 'href="/ledger"' in approver.get("/contributions").get_data(as_text=True)
    assert approver.get("/ledger/1").status_code == 200
