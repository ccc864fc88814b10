"""Fixtures of the tests of the JSON interface."""

import pytest
from sqlmodel import Session

from tests.api.accounts import Account, fill


@pytest.fixture
def account(sqlite_session: Session) -> Account:
    """Write the account into the database that `app` uses."""
    return fill(sqlite_session)
