"""The illustrative account is removed with the files about its records."""

from sqlmodel import Session, select

from tests.api.accounts import fill
from tests.web.every_form import a_record_file
from tracker.db import transaction
from tracker.documents.tables import RecordFile
from tracker.people.actors import SAMPLE
from tracker.people.audit import mark_illustrative
from tracker.sample.clearing import clear_account


def test_files_go_with_the_records_that_they_are_about(session: Session) -> None:
    account = fill(session)
    with transaction(session):
        session.add(a_record_file("activity_id", account.activities["A1"]))
        session.add(a_record_file("contribution_id", account.contributions["C-ITA"]))
        mark_illustrative(session, SAMPLE, illustrative=True)
    clear_account(session)
    assert session.exec(select(RecordFile)).all() == []
