"""Programs with tokens: within role and scopes, never beyond, and nobody else's answer."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from tests.api.accounts import Account, fill
from tests.api.test_recording import NEW, RECEIPT
from tests.http.test_guard import address
from tests.support.people import let_in, make_user
from tests.support.trail import record_set_up
from tracker.app import create_app
from tracker.db import transaction
from tracker.fund.ledger.tables import LedgerEntry
from tracker.http.entrance import set_up_entrance
from tracker.http.guard import access_of
from tracker.people.accounts import deactivate
from tracker.people.audit import trail_of
from tracker.people.permissions import Permission
from tracker.people.roles import Role
from tracker.people.subjects import Subject
from tracker.people.tables import AuditRecord, User
from tracker.people.token_scopes import SCOPE_PERMISSIONS, TokenScope, scopes_of
from tracker.people.token_tables import ApiToken
from tracker.people.tokens import PREFIX, TokenDraft, make_token, revoke_token
from tracker.periods import utc_now
from tracker.settings import SECOND_FACTOR_ROLES, Settings

READ, ENTRIES, CONTRIBUTIONS, FILES = TokenScope
WEEK = timedelta(days=7)
Ask = Callable[..., TestResponse]


@pytest.fixture
def settings(any_database_url: str) -> Settings:
    """Give the settings of an application on either database."""
    return Settings(any_database_url, "only-for-this-test", production=False)


@pytest.fixture
def account(session: Session) -> Account:
    """Write the account into the database that `app` uses."""
    return fill(session)


def token_of(session: Session, user: User, *scopes: TokenScope) -> str:
    """Make a token of a user that is good for a week, named after the program."""
    with transaction(session):
        draft = TokenDraft("Umoja bridge", scopes, utc_now() + WEEK)
        return make_token(session, user.handle, draft, utc_now())


def asker(app: Flask, token: str) -> Ask:
    """Return a function that asks with a token, and without cookies."""
    client = app.test_client()

    def ask(path: str, body: Any = None) -> TestResponse:  # noqa: ANN401 - any JSON
        headers = {"Authorization": f"Bearer {token}"}
        if body is None:
            return client.get(path, headers=headers)
        return client.post(
            path, data=json.dumps(body), content_type="application/json", headers=headers
        )

    return ask


def routes(app: Flask) -> Mapping[tuple[str, str], Permission | str | None]:
    """Return the access of every address of the interface, by address and method."""
    return {
        (address(rule), method): access_of(rule.endpoint, app.view_functions)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}
        if rule.rule.startswith("/api/v1")
    }


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_every_route_lets_a_token_in_by_role_and_scope(
    app: Flask, session: Session, role: Role
) -> None:
    user = make_user(session, role, donor_code="ITA" if role is Role.DONOR else "")
    for scope in scopes_of(role):
        ask = asker(app, token_of(session, user, scope))
        person = let_in(app, user.email)
        app.config["WTF_CSRF_ENABLED"] = False
        for (path, method), access in routes(app).items():
            answer = ask(path, None if method == "GET" else {})
            within = not isinstance(access, Permission) or access in SCOPE_PERMISSIONS[scope]
            assert "Set-Cookie" not in answer.headers, path
            assert answer.status_code < 500, path
            if path == "/api/v1/csrf-token" or not within:
                assert answer.status_code == 403, (scope, method, path)
            else:
                same = person.http.open(path, method=method, json=None if method == "GET" else {})
                assert (answer.status_code == 403) == (same.status_code == 403), (scope, path)
        app.config["WTF_CSRF_ENABLED"] = True


def test_no_scope_approves_clears_or_closes() -> None:
    given = frozenset[Permission]().union(*SCOPE_PERMISSIONS.values())
    people = {Permission.APPROVE_MONEY, Permission.CLEAR_REPORTS, Permission.CLOSE_PERIODS}
    assert not given & people
    assert not [one for one in given if "people" in one or "trail" in one or "factor" in one]


def test_two_donors_read_their_own_terms_by_token(
    app: Flask, session: Session, account: Account
) -> None:
    del account
    italy = make_user(session, Role.DONOR, donor_code="ITA", email="rome@example.org")
    japan = make_user(session, Role.DONOR, donor_code="JPN", email="tokyo@example.org")
    asks = [asker(app, token_of(session, user, READ)) for user in (italy, japan)]
    own, other = (ask("/api/v1/contributions/C-EUR").text for ask in asks)
    assert "IT-2020/7" in own
    assert "IT-2020/7" not in other
    assert "IT-2020/7" not in app.test_client().get("/api/v1/contributions/C-EUR").text
    tags = {ask("/api/v1/contributions/C-EUR").headers["ETag"] for ask in asks}
    assert len(tags) == 2


def test_a_token_without_reading_sees_what_the_public_sees(
    app: Flask, session: Session, account: Account
) -> None:
    del account
    officer = make_user(session, Role.FINANCE_OFFICER)
    ask = asker(app, token_of(session, officer, ENTRIES))
    public = app.test_client().get("/api/v1/contributions/C-EUR")
    answer = ask("/api/v1/contributions/C-EUR")
    assert answer.json == public.json
    reads = asker(app, token_of(session, officer, READ, ENTRIES))
    assert reads("/api/v1/contributions/C-EUR").headers["ETag"] != answer.headers["ETag"]


def test_a_program_records_without_a_form_token_and_the_trail_names_it(
    app: Flask, session: Session, account: Account
) -> None:
    del account
    officer = make_user(session, Role.FINANCE_OFFICER)
    ask = asker(app, token_of(session, officer, ENTRIES, CONTRIBUTIONS))
    assert ask("/api/v1/entries", RECEIPT | {"dry_run": True}).status_code == 200
    assert ask("/api/v1/entries", RECEIPT).status_code == 201
    assert ask("/api/v1/entries", RECEIPT).status_code == 200
    assert ask("/api/v1/contributions", NEW).status_code == 201
    session.rollback()
    entry = select(LedgerEntry.recorded_by).where(LedgerEntry.reference == RECEIPT["reference"])
    assert session.exec(entry).one() == officer.handle
    used = [
        one
        for one in trail_of(session, Subject.USER, [officer.handle])
        if one.action == "use_token"
    ]
    assert [(one.why, one.new) for one in used] == [
        ("[by token Umoja bridge]", {"entry": RECEIPT["reference"]})
    ]
    (added,) = trail_of(session, Subject.CONTRIBUTION, [NEW["reference"]])
    assert (added.actor, added.why) == (officer.handle, "[by token Umoja bridge]")


def test_without_the_scope_nothing_is_recorded(
    app: Flask, session: Session, account: Account
) -> None:
    del account
    officer = make_user(session, Role.FINANCE_OFFICER)
    ask = asker(app, token_of(session, officer, READ, CONTRIBUTIONS))
    answer = ask("/api/v1/entries", RECEIPT)
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert "The token does not allow this" in answer.get_json()["detail"]


def revoked(session: Session, user: User) -> None:
    """Revoke the token."""
    with transaction(session):
        number = session.exec(select(ApiToken.id)).one()
        revoke_token(session, number or 0, user.handle, utc_now())


def expired(session: Session, user: User) -> None:
    """Let the token expire."""
    del user
    row = session.exec(select(ApiToken)).one()
    with transaction(session):
        row.expires_at = utc_now() - timedelta(seconds=1)
        session.add(row)
        record_set_up(session)


def closed(session: Session, user: User) -> None:
    """Close the account."""
    with transaction(session):
        deactivate(session, user.handle, "P-9")


@pytest.mark.parametrize("end", [revoked, expired, closed])
def test_an_ended_token_gets_401_wherever_it_is_sent(
    app: Flask, session: Session, end: Callable[[Session, User], None]
) -> None:
    user = make_user(session, Role.SECRETARIAT)
    ask = asker(app, token_of(session, user, READ))
    assert ask("/api/v1/approvals").status_code == 200
    end(session, user)
    session.rollback()
    for path, method in routes(app):
        answer = ask(path, None if method == "GET" else {})
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json"), path
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("sent", ["", "nonsense", f"{PREFIX}{'A' * 43}", f"{PREFIX}\x00", "é" * 9])
def test_any_other_text_is_no_token(app: Flask, sent: str) -> None:
    answer = app.test_client().get(
        "/api/v1/donors", headers={"Authorization": f"bearer {sent}".encode().decode("latin-1")}
    )
    assert answer.status_code == 401


def test_another_scheme_is_not_ours_and_asks_for_a_token_where_one_is_needed(app: Flask) -> None:
    client = app.test_client()
    basic = {"Authorization": "Basic YTpi"}
    assert client.get("/api/v1/donors", headers=basic).status_code == 200
    refused = client.get("/api/v1/approvals", headers=basic)
    assert (refused.status_code, refused.headers["WWW-Authenticate"][:6]) == (401, "Bearer")


def test_a_token_opens_no_page_and_wins_over_a_cookie(app: Flask, session: Session) -> None:
    officer = make_user(session, Role.FINANCE_OFFICER)
    donor = make_user(session, Role.DONOR, donor_code="ITA")
    bearer = {"Authorization": f"Bearer {token_of(session, donor, READ)}"}
    assert app.test_client().get("/home", headers=bearer).status_code == 303
    client = let_in(app, officer.email)
    assert client.http.get("/api/v1/approvals", headers=bearer).status_code == 403
    assert client.http.get("/api/v1/approvals").status_code == 200


def test_no_cache_keeps_the_answer_to_a_token(
    settings: Settings, session: Session, account: Account
) -> None:
    del account
    app = create_app(settings)
    set_up_entrance(app, settings)
    italy = make_user(session, Role.DONOR, donor_code="ITA")
    ask = asker(app, token_of(session, italy, READ))
    for path in ("/api/v1/contributions/C-EUR", "/api/v1/totals?measure=pledged&by=donor"):
        public = app.test_client().get(path)
        for _again in range(2):
            answer = ask(path)
            assert answer.headers["Cache-Control"] == "no-store"
            assert "Authorization" in answer.headers.get("Vary", "Authorization")
            assert app.test_client().get(path).data == public.data
    assert "IT-2020/7" in ask("/api/v1/contributions/C-EUR").text


def test_the_log_has_handle_and_number_and_never_the_token(
    app: Flask, settings: Settings, session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_entrance(app, settings)
    user = make_user(session, Role.SECRETARIAT)
    token = token_of(session, user, READ)
    asker(app, token)("/api/v1/approvals")
    session.rollback()
    row = session.exec(select(ApiToken)).one()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if "{" in line]
    (line,) = [one for one in lines if one.get("path") == "/api/v1/approvals"]
    assert (line["who"], line["token"]) == (user.handle, row.id)
    assert token not in json.dumps(lines)
    kept = json.dumps([str(value) for value in row.model_dump().values()])
    assert token not in kept
    assert row.last_used_at is not None
    said = session.exec(select(AuditRecord.new)).all()
    assert token not in json.dumps(said)


def test_who_lacks_the_factor_of_the_role_gets_no_further_by_token(
    settings: Settings, session: Session
) -> None:
    app = create_app(replace(settings, second_factor_roles=SECOND_FACTOR_ROLES))
    officer = make_user(session, Role.FINANCE_OFFICER)
    answer = asker(app, token_of(session, officer, READ))("/api/v1/donors")
    assert answer.status_code == 403
    assert "second factor" in answer.get_json()["detail"]
