"""A contribution's state follows what was received, where receipts decide it."""

import pytest

from tracker.fund.ledger.state_from_receipts import state_from_receipts
from tracker.fund.states import ContributionState as State


@pytest.mark.parametrize(
    ("before", "received", "after"),
    [
        (State.PLEDGED, 0, State.PLEDGED),
        (State.PLEDGED, 40, State.PARTLY_RECEIVED),
        (State.PLEDGED, 100, State.RECEIVED),
        (State.AGREED, 40, State.PARTLY_RECEIVED),
        (State.PARTLY_RECEIVED, 120, State.RECEIVED),
        (State.RECEIVED, 40, State.PARTLY_RECEIVED),
        (State.RECEIVED, 0, State.AGREED),
        (State.PARTLY_RECEIVED, 0, State.AGREED),
    ],
)
def test_the_state_follows_the_receipts(before: State, received: int, after: State) -> None:
    assert state_from_receipts(before, 100, received) is after


@pytest.mark.parametrize("received", [0, 40, 100, 120])
@pytest.mark.parametrize("state", [State.CLOSED, State.CANCELLED])
def test_what_a_person_closed_stays_closed(state: State, received: int) -> None:
    assert state_from_receipts(state, 100, received) is state
