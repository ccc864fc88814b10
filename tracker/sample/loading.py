"""Loads the illustrative account in one transaction: the catalogue, the moves, what comes after.

After the moves periods are closed, corrected and reconciled, and approval requests submitted.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlmodel import Session

from tracker.assistance.activities import add_activities
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.assistance_requests import add_assistance_requests
from tracker.assistance.disseminations import add_disseminations
from tracker.assistance.programmes import add_programmes
from tracker.assistance.tools import add_tools
from tracker.db import transaction
from tracker.fund.approvals.decisions import send_back, withdraw
from tracker.fund.approvals.draft_submission import submit_drafts
from tracker.fund.closing.months import Month
from tracker.fund.closing.period_closing import close_months, close_year
from tracker.fund.contributions.state_moves import move_state
from tracker.fund.contributions.terms import add_contributions
from tracker.fund.donors.registry import add_donors
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.preparation.history_desk import history_desk
from tracker.fund.preparation.preparing import expect_lawful, prepare
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.record_changes.activity_change import change_funded_activity
from tracker.fund.states import ApprovalRequestState, ContributionState
from tracker.people.actors import SAMPLE
from tracker.people.audit import lock_record, mark_illustrative
from tracker.questions import QuestionCode
from tracker.reference.codes import ActivityStatus
from tracker.sample.account import Account
from tracker.sample.approval_requests import CLOSED_UNTIL, SubmittedRequest
from tracker.sample.donors import add_donor_history
from tracker.sample.journal import APPROVER, PREPARER
from tracker.sample.moves import Move
from tracker.sample.presence import expect_empty
from tracker.sample.reconciliation import add_statements
from tracker.sample.recording_moments import recorded_at

ACTOR = SAMPLE
AFTERWARDS = 1_000  # moves that take about as long as what comes after them
USED_UP = "Used up and reported"
BOOKS_CLOSED = "All entries of the month are in; the bank's balances agree"
YEAR_CLOSED = "The balances are confirmed"
CANCELLED = "It came to nothing"


class Loaded(NamedTuple):
    """The number of records written."""

    donors: int
    contributions: int
    activities: int
    entries: int


def load_account(
    session: Session, account: Account, progress: Callable[[int], object] = lambda _: None
) -> Loaded:
    """Write the account and mark the record as illustrative, wholly or not at all.

    Raises Conflict when the database holds anything else. `progress` hears of moves posted.
    """
    with transaction(session):
        lock_record(session)
        expect_empty(session)
        _write_catalogue(session, account)
        _take_over(session, account.moves, progress)
        _cancel(session, account)
        _finish(session, account)
        progress(AFTERWARDS)
        mark_illustrative(session, ACTOR, illustrative=True)
    return Loaded(
        len(account.donors),
        len(account.contributions),
        len(account.activities),
        len(account.moves) + len(account.corrections),
    )


def _write_catalogue(session: Session, account: Account) -> None:
    """Write everything but money."""
    add_donors(session, account.donors, ACTOR)
    add_rates(session, account.rates, ACTOR, sure={QuestionCode.INVERSE_RATE})
    add_programmes(session, account.programmes, ACTOR)
    add_tools(session, account.tools, ACTOR)
    known = {one.code: recorded_at(one.received_on) for one in account.requests}
    add_assistance_requests(session, account.requests, ACTOR, known)
    activities = [_before_its_end(draft) for draft in account.activities]
    add_activities(session, activities, ACTOR, known_from_now=False)
    events = account.disseminations
    moments = {one.code: recorded_at(one.held_on) for one in events}
    add_disseminations(session, events, ACTOR, moments)
    add_contributions(session, account.contributions, ACTOR)


def _take_over(
    session: Session, moves: Sequence[Move], progress: Callable[[int], object] = lambda _: None
) -> None:
    """Prepare and post moves, recorded when they were and approved by another person."""
    with open_book(session, PREPARER, APPROVER) as book:
        desk = history_desk(session, book)
        desk.read([move.draft for move in moves])
        for move in moves:
            desk.record_at(move.recorded_at)
            expect_lawful(prepare(desk, move.draft))
            progress(1)


def _before_its_end(draft: ActivityDraft) -> ActivityDraft:
    """Return an activity as it was while it got money: cancelled ones were going on."""
    if draft.status is not ActivityStatus.CANCELLED:
        return draft
    return replace(draft, status=ActivityStatus.IMPLEMENTATION)


def _cancel(session: Session, account: Account) -> None:
    """Cancel the activities that came to nothing, after their money was taken back."""
    for draft in account.activities:
        if draft.status is ActivityStatus.CANCELLED:
            change_funded_activity(session, draft.code, draft, ACTOR, CANCELLED)


def _finish(session: Session, account: Account) -> None:
    """Write what comes after the moves, as persons would on the pages."""
    for reference in account.closed:
        move_state(session, reference, ContributionState.CLOSED, PREPARER, USED_UP)
    close_months(session, Month.of(CLOSED_UNTIL), PREPARER, BOOKS_CLOSED, approver=APPROVER)
    for year in range(account.moves[0].on.year, CLOSED_UNTIL.year + 1):
        close_year(session, year, PREPARER, YEAR_CLOSED, approver=APPROVER)
    _take_over(session, account.corrections)
    add_donor_history(session, PREPARER)
    add_statements(session, PREPARER)
    for request in account.approval_requests:
        _submit(session, request)


def _submit(session: Session, request: SubmittedRequest) -> None:
    """Submit a request to another person, and decide it where it was decided."""
    number = submit_drafts(
        session, request.drafts, actor=PREPARER, note=request.note, title=request.title
    ).request
    if request.state is ApprovalRequestState.RETURNED:
        send_back(session, number, APPROVER, request.reason)
    elif request.state is ApprovalRequestState.WITHDRAWN:
        withdraw(session, number, PREPARER, request.reason)
