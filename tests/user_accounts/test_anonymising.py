"""An anonymised user has no name and no address left anywhere; what was recorded stays."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tests.support.pages import PageClient
from tests.support.people import PASSWORD, make_user
from tests.user_accounts.test_letters import user_of
from tracker.db import transaction
from tracker.errors import Conflict
from tracker.fund.verification.record_checks import verify_record
from tracker.mail.keys import make_key
from tracker.mail.kinds import KeyPurpose, MailKind
from tracker.mail.outbox import put
from tracker.people.accounts import activate
from tracker.people.actors import read_directory
from tracker.people.audit import Change, record, trail_of
from tracker.people.roles import Role
from tracker.people.saved_views import ViewAddress, save_view
from tracker.people.sessions import SessionLimits, SignInPlace, begin_session
from tracker.people.subjects import Subject
from tracker.people.throttle import begin_attempt
from tracker.people.users import UserDraft, add_user, rename_user
from tracker.periods import utc_now
from tracker.schema import METADATA
from tracker.user_accounts.anonymising import anonymise
from tracker.user_accounts.resets import ask_by_address

MARKS = re.compile("noor|aziz", re.IGNORECASE)


def places(session: Session) -> set[str]:
    """Return the tables in which the person's name or address stands."""
    session.rollback()
    return {
        table.name
        for table in METADATA.sorted_tables
        if any(MARKS.search(repr(tuple(row))) for row in session.execute(table.select()))
    }


@pytest.fixture
def noor(session: Session) -> str:
    """Let somebody work for a while; return the handle."""
    now = utc_now()
    with transaction(session):
        draft = UserDraft("Noor@Example.org", Role.SECRETARIAT, PASSWORD, "Noor")
        user = add_user(session, draft, "test")
        rename_user(session, user.handle, "test", name="Noor Aziz", new_email="aziz@example.org")
        limits = SessionLimits(now - now, now - now)
        begin_session(session, user, SignInPlace("127.0.0.1", "Noor's browser"), limits, now)
        begin_attempt(session, user.email, "127.0.0.1", now)
        make_key(session, user, KeyPurpose.PASSWORD_RESET, user.handle)
        put(session, MailKind.TRIAL, user.handle, {})
        record(session, user.handle, Change("change", Subject.DONOR, "ITA", why="agreed"))
    with transaction(session):
        address = ViewAddress("/dashboards/donors", "donor=ITA")
        save_view(session, user.handle, "Noor's page", address, now)
    ask_by_address(session, user.email, "127.0.0.1", now)
    return user.handle


def test_no_table_holds_name_or_address_afterwards(session: Session, noor: str) -> None:
    assert {"person", "sign_in_attempt", "user_session", "saved_view"} <= places(session)
    with transaction(session):
        anonymise(session, "aziz@example.org", "test", "asked to be forgotten")
    assert places(session) == set()
    [said] = trail_of(session, Subject.DONOR, ["ITA"])
    assert said.actor == noor
    assert read_directory(session).name(noor) == f"{noor} (anonymised)"
    assert not verify_record(session).faults


def test_nobody_signs_in_with_it_again(
    app: Flask, sqlite_session: Session, signed_in: Callable[[Role], PageClient]
) -> None:
    user = make_user(sqlite_session, Role.APPROVER, email="noor@example.org")
    administrator = signed_in(Role.ADMINISTRATOR)
    own = f"/people/{user.handle}"
    assert administrator.submit(f"{own}/anonymise", {"why": "asked"}).status_code == 303
    page = administrator.get(own)
    assert page.status_code == 200
    assert "noor" not in page.get_data(as_text=True)
    for email in ("noor@example.org", f"{user.handle.lower()}@anonymised.invalid"):
        for password in ("", PASSWORD):
            client = PageClient(app.test_client())
            answer = client.submit("/sign-in", {"email": email, "password": password})
            assert answer.status_code == 422
    sqlite_session.expire_all()
    with pytest.raises(Conflict, match="was anonymised"), transaction(sqlite_session):
        activate(sqlite_session, user.handle, "test")
    with pytest.raises(Conflict, match="already"), transaction(sqlite_session):
        anonymise(sqlite_session, user.handle, "test", "again")


def test_neither_oneself_nor_the_last_administrator(session: Session, engine: Engine) -> None:
    del engine
    one = make_user(session, Role.ADMINISTRATOR)
    with pytest.raises(Conflict, match="last administrator"), transaction(session):
        anonymise(session, one.handle, "test", "asked")
    make_user(session, Role.ADMINISTRATOR, email="other@example.org")
    with pytest.raises(Conflict, match="own account"), transaction(session):
        anonymise(session, one.handle, one.handle, "asked")


def test_the_command_asks_for_its_reason(app: Flask, sqlite_session: Session) -> None:
    user = make_user(sqlite_session, Role.APPROVER, email="noor@example.org")
    runner = app.test_cli_runner()
    assert runner.invoke(args=["user", "anonymise", user.email]).exit_code == 2
    done = runner.invoke(args=["user", "anonymise", user.email, "--why", "asked"])
    assert done.output == f"{user.handle} is anonymised.\n"
    assert "anonymised" in runner.invoke(args=["user", "list"]).output
    assert user_of(sqlite_session, f"{user.handle.lower()}@anonymised.invalid").name == ""
