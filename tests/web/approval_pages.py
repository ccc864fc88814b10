"""Requests on the pages of approvals: how tests decide them, and what is on record then."""

from datetime import date

from sqlmodel import Session, col, select

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tracker.fund.balances.waterfall import waterfall_of
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry
from tracker.fund.tables.approvals import ApprovalRequest

PREPARER = "finance_officer@example.org"
APPROVER = "approver@example.org"
DAY = date(2022, 9, 1)
ITALYS_MONEY = (col(LedgerAccount.kind) == AccountKind.UNALLOCATED) & (
    col(LedgerAccount.contribution_id) == 1
)


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
