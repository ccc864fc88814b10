"""Passkeys: added with the password, in place of password and code, bound to site and browser."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from tests.support.factors import BOX, code_at, give_factor, show_password
from tests.support.pages import PageClient, parse
from tests.support.people import PASSWORD, let_in, make_user
from tests.support.simultaneous import told_at_once
from tests.support.soft_passkey import DOMAIN, ORIGIN, SoftPasskey
from tests.user_accounts.test_letters import NEW
from tracker.db import transaction
from tracker.errors import NotAllowed, SettingsError
from tracker.fund.verification.record_checks import verify_record
from tracker.mail.kinds import MailKind
from tracker.mail.letters import EVENT
from tracker.mail.outbox import list_mail
from tracker.mail_settings import MailSettings
from tracker.people import passkey_challenges
from tracker.people.accounts import activate, deactivate
from tracker.people.audit import trail_of
from tracker.people.factor_tables import RecoveryCode
from tracker.people.passkey_checks import NewPasskey
from tracker.people.passkey_tables import Passkey
from tracker.people.passkeys import add_passkey, remove_passkey
from tracker.people.roles import Role
from tracker.people.second_factors import has_factor, remove_factor
from tracker.people.subjects import Subject
from tracker.people.tables import User
from tracker.periods import utc_now
from tracker.settings import SECOND_FACTOR_ROLES, Settings, read_settings
from tracker.user_accounts.resets import reset_by_command, reset_factor

PAGE = "/home/passkeys"
Device = Callable[[], SoftPasskey]


@pytest.fixture(autouse=True)
def _no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let letters wait."""
    monkeypatch.setattr("tracker.jobs.queue.spawn", lambda _settings, _number: None)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Give the settings of a site with passkeys, where some roles need a second factor."""
    mail = MailSettings(public_url=ORIGIN)
    return replace(settings, passkeys=True, mail=mail, second_factor_roles=SECOND_FACTOR_ROLES)


@pytest.fixture
def officer(sqlite_session: Session) -> User:
    """Give a finance officer, who needs a second factor and has none."""
    return make_user(sqlite_session, Role.FINANCE_OFFICER)


def token_on(page: str) -> str:
    """Return the token of the forms of a page."""
    return str(parse(page).xpath("//input[@name='csrf_token']/@value")[0])


def options(client: PageClient, page: str, address: str) -> dict[str, Any]:
    """Ask for a challenge as the script of a page does."""
    token = token_on(client.get(page).text)
    answer = client.http.post(address, data={"csrf_token": token})
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json or {}
    return told


def add(client: PageClient, device: SoftPasskey, **others: str) -> Any:  # noqa: ANN401 - an answer
    """Add the passkey of a device; return the answer."""
    shown = client.get(PAGE)
    made = device.make(options(client, PAGE, f"{PAGE}/options"))
    fields = {"name": "Telephone", "current_password": PASSWORD, "credential": made}
    return client.send_again(shown, fields | others)


def enter(client: PageClient, device: SoftPasskey, page: str = "/sign-in") -> Any:  # noqa: ANN401
    """Sign in by a passkey alone; return the answer."""
    shown = client.get(page)
    (address,) = parse(shown.text).xpath("//form[@data-passkey-form='get']/@data-options")
    said = device.show(options(client, page, address))
    return client.send_again(shown, {"credential": said})


def prove(client: PageClient, device: SoftPasskey, page: str) -> str:
    """Show a passkey in place of a code; return the code that it gives, "" for none."""
    told = options(client, page, "/passkeys/options")
    sent = {"csrf_token": token_on(client.get(page).text), "credential": device.show(told)}
    answer = client.http.post("/passkeys/proof", data=sent)
    return str((answer.json or {})["code"]) if answer.status_code == 200 else ""


def a_client(app: Flask) -> PageClient:
    return PageClient(app.test_client())


def test_a_passkey_is_the_factor_of_who_needs_one(
    app: Flask, sqlite_session: Session, officer: User
) -> None:
    client, device = let_in(app, officer.email), SoftPasskey()
    assert client.get("/home").headers["Location"].startswith("/home/second-factor")
    assert PAGE in client.get("/home/second-factor").text
    codes = parse(add(client, device).text).xpath("//ol[contains(@class, 'recovery-codes')]//bdi")
    assert len(codes) == 10
    assert client.get("/home").status_code == 200
    stranger = a_client(app)
    answer = enter(stranger, device, "/sign-in?next=/contributions/add?x%3D1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/contributions/add?x=1")
    assert stranger.get("/home").status_code == 200
    told = [(one.kind, one.about[EVENT]) for one in list_mail(sqlite_session)]
    assert told == [(MailKind.SECURITY, "passkey_added")]
    said = [one.action for one in trail_of(sqlite_session, Subject.USER, [officer.handle])]
    assert "add_passkey" in said
    assert not verify_record(sqlite_session).faults


def test_after_the_password_a_passkey_takes_the_place_of_the_code(
    app: Flask, officer: User
) -> None:
    device = SoftPasskey()
    add(let_in(app, officer.email), device)
    client, step = show_password(app, officer.email)
    assert client.submit(step, {"code": "000000"}).status_code == 422
    code = prove(client, device, step)
    assert client.submit(step, {"code": code}).status_code == 303
    assert client.get("/home").status_code == 200
    again, step = show_password(app, officer.email)
    assert again.submit(step, {"code": code}).status_code == 422  # each serves once


def test_after_the_password_of_anybody_a_passkey_still_signs_in_alone(
    app: Flask, sqlite_session: Session, officer: User
) -> None:
    device, other = SoftPasskey(), make_user(sqlite_session, Role.APPROVER)
    give_factor(sqlite_session, other)
    add(let_in(app, officer.email), device)
    for email in (officer.email, other.email):
        client, _step = show_password(app, email)
        assert enter(client, device).status_code == 303
        assert officer.email in client.get("/home/second-factor/replace").text


WRONG: dict[str, Callable[[SoftPasskey], object]] = {
    "another site": lambda device: setattr(device, "origin", "https://a30.example.com"),
    "another domain": lambda device: setattr(device, "domain", "example.com"),
    "without PIN or finger": lambda device: setattr(device, "verified", False),
    "a copy that counts less": lambda device: setattr(device, "count", -1),
    "another key": lambda device: setattr(device, "key", SoftPasskey().key),
    "an unknown passkey": lambda device: setattr(device, "credential_id", b"another"),
}


@pytest.mark.parametrize("name", list(WRONG))
def test_what_a_wrong_device_answers_signs_nobody_in(app: Flask, officer: User, name: str) -> None:
    device = SoftPasskey()
    add(let_in(app, officer.email), device)
    assert enter(a_client(app), device).status_code == 303
    WRONG[name](device)
    client = a_client(app)
    answer = enter(client, device)
    assert answer.status_code == 422
    assert "The passkey was not accepted." in answer.text
    assert client.get("/home").headers["Location"].startswith("/sign-in")


def test_a_challenge_is_of_one_browser_one_purpose_and_one_moment(
    app: Flask, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = SoftPasskey()
    add(let_in(app, officer.email), device)
    mine, theirs = a_client(app), a_client(app)
    shown, other = mine.get("/sign-in"), theirs.get("/sign-in")
    said = device.show(options(mine, "/sign-in", "/passkeys/options"))
    assert theirs.send_again(other, {"credential": said}).status_code == 422
    assert mine.send_again(shown, {"credential": said}).status_code == 303
    assert a_client(app).http.post("/sign-in/passkey").status_code == 400  # no token of a form
    replayed = a_client(app)
    page = replayed.get("/sign-in")
    assert replayed.send_again(page, {"credential": said}).status_code == 422
    step_client, step = show_password(app, officer.email)
    told = options(step_client, step, "/passkeys/options")
    page = step_client.get("/sign-in")
    assert step_client.send_again(page, {"credential": device.show(told)}).status_code == 422
    monkeypatch.setattr(passkey_challenges, "HOLDS", timedelta(seconds=-1))
    assert enter(a_client(app), device).status_code == 422


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("current_password", "wrong", "This is not your password of today."),
        ("name", " ", "Name the device"),
        ("credential", "{}", "The passkey was not accepted."),
        ("credential", "", "The passkey was not accepted."),
        ("credential", "x" * 30_000, "The passkey was not accepted."),
    ],
)
def test_what_is_wrong_adds_nothing(
    app: Flask, sqlite_session: Session, officer: User, field: str, value: str, why: str
) -> None:
    answer = add(let_in(app, officer.email), SoftPasskey(), **{field: value})
    assert answer.status_code == 422
    assert why in answer.text
    assert sqlite_session.exec(select(Passkey)).all() == []
    (kept,) = parse(answer.text).xpath("//input[@name='credential']/@value")
    assert bool(kept) == (field != "credential")  # else the device would not be asked anew


def test_another_passkey_takes_a_code_or_one_of_today(
    app: Flask, sqlite_session: Session, officer: User
) -> None:
    give_factor(sqlite_session, officer, BOX)
    client, first = let_in(app, officer.email), SoftPasskey()
    assert add(client, first, code="000000").status_code == 422
    assert add(client, first, code=code_at(utc_now())).status_code == 303
    second = SoftPasskey(b"a second one")
    assert add(client, second, code=prove(client, first, PAGE)).status_code == 303
    assert add(client, second, code=prove(client, first, PAGE)).status_code == 422
    assert len(sqlite_session.exec(select(Passkey)).all()) == 2


def test_the_last_factor_of_who_needs_one_stays(
    app: Flask, sqlite_session: Session, officer: User
) -> None:
    client, device = let_in(app, officer.email), SoftPasskey()
    add(client, device)
    number = sqlite_session.exec(select(Passkey.id)).one()
    page = f"{PAGE}/{number}/remove"
    right = {"current_password": PASSWORD, "code": prove(client, device, page)}
    assert client.submit(page, right).status_code == 403
    assert has_factor(sqlite_session, officer.id or 0)
    give_factor(sqlite_session, officer, BOX)
    client = let_in(app, officer.email)
    answer = client.submit(page, {"current_password": PASSWORD, "code": code_at(utc_now())})
    assert answer.status_code == 303
    sqlite_session.rollback()
    assert sqlite_session.exec(select(Passkey)).all() == []
    assert has_factor(sqlite_session, officer.id or 0)
    assert enter(a_client(app), device).status_code == 422
    events = [one.about[EVENT] for one in list_mail(sqlite_session)]
    assert sorted(events) == ["passkey_added", "passkey_removed"]


def test_nobody_removes_a_passkey_of_another(
    app: Flask, sqlite_session: Session, officer: User
) -> None:
    add(let_in(app, officer.email), SoftPasskey())
    number = sqlite_session.exec(select(Passkey.id)).one()
    other = let_in(app, make_user(sqlite_session, Role.SECRETARIAT).email)
    assert other.get(f"{PAGE}/{number}/remove").status_code == 404


def test_of_an_authenticator_and_a_passkey_removed_at_once_one_stays(engine: Engine) -> None:
    with Session(engine) as session:
        user = make_user(session, Role.APPROVER)
        give_factor(session, user)
        handle = user.handle
        with transaction(session):
            add_passkey(session, handle, "Key", NewPasskey(b"id", b"key", 0), utc_now())
        number = session.exec(select(Passkey.id)).one() or 0
    told = told_at_once(
        engine,
        lambda own: remove_factor(own, handle, needed=True),
        lambda own: remove_passkey(own, handle, number, needed=True),
    )
    assert isinstance(told, NotAllowed)
    with Session(engine) as session:
        assert has_factor(session, session.exec(select(User.id)).one() or 0)
        assert not verify_record(session).faults


def test_a_machine_is_given_so_many_challenges_whatever_becomes_of_them(
    app: Flask, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passkey_challenges, "MOST_OF_MACHINE", 3)
    device = SoftPasskey()
    add(let_in(app, officer.email), device)  # the first
    stranger = a_client(app)
    token = {"csrf_token": token_on(stranger.get("/sign-in").text)}
    assert stranger.http.post("/passkeys/options?alone=1", data=token).status_code == 200
    assert enter(a_client(app), device).status_code == 303  # the third, which was taken
    for address in ("/passkeys/options", "/passkeys/options?alone=1"):
        refused = a_client(app)
        token = {"csrf_token": token_on(refused.get("/sign-in").text)}
        answer = refused.http.post(address, data=token)
        assert (answer.status_code, answer.headers.get("Retry-After") is None) == (429, False)
        assert 0 < int(answer.headers["Retry-After"]) <= 300
    elsewhere = a_client(app)
    token = {"csrf_token": token_on(elsewhere.get("/sign-in").text)}
    other = {"REMOTE_ADDR": "203.0.113.9"}
    answer = elsewhere.http.post("/passkeys/options?alone=1", data=token, environ_base=other)
    assert answer.status_code == 200
    monkeypatch.setattr(passkey_challenges, "HOLDS", timedelta(seconds=-1))
    token = {"csrf_token": token_on(stranger.get("/sign-in").text)}
    assert stranger.http.post("/passkeys/options?alone=1", data=token).status_code == 200


def test_after_a_reset_of_the_password_it_takes_the_place_of_the_code_alone(
    app: Flask, sqlite_session: Session, officer: User
) -> None:
    device = SoftPasskey()
    add(let_in(app, officer.email), device)
    with transaction(sqlite_session):
        reset_by_command(sqlite_session, officer.handle, NEW, "P-9", temporary=False)
    assert enter(a_client(app), device).status_code == 422
    client = a_client(app)
    answer = client.submit("/sign-in", {"email": officer.email, "password": NEW})
    step = str(answer.headers["Location"])
    assert client.submit(step, {"code": prove(client, device, step)}).status_code == 303
    sqlite_session.refresh(officer)
    assert officer.barred_at is not None
    assert not verify_record(sqlite_session).faults


def test_a_reset_of_the_factor_and_a_closed_account_leave_no_passkey_that_opens(
    app: Flask, sqlite_session: Session, officer: User
) -> None:
    device = SoftPasskey()
    add(let_in(app, officer.email), device)
    with transaction(sqlite_session):
        deactivate(sqlite_session, officer.handle, "P-9")
    assert enter(a_client(app), device).status_code == 422
    with transaction(sqlite_session):
        activate(sqlite_session, officer.handle, "P-9")
    assert enter(a_client(app), device).status_code == 303
    with transaction(sqlite_session):
        reset_factor(sqlite_session, officer.handle, "P-9", "telephone lost")
    assert enter(a_client(app), device).status_code == 422
    for table in (Passkey, RecoveryCode):
        assert sqlite_session.exec(select(table)).all() == []


@pytest.mark.parametrize(
    ("public_url", "right"),
    [
        ("http://127.0.0.1:8000", False),
        ("http://a30.example.org", False),
        ("http://localhost:8000", True),
        (f"https://{DOMAIN}", True),
    ],
)
def test_the_setting_takes_an_address_that_browsers_take(public_url: str, *, right: bool) -> None:
    named = {"TRACKER_ENV": "development", "PASSKEYS": "yes", "PUBLIC_URL": public_url}
    if right:
        assert read_settings(named).passkeys
        return
    with pytest.raises(SettingsError, match="PUBLIC_URL"):
        read_settings(named)
