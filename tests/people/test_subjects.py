"""The subjects of the trail: each is used, and only facts and figures move the record."""

import re

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.support.people import PASSWORD, make_user, sign_in
from tracker.db import transaction
from tracker.fund.record_status import record_status
from tracker.people.audit import Change, data_version, record
from tracker.people.roles import Role
from tracker.people.subjects import OF_DATA, OF_FIGURES, OF_THE_RECORD, Effect, Subject
from tracker.people.tables import AuditRecord
from tracker.people.users import UserDraft, add_user, end_sessions, move_donor_users
from tracker.settings import ROOT
from tracker.totals.load import last_member_change

TEXTS = {
    "person", "import", "sample", "donor", "contribution", "programme", "activity", "tool",
    "adherence", "request", "exchange_rate", "exchange_rates", "approval_request", "period",
    "certified_statement", "certified_figure", "figure_explanation", "record",
    "ledger_account", "allocation_ask", "dissemination", "session", "report", "activity_revision",
}  # fmt: skip


def test_the_texts_of_databases_of_before_stay_as_they_are() -> None:
    assert {subject.value for subject in Subject} == TEXTS


def test_each_subject_is_used() -> None:
    code = "".join(path.read_text() for path in (ROOT / "tracker").rglob("*.py"))
    assert {subject.name for subject in Subject} == set(re.findall(r"\bSubject\.([A-Z_]+)", code))


@pytest.mark.parametrize("subject", list(Subject))
def test_a_change_moves_what_its_subject_can_alter(session: Session, subject: Subject) -> None:
    before = record_status(session)
    members = last_member_change(session.connection(), 0)
    with transaction(session):
        record(session, "ana@example.org", Change("change", subject, "X"))
    after = record_status(session)
    of_the_record = subject.effect is not Effect.NOTHING
    of_data = subject.effect in {Effect.FACTS, Effect.FIGURES}
    assert (subject in OF_THE_RECORD, subject in OF_DATA, subject in OF_FIGURES) == (
        of_the_record,
        of_data,
        subject.effect is Effect.FIGURES,
    )
    assert after.page_version - before.page_version == int(of_the_record)
    assert after.data_version - before.data_version == int(of_data)
    assert (after.changed_at != before.changed_at) is of_data
    moved = last_member_change(session.connection(), 0) != members
    assert moved is (subject.effect is Effect.FIGURES)
    of_it = select(AuditRecord.subject_kind).where(AuditRecord.subject_reference == "X")
    assert session.exec(of_it).one() == subject.value


def test_what_is_done_to_users_moves_neither_version_nor_last_change(
    app: Flask, sqlite_session: Session
) -> None:
    session = sqlite_session
    before = record_status(session)
    with transaction(session):
        add_user(session, UserDraft("ben@example.org", Role.APPROVER, PASSWORD), "ana")
    user = make_user(session, Role.DONOR, donor_code="ITA")
    sign_in(app, user.email).get("/home")
    with transaction(session):
        end_sessions(session, user.email, "ana")
        assert move_donor_users(session, [user.id or 0], "ITA", "FRA", "ana", "merged")
    session.rollback()
    assert record_status(session)[:5] == before[:5]  # all but what the trail has beside them
    assert data_version(session) == before.data_version
    told = session.exec(select(AuditRecord.id).where(AuditRecord.subject_kind == Subject.USER))
    assert len(told.all()) == 3
