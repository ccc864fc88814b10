"""Loads the illustrative account: the catalogue, then the moves, all in one transaction."""

from collections.abc import Callable
from typing import NamedTuple

from sqlmodel import Session

from tracker.assistance.activities import add_activities
from tracker.assistance.assistance_requests import add_assistance_requests
from tracker.assistance.programmes import add_programmes
from tracker.assistance.tools import add_disseminations, add_tools
from tracker.db import transaction
from tracker.fund.contributions.terms import add_contributions
from tracker.fund.donors.registry import add_donors
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.rates.operational_rates import add_rates
from tracker.people.audit import lock_record, mark_illustrative
from tracker.sample.account import Account
from tracker.sample.closing import finish
from tracker.sample.journal import APPROVER, PREPARER
from tracker.sample.moves import Numbers, Poster
from tracker.sample.presence import expect_empty

ACTOR = "sample"
AFTERWARDS = 1_000  # moves that take about as long as what comes after them


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
        numbers = _write_catalogue(session, account)
        with open_book(session, PREPARER, APPROVER) as book:
            book.prepare(numbers.contributions.values(), numbers.activities.values())
            poster = Poster(book, numbers)
            for move in account.moves:
                poster.post(move)
                progress(1)
        finish(session, account, numbers)
        progress(AFTERWARDS)
        mark_illustrative(session, illustrative=True)
    return Loaded(
        len(account.donors),
        len(account.contributions),
        len(account.activities),
        len(account.moves) + len(account.corrections),
    )


def _write_catalogue(session: Session, account: Account) -> Numbers:
    """Write everything but money; return the numbers that the moves need."""
    add_donors(session, account.donors, ACTOR)
    add_rates(session, account.rates, ACTOR)
    add_programmes(session, account.programmes, ACTOR)
    add_tools(session, account.tools, ACTOR)
    add_assistance_requests(session, account.requests, ACTOR)
    activities = add_activities(session, account.activities, ACTOR)
    add_disseminations(session, account.disseminations, ACTOR)
    contributions = add_contributions(session, account.contributions, ACTOR)
    return Numbers(contributions, activities)
