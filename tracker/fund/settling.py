"""Brings a contribution's state in step with what was received of it."""

from sqlalchemy import update
from sqlmodel import Session, col, select

from tracker.fund.accounts import AccountKind
from tracker.fund.book import Book
from tracker.fund.models import Contribution
from tracker.fund.states import LAWFUL_MOVES, ContributionState


def state_after_receipts(
    state: ContributionState, amount: int, received: int
) -> ContributionState:
    """Return the state that follows from what was received, in the original currency.

    A state that receipts do not decide (closed, cancelled) stays.
    """
    if received <= 0:
        fallen = state in {ContributionState.PARTLY_RECEIVED, ContributionState.RECEIVED}
        wanted = ContributionState.AGREED if fallen else state
    elif received < amount:
        wanted = ContributionState.PARTLY_RECEIVED
    else:
        wanted = ContributionState.RECEIVED
    return wanted if wanted in LAWFUL_MOVES[state] else state


def settle_states(session: Session, book: Book) -> None:
    """Move the contributions whose receipts the book changed."""
    received = {
        key.contribution_id: -book.accounts[key].original
        for key in book.touched
        if key.kind is AccountKind.DONOR
    }
    ids = list(received)
    for start in range(0, len(ids), 5_000):
        rows = session.exec(
            select(Contribution.id, Contribution.state, Contribution.amount_minor).where(
                col(Contribution.id).in_(ids[start : start + 5_000])
            )
        ).all()
        for number, state, amount in rows:
            after = state_after_receipts(ContributionState(state), amount, received[number or 0])
            if after != state:
                session.execute(
                    update(Contribution).where(col(Contribution.id) == number).values(state=after)
                )
