"""Decisions are events of the log once they are committed, in answer to a request alone."""

import pytest
import structlog
from sqlmodel import Session
from structlog.testing import capture_logs

from tests.support.people import make_user
from tracker.db import transaction
from tracker.people.actors import COMMAND
from tracker.people.audit import Change, record, record_all
from tracker.people.roles import Role
from tracker.people.subjects import Subject
from tracker.people.users import end_sessions

APPROVAL = Change("approve", Subject.APPROVAL_REQUEST, "7", why="a reason that names a person")


def test_a_committed_decision_is_logged_with_its_handle_alone(session: Session) -> None:
    person = make_user(session, Role.APPROVER)
    session.commit()
    with capture_logs() as lines, structlog.contextvars.bound_contextvars(request_id="1"):
        with transaction(session):
            record_all(session, person.handle, [APPROVAL, Change("add", Subject.TOOL, "T-1")])
        with transaction(session):
            end_sessions(session, person.email, person.handle)
    found = [(line["event"], line["subject"], line["action"], line["who"]) for line in lines]
    assert found == [
        ("decision", "approval_request", "approve", person.handle),
        ("decision", "person", "end_sessions", person.handle),
    ]
    assert person.email not in str(lines)
    assert "names a person" not in str(lines)


def test_what_was_rolled_back_was_not_decided(session: Session) -> None:
    def fail() -> None:
        with transaction(session):
            record(session, COMMAND, APPROVAL)
            session.flush()
            raise RuntimeError("in the middle")

    with capture_logs() as lines, structlog.contextvars.bound_contextvars(request_id="1"):
        with pytest.raises(RuntimeError):
            fail()
        with transaction(session), session.begin_nested() as savepoint:
            record(session, COMMAND, APPROVAL)
            savepoint.rollback()
        with transaction(session):
            record(session, COMMAND, Change("add", Subject.TOOL, "T-1"))
    assert lines == []


def test_a_command_says_itself_what_it_did(session: Session) -> None:
    with capture_logs() as lines, transaction(session):
        record(session, COMMAND, APPROVAL)
    assert lines == []
