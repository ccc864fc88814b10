"""Snapshots of a small account."""

import pytest
from sqlmodel import Session

from tests.support.small_account import SmallAccount, fill_small_account
from tracker.totals.snapshot import Snapshot


@pytest.fixture
def account(session: Session) -> SmallAccount:
    """Fill a new database of either kind with the small account."""
    return fill_small_account(session)


@pytest.fixture
def snapshot(session: Session, account: SmallAccount) -> Snapshot:
    """Read the small account."""
    del account
    snapshot = Snapshot()
    snapshot.refresh(session.connection())
    return snapshot
