"""Every row of the record is sealed by the record of the trail that tells of its change."""

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from tracker.db import transaction
from tracker.fund.donors.registry import DonorDraft, add_donors
from tracker.fund.tables.donors import Donor, DonorAlias
from tracker.fund.tables.periods import ClosingBalance
from tracker.fund.verification.record_checks import verify_record
from tracker.people.audit import Change, record
from tracker.people.subjects import Subject
from tracker.people.tables import AuditRecord, RowSeal, TrailHead
from tracker.reference.codes import ContributorType

DONOR = DonorDraft("X-1", "One", ContributorType.PRIVATE_SECTOR)
CHANGE = Change("change", Subject.DONOR, "X-1")


@pytest.fixture
def donor(session: Session) -> Donor:
    """Give a record with one donor."""
    with transaction(session):
        add_donors(session, [DONOR], "ana")
    return session.exec(select(Donor)).one()


def faults(session: Session) -> list[str]:
    return [f"{fault.where}: {fault.message}" for fault in verify_record(session).faults]


def test_a_new_row_is_sealed_by_its_record(session: Session, donor: Donor) -> None:
    last = session.exec(select(AuditRecord).order_by(col(AuditRecord.id).desc())).first()
    assert last is not None
    seal = session.exec(select(RowSeal).where(RowSeal.table_name == "donor")).one()
    assert (seal.record_id, seal.row_key) == (last.id, str(donor.id))
    head = session.exec(select(TrailHead)).one()
    assert (head.last_record_id, head.digest) == (last.id, last.digest)
    assert faults(session) == []


def test_each_change_adds_a_seal_and_earlier_ones_stay(session: Session, donor: Donor) -> None:
    with transaction(session):
        session.execute(update(Donor).values(note="by a statement"))
        record(session, "ana", CHANGE)
    with transaction(session):
        session.delete(session.get_one(Donor, donor.id))
        record(session, "ana", CHANGE)
    digests = session.exec(
        select(RowSeal.digest).where(RowSeal.table_name == "donor").order_by(col(RowSeal.record_id))
    ).all()
    assert (len(digests), len(set(digests)), digests[-1]) == (3, 3, b"")
    assert faults(session) == []


def test_a_statement_that_deletes_is_noted(session: Session, donor: Donor) -> None:
    with transaction(session):
        spelling = DonorAlias(donor_id=donor.id or 0, key="one x", spelling="One X")
        session.add(spelling)
        record(session, "ana", CHANGE)
    with transaction(session):
        session.execute(delete(DonorAlias).where(col(DonorAlias.key) == "one x"))
        record(session, "ana", CHANGE)
    assert faults(session) == []


def test_a_row_written_without_a_record_is_refused(session: Session, donor: Donor) -> None:
    def write() -> None:
        with transaction(session):
            donor.note = "quietly"
            session.add(donor)

    with pytest.raises(RuntimeError, match="rows of donor were written without a record"):
        write()
    session.refresh(donor)
    assert donor.note == ""


def test_rows_whose_keys_the_database_gives_are_added_as_objects(
    session: Session, donor: Donor
) -> None:
    row = {"donor_id": donor.id, "key": "k", "spelling": "K", "source": ""}
    with pytest.raises(RuntimeError, match="as objects"), transaction(session):
        session.execute(insert(DonorAlias), [row])
    one = {"period_id": 1, "account_id": 1, "minor": 1, "original_minor": 1}
    with pytest.raises(IntegrityError), transaction(session):
        session.execute(insert(ClosingBalance), [one])


def test_what_was_rolled_back_leaves_nothing_behind(session: Session, donor: Donor) -> None:
    def fail() -> None:
        with transaction(session):
            donor.note = "never"
            session.add(donor)
            record(session, "ana", CHANGE)
            session.flush()
            raise ValueError

    before = session.exec(select(AuditRecord.id)).all()
    with pytest.raises(ValueError, match=r"^$"):
        fail()
    with transaction(session):
        pass
    assert session.exec(select(AuditRecord.id)).all() == before
    assert faults(session) == []


def test_records_are_numbered_without_a_gap(session: Session, donor: Donor) -> None:
    del donor
    for _ in range(3):
        with transaction(session):
            record(session, "ana", CHANGE)
    numbers = session.exec(select(AuditRecord.id).order_by(col(AuditRecord.id))).all()
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_record SET why = 'another'",
        "DELETE FROM audit_record WHERE id = 1",
        "UPDATE row_seal SET row_key = '9'",
        "DELETE FROM row_seal",
        "UPDATE trail_head SET last_record_id = 0",
        "UPDATE trail_head SET digest = ''",
        "DELETE FROM trail_head",
    ],
)
def test_the_trail_is_only_ever_added_to(session: Session, donor: Donor, statement: str) -> None:
    del donor
    with pytest.raises(Exception, match=r"trail is only ever|trail only moves|trail is never"):
        session.execute(text(statement))
    session.rollback()


def test_a_savepoint_that_is_rolled_back_takes_its_records_along(
    session: Session, donor: Donor
) -> None:
    def fail() -> None:
        with session.begin_nested():
            donor.note = "never"
            session.add(donor)
            record(session, "ana", Change("never", Subject.DONOR, "X-1"))
            session.flush()
            raise ValueError

    with transaction(session):
        record(session, "ana", Change("before", Subject.DONOR, "X-1"))
        with pytest.raises(ValueError, match=r"^$"):
            fail()
        with session.begin_nested():
            record(session, "ana", Change("after", Subject.DONOR, "X-1"))
    actions = select(AuditRecord.action).where(AuditRecord.actor == "ana")
    told = session.exec(actions.order_by(col(AuditRecord.id))).all()
    assert told[-2:] == ["before", "after"]
    assert "never" not in told
    assert faults(session) == []
