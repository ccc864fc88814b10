"""Roles, donors and programmes: each change has its reason; own programmes by every door."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.api.accounts import fill
from tests.support.pages import PageClient
from tests.support.people import let_in, make_user
from tests.user_accounts.test_letters import user_of
from tracker.assistance.activities import add_activities
from tracker.assistance.recorded_activities import activities_on_file
from tracker.db import transaction
from tracker.errors import InvalidDraft
from tracker.fund.record_changes.activity_change import change_funded_activity
from tracker.people.accounts import change_role
from tracker.people.permissions import is_own_programme, may_change_activity
from tracker.people.roles import Role
from tracker.people.tables import AuditRecord
from tracker.people.users import as_current_user


def test_a_role_is_changed_with_its_reason(
    app: Flask, sqlite_session: Session, signed_in: Callable[[Role], PageClient]
) -> None:
    fill(sqlite_session)
    user = make_user(sqlite_session, Role.SECRETARIAT, email="ana@example.org")
    own = let_in(app, user.email)
    administrator = signed_in(Role.ADMINISTRATOR)
    path = f"/people/{user.handle}/role"
    assert administrator.submit(path, {"role": "donor", "donor": "ITA"}).status_code == 422
    wrong = {"role": "approver", "donor": "ITA", "why": "moves"}
    assert administrator.submit(path, wrong).status_code == 422
    wrong = {"role": "approver", "programmes": "GLO1", "why": "moves"}
    assert administrator.submit(path, wrong).status_code == 422
    right = {"role": "programme_manager", "programmes": "GLO1", "why": "moves"}
    assert administrator.submit(path, right).status_code == 303
    found = user_of(sqlite_session, "ana@example.org")
    assert (found.role, found.programmes) == (Role.PROGRAMME_MANAGER, "GLO1")
    assert own.get("/home").status_code == 303  # all sessions have ended
    said = sqlite_session.exec(select(AuditRecord).where(AuditRecord.action == "role")).one()
    assert (said.why, said.new) == (
        "moves",
        {"role": "programme_manager", "donor": "", "programmes": "GLO1"},
    )


def test_the_last_administrator_keeps_account_and_role(
    sqlite_session: Session, signed_in: Callable[[Role], PageClient]
) -> None:
    administrator = signed_in(Role.ADMINISTRATOR)
    handle = user_of(sqlite_session, "administrator@example.org").handle
    for path, values in (
        (f"/people/{handle}/deactivate", {"why": "leaves"}),
        (f"/people/{handle}/role", {"role": "approver", "why": "moves"}),
    ):
        answer = administrator.submit(path, values)
        assert answer.status_code == 422
        assert "last administrator" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("programmes", "code", "own"),
    [((), "GLO1", True), (("GLO1",), "GLO1", True), (("GLO1",), "GLO2", False)],
)
def test_own_programme(programmes: tuple[str, ...], code: str, *, own: bool) -> None:
    assert is_own_programme(programmes, code) is own


def test_activities_of_others_programmes_are_closed_by_every_door(
    app: Flask, sqlite_session: Session
) -> None:
    session = sqlite_session
    account = fill(session)
    del account
    session.rollback()
    user = make_user(session, Role.PROGRAMME_MANAGER, email="ana@example.org")
    client = let_in(app, user.email)
    assert client.get("/activities/A1/change").status_code == 200
    draft = activities_on_file(session, ["A1"])["A1"]
    session.rollback()

    def choose(programmes: str) -> None:
        with transaction(session):
            codes = frozenset(programmes.split())
            change_role(session, user.handle, user.role, "", "test", programmes=codes, why="chosen")

    choose(draft.programme)
    with transaction(session):
        change_funded_activity(session, "A1", replace(draft, venue="Lima"), user.handle, "moved")
    choose("OTHER")
    draft = activities_on_file(session, ["A1"])["A1"]
    session.rollback()
    with pytest.raises(InvalidDraft, match="your programmes are OTHER"), transaction(session):
        change_funded_activity(session, "A1", replace(draft, venue="Rome"), user.handle, "moved")
    with pytest.raises(InvalidDraft, match="your programmes are OTHER"), transaction(session):
        add_activities(session, [replace(draft, code="A77", participants=())], user.handle)
    assert not may_change_activity(as_current_user(user), draft.programme)
    client = let_in(app, user.email)
    assert client.get("/activities/A1/status").status_code == 403
    app.config["WTF_CSRF_ENABLED"] = False
    quick = client.post("/activities/A1/status", data={"status": "closed", "why": "moved"})
    assert quick.status_code == 403
    assert "Your programmes are OTHER" in quick.get_data(as_text=True)
