"""What is done once all money has moved: months are closed, and what is open is handed in."""

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
from tracker.sample.donors_told import tell_of_donors
from tracker.sample.journal import APPROVER, PREPARER
from tracker.sample.moves import Numbers
from tracker.sample.petitions import CLOSED_UNTIL, Petition
from tracker.sample.tieout_told import tell_of_statements

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
    tell_of_donors(session, PREPARER)
    tell_of_statements(session, PREPARER)
    for petition in account.petitions:
        _hand_in(session, petition, numbers)


def _correct(session: Session, account: Account, numbers: Numbers) -> None:
    """Post the corrections in closed months, which another person approves."""
    with open_book(session, PREPARER, APPROVER) as book:
        for move in account.corrections:
            order = numbers.order_of(move)
            carry_out(book, order, partial(read_entry, session), move.recorded_at)


def _hand_in(session: Session, petition: Petition, numbers: Numbers) -> None:
    """Hand in what waits for another person, and decide it where it was."""
    orders = [numbers.order_of(move) for move in petition.moves]
    number = submit(session, orders, PREPARER, petition.note, title=petition.title).request
    if petition.state is ApprovalRequestState.RETURNED:
        send_back(session, number, APPROVER, petition.reason)
    elif petition.state is ApprovalRequestState.WITHDRAWN:
        withdraw(session, number, PREPARER, petition.reason)
