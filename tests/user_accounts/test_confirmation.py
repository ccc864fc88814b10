"""A reset of who approves or posts bars both, by every door, until it is confirmed."""

import pytest
from flask import Flask
from sqlmodel import Session

from tests.support.pages import PageClient
from tests.support.people import let_in, make_user
from tests.user_accounts.test_letters import NEW, user_of
from tracker.db import transaction
from tracker.errors import Conflict
from tracker.mail.kinds import MailKind
from tracker.mail.outbox import list_mail
from tracker.people.permissions import (
    NEED_A_CONFIRMED_PASSWORD,
    ROLE_PERMISSIONS,
    Permission,
    may,
    needs_confirmation,
)
from tracker.people.roles import Role
from tracker.people.users import as_current_user
from tracker.user_accounts.resets import confirm, reset_by_command


@pytest.mark.parametrize("role", list(Role))
def test_those_who_approve_or_post_are_barred_and_nobody_else(
    sqlite_session: Session, role: Role
) -> None:
    if role is Role.PUBLIC:
        return
    donor = "ITA" if role is Role.DONOR else ""
    user = make_user(sqlite_session, role, donor_code=donor)
    administrator = make_user(sqlite_session, Role.ADMINISTRATOR, email="admin@example.org")
    with transaction(sqlite_session):
        reset_by_command(sqlite_session, user.handle, NEW, "command", temporary=True)
    barred = {Role.FINANCE_OFFICER, Role.APPROVER}
    assert needs_confirmation(role) is (role in barred)
    assert (user.barred_at is not None) is (role in barred)
    lost = {one for one in ROLE_PERMISSIONS[role] if not may(as_current_user(user), one)}
    assert lost == (ROLE_PERMISSIONS[role] & NEED_A_CONFIRMED_PASSWORD if role in barred else set())
    told = {one.handle for one in list_mail(sqlite_session) if one.kind == MailKind.SECURITY}
    by_role = {user.handle, administrator.handle} if role in barred else {user.handle}
    assert told == (by_role | {administrator.handle} if role is Role.ADMINISTRATOR else by_role)


def test_what_is_barred_is_all_that_approves_posts_or_closes() -> None:
    assert {
        Permission.POST_MONEY,
        Permission.REVERSE_ENTRIES,
        Permission.APPROVE_MONEY,
        Permission.CLOSE_PERIODS,
    } == NEED_A_CONFIRMED_PASSWORD


@pytest.mark.parametrize("role", [Role.FINANCE_OFFICER, Role.APPROVER])
def test_pages_api_and_sheets_are_barred_until_confirmed(
    app: Flask, sqlite_session: Session, role: Role
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    user = make_user(sqlite_session, role)
    first = make_user(sqlite_session, Role.ADMINISTRATOR)

    def doors() -> dict[str, int]:
        client = let_in(app, user.email)
        paths = ["/rates/add"] if role is Role.FINANCE_OFFICER else []
        found = {path: client.get(path).status_code for path in paths}
        found["approve"] = client.http.post("/approvals/1/approve").status_code
        entries = client.http.post("/api/v1/entries", json={})
        found["api"] = entries.status_code
        rates = client.get("/imports/new?kind=rates") if role is Role.FINANCE_OFFICER else None
        found["sheets"] = rates.get_data(as_text=True).count("receipts") if rates else 0
        return found

    before = doors()
    with transaction(sqlite_session):
        reset_by_command(sqlite_session, user.handle, NEW, "command", temporary=False)
    barred = doors()
    assert barred["approve"] == barred["api"] == 403
    assert barred.get("/rates/add", 403) == 403
    assert barred["sheets"] == 0
    assert "has confirmed it" in let_in(app, user.email).get("/home").get_data(as_text=True)
    administrator = let_in(app, first.email)
    path = f"/people/{user.handle}/confirm"
    assert "to be confirmed" in administrator.get("/people").get_data(as_text=True)
    assert administrator.submit(path, {"why": "asked by telephone"}).status_code == 303
    assert doors() == before
    assert before != barred


def test_neither_the_person_nor_who_had_it_reset_confirms(sqlite_session: Session) -> None:
    session = sqlite_session
    user = make_user(session, Role.APPROVER)
    one = make_user(session, Role.ADMINISTRATOR, email="one@example.org")
    other = make_user(session, Role.ADMINISTRATOR, email="other@example.org")
    with transaction(session):
        reset_by_command(session, user.handle, NEW, one.handle, temporary=False)
    for actor in (user.handle, one.handle):
        with pytest.raises(Conflict, match="Another administrator"), transaction(session):
            confirm(session, user.handle, actor, "me")
    with transaction(session):
        confirm(session, user.handle, other.handle, "asked")
    assert user_of(session, user.email).barred_at is None
    with pytest.raises(Conflict, match="nothing to confirm"), transaction(session):
        confirm(session, user.handle, other.handle, "again")


def test_an_own_change_with_the_password_of_today_bars_nothing(
    app: Flask, sqlite_session: Session
) -> None:
    user = make_user(sqlite_session, Role.APPROVER)
    client = let_in(app, user.email)
    values = {"new_password": NEW, "new_password_again": NEW}
    answer = client.submit(
        "/home/password", {"current_password": "correct horse battery staple", **values}
    )
    assert answer.status_code == 303
    assert user_of(sqlite_session, user.email).barred_at is None


def test_administrators_alone_have_the_pages(app: Flask, sqlite_session: Session) -> None:
    user = make_user(sqlite_session, Role.FINANCE_OFFICER)
    own = f"/people/{user.handle}"
    paths = ["/people/invite", own, f"{own}/role", f"{own}/confirm"]
    client = let_in(app, user.email)
    assert [client.get(path).status_code for path in paths] == [403] * 4
    assert [PageClient(app.test_client()).get(path).status_code for path in paths] == [303] * 4
