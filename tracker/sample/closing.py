"""Closes the illustrative periods and submits the approval requests, once all money has moved."""

from functools import partial

from sqlmodel import Session

from tracker.fund.approvals.decisions import send_back, withdraw
from tracker.fund.approvals.submission import submit
from tracker.fund.closing.months import Month
from tracker.fund.closing.period_closing import close_months, close_year
from tracker.fund.contributions.state_moves import move_state
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.posted_entries import read_entry
from tracker.fund.ledger.posting_instructions import carry_out
from tracker.fund.states import ApprovalRequestState, ContributionState
from tracker.sample.account import Account
from tracker.sample.approval_requests import CLOSED_UNTIL, SubmittedRequest
from tracker.sample.donors import add_donor_history
from tracker.sample.journal import APPROVER, PREPARER
from tracker.sample.moves import Numbers
from tracker.sample.reconciliation import add_statements

USED_UP = "Used up and reported"
BOOKS_CLOSED = "All entries of the month are in; the bank's balances agree"
YEAR_CLOSED = "The balances are confirmed"


def finish(session: Session, account: Account, numbers: Numbers) -> None:
    """Write what comes after the moves, as persons would on the pages."""
    for reference in account.closed:
        move_state(session, reference, ContributionState.CLOSED, PREPARER, USED_UP)
    close_months(session, Month.of(CLOSED_UNTIL), PREPARER, BOOKS_CLOSED)
    for year in range(account.moves[0].heading.effective_on.year, CLOSED_UNTIL.year + 1):
        close_year(session, year, PREPARER, YEAR_CLOSED)
    _correct(session, account, numbers)
    add_donor_history(session, PREPARER)
    add_statements(session, PREPARER)
    for request in account.approval_requests:
        _submit(session, request, numbers)


def _correct(session: Session, account: Account, numbers: Numbers) -> None:
    """Post the corrections in closed months, which another person approves."""
    with open_book(session, PREPARER, APPROVER) as book:
        for move in account.corrections:
            order = numbers.order_of(move)
            carry_out(book, order, partial(read_entry, session), move.recorded_at)


def _submit(session: Session, request: SubmittedRequest, numbers: Numbers) -> None:
    """Submit a request to another person, and decide it where it was decided."""
    orders = [numbers.order_of(move) for move in request.moves]
    number = submit(session, orders, PREPARER, request.note, title=request.title).request
    if request.state is ApprovalRequestState.RETURNED:
        send_back(session, number, APPROVER, request.reason)
    elif request.state is ApprovalRequestState.WITHDRAWN:
        withdraw(session, number, PREPARER, request.reason)
