"""The small account with the facts of adherence on file."""

from sqlmodel import Session

from tests.support.filled import filled_once
from tests.support.small_account import fill_small_account
from tests.support.trail import record_set_up
from tracker.db import transaction
from tracker.reference.adherence_records import seed_adherence


@filled_once
def fill_with_adherence(session: Session) -> None:
    """Write the small account and the facts of adherence."""
    fill_small_account(session)
    with transaction(session):
        seed_adherence(session)
        record_set_up(session)
