"""The state of a contribution as it follows from its receipts."""

from sqlalchemy import select, update
from sqlmodel import Session, col

from tracker.fund.ledger.accounts import AccountKey, AccountKind
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.book_loader import batches
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.states import LAWFUL_MOVES, ContributionState
from tracker.fund.tables.contributions import Contribution
from tracker.people.audit import Change, record_all
from tracker.people.subjects import Subject

DECISIVE = frozenset({AccountKind.DONOR, AccountKind.PLEDGED, AccountKind.PLEDGE_WRITTEN_OFF})
"""The accounts whose changes may move a contribution's state."""
UNDECIDED_BY_RECEIPTS = frozenset({ContributionState.CLOSED, ContributionState.CANCELLED})
"""States that a user sets and only a user changes."""


def state_from_receipts(
    state: ContributionState, amount: int, received: int, *, withdrawn: bool = False
) -> ContributionState:
    """Return the state that follows from pledge and receipts, in the original currency.

    A state that receipts do not decide (closed, cancelled) stays. When the donor has cancelled
    (`withdrawn`) all of the pledge and nothing has been received, the contribution is cancelled.
    """
    if state in UNDECIDED_BY_RECEIPTS:
        return state
    if withdrawn and received <= 0 and amount <= 0:
        wanted = ContributionState.CANCELLED
    elif received <= 0:
        fallen = state in {ContributionState.PARTLY_RECEIVED, ContributionState.RECEIVED}
        wanted = ContributionState.AGREED if fallen else state
    elif received < amount:
        wanted = ContributionState.PARTLY_RECEIVED
    else:
        wanted = ContributionState.RECEIVED
    return wanted if wanted in LAWFUL_MOVES[state] else state


def update_states(session: Session, book: Book, actor: str) -> None:
    """Update the states of contributions with new receipts, with a record in the trail."""
    touched = {key.contribution_id for key in book.touched if key.kind in DECISIVE}
    withdrawn = {
        pending.entry.contribution_id
        for pending in book.pending
        if pending.entry.kind is EntryKind.PLEDGE_CANCELLATION
    }
    changes: list[Change] = []
    for batch in batches(sorted(touched)):
        rows = session.execute(
            select(
                col(Contribution.id),
                col(Contribution.reference),
                col(Contribution.state),
                col(Contribution.amount_minor),
            ).where(col(Contribution.id).in_(batch))
        ).all()
        for number, reference, state, amount in rows:
            promise = book.pledge_state(number or 0)
            pledged = AccountKey(AccountKind.PLEDGED, number or 0) in book.accounts
            expected = promise.pledged_original - promise.written_off_original
            after = state_from_receipts(
                state,
                expected if pledged else amount,
                promise.received_original,
                withdrawn=number in withdrawn,
            )
            if after is not state:
                session.execute(
                    update(Contribution).where(col(Contribution.id) == number).values(state=after)
                )
                changes.append(_moved(reference, state, after))
    if changes:
        record_all(session, actor, changes)


def _moved(reference: str, before: ContributionState, after: ContributionState) -> Change:
    """Return the trail's record of a state moved by the ledger."""
    return Change(
        "move", Subject.CONTRIBUTION, reference, {"state": before.value}, {"state": after.value}
    )
