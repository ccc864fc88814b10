"""The pages of the second factor: asked at sign-in, required of some roles, shown once."""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import Session

from tests.http.test_guard import address
from tests.support.factors import SECRET, code_at, give_factor, show_password
from tests.support.pages import PageClient, parse
from tests.support.people import PASSWORD, let_in, make_user
from tests.web.test_own_password import ANY_PASSWORD
from tracker.db import transaction
from tracker.http import second_step
from tracker.people.audit import lock_record, trail_of
from tracker.people.illustrative_users import DOMAIN
from tracker.people.roles import Role
from tracker.people.second_factors import people_with_factor
from tracker.people.subjects import Subject
from tracker.people.tables import RecordState, User
from tracker.people.throttle import OF_PAIR
from tracker.people.users import end_sessions
from tracker.periods import utc_now
from tracker.settings import SECOND_FACTOR_ROLES, Settings

PAGE = "/home/second-factor"
OF_FACTORS = {PAGE, "/home/passkeys", "/home/passkeys/options"}
SignIn = Callable[..., PageClient]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Give the settings of an application that asks some roles for a second factor."""
    return replace(settings, second_factor_roles=SECOND_FACTOR_ROLES)


@pytest.fixture
def officer(sqlite_session: Session) -> User:
    """Give a finance officer with a factor."""
    user = make_user(sqlite_session, Role.FINANCE_OFFICER)
    give_factor(sqlite_session, user)
    return user


def secret_on(page: str) -> str:
    """Return the key that a page shows."""
    keys: list[str] = parse(page).xpath("//dd/code//text()")
    return "".join(keys).replace(" ", "")


def codes_on(page: str) -> list[str]:
    """Return the recovery codes that a page shows."""
    codes: list[str] = parse(page).xpath("//ol[contains(@class, 'recovery-codes')]//bdi/text()")
    return codes


def enrol(client: PageClient, page: str = PAGE, **others: str) -> str:
    """Set up the authenticator that a page shows; return the next page."""
    shown = client.get(page)
    secret = secret_on(shown.text)
    fields = {"new_code": code_at(utc_now(), secret=secret), "current_password": PASSWORD}
    return client.send_again(shown, fields | others).text


@pytest.mark.parametrize("role", SECOND_FACTOR_ROLES)
def test_the_roles_that_need_one_do_nothing_before_they_have_it(
    app: Flask, signed_in: SignIn, role: str
) -> None:
    client = signed_in(Role(role))
    app.config["WTF_CSRF_ENABLED"] = False
    walked = 0
    for rule in app.url_map.iter_rules():
        if rule.rule in ANY_PASSWORD | OF_FACTORS:
            continue
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            answer = client.http.open(address(rule), method=method)
            walked += 1
            if rule.rule.startswith("/api/"):
                assert answer.status_code == 403, rule
                assert "second factor" in (answer.json or {})["detail"], rule
                continue
            assert answer.headers["Location"].startswith(PAGE), rule
    assert walked > 100


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PUBLIC, *map(Role, SECOND_FACTOR_ROLES)}))
def test_the_other_roles_may_have_one(signed_in: SignIn, role: Role) -> None:
    client = signed_in(role, donor_code="ITA" if role is Role.DONOR else "")
    assert client.get("/home").status_code == 200
    assert len(codes_on(enrol(client))) == 10


def test_one_is_led_to_enrol_and_back_to_the_page(app: Flask, sqlite_session: Session) -> None:
    user = make_user(sqlite_session, Role.FINANCE_OFFICER)
    client, elsewhere = let_in(app, user.email), let_in(app, user.email)
    asked = client.get("/contributions/add?x=1")
    assert asked.headers["Location"] == f"{PAGE}?next=/contributions/add?x%3D1"
    page = enrol(client, asked.headers["Location"])
    assert len(codes_on(page)) == 10
    assert parse(page).xpath("//a[@class='button']/@href") == ["/contributions/add?x=1"]
    assert client.get("/contributions/add?x=1").status_code == 200
    assert elsewhere.get("/home").headers["Location"].startswith("/sign-in")
    file = str(parse(page).xpath("//a[@download]/@href")[0]).partition("base64,")[2]
    assert all(code in base64.b64decode(file).decode() for code in codes_on(page))
    assert codes_on(client.get(PAGE).text) == []


def test_the_picture_holds_the_key_and_no_style(app: Flask, sqlite_session: Session) -> None:
    client = let_in(app, make_user(sqlite_session, Role.APPROVER).email)
    page = client.get(PAGE)  # whose HTML is checked for styles and scripts in it
    pictures = parse(page.text).xpath("//*[@role='img' and @aria-label]/*[local-name()='svg']")
    assert len(pictures) == 1
    assert page.headers["Cache-Control"] == "no-store"
    assert secret_on(page.text) != secret_on(client.get(PAGE).text)


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("new_code", "000000", "not the code that goes with the picture"),
        ("new_code", "", "Type the code."),
        ("current_password", "wrong", "This is not your password of today."),
        ("shown", "forged", "The picture is too old."),
    ],
)
def test_what_is_wrong_sets_nothing_up(
    app: Flask, sqlite_session: Session, field: str, value: str, why: str
) -> None:
    user = make_user(sqlite_session, Role.FINANCE_OFFICER)
    client = let_in(app, user.email)
    page = enrol(client, **{field: value})
    assert why in page
    assert PASSWORD not in page
    assert people_with_factor(sqlite_session) == frozenset()


def test_the_picture_of_another_person_sets_nothing_up(app: Flask, sqlite_session: Session) -> None:
    mine = let_in(app, make_user(sqlite_session, Role.FINANCE_OFFICER).email)
    theirs = let_in(app, make_user(sqlite_session, Role.APPROVER).email).get(PAGE).text
    shown = parse(theirs).xpath("//input[@name='shown']/@value")[0]
    code = code_at(utc_now(), secret=secret_on(theirs))
    assert "The picture is too old." in enrol(mine, shown=shown, new_code=code)


def test_signing_in_takes_password_and_code(app: Flask, officer: User) -> None:
    client, step = show_password(app, officer.email, "/sign-in?next=/contributions/add?x%3D1")
    assert step.startswith("/sign-in/code?")
    assert client.get("/home").headers["Location"].startswith("/sign-in?")
    code = code_at(utc_now())
    answer = client.submit(step, {"code": code})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/contributions/add?x=1")
    assert client.get("/home").status_code == 200
    again, step = show_password(app, officer.email)
    answer = again.submit(step, {"code": code})
    assert answer.status_code == 422
    assert "wrong, or was used already" in answer.text


def test_a_recovery_code_signs_in_once_and_says_how_many_are_left(
    app: Flask, sqlite_session: Session
) -> None:
    user = make_user(sqlite_session, Role.PROGRAMME_MANAGER)
    codes = give_factor(sqlite_session, user)
    client, step = show_password(app, user.email)
    assert client.submit(step, {"code": codes[0]}).status_code == 303
    assert "You used a recovery code; 9 are left." in client.get("/home").text
    again, step = show_password(app, user.email)
    assert again.submit(step, {"code": codes[0]}).status_code == 422


def test_wrong_codes_have_to_wait_though_the_password_is_right(app: Flask, officer: User) -> None:
    for _number in range(OF_PAIR.free):
        client, step = show_password(app, officer.email)
        assert client.submit(step, {"code": "000000"}).status_code == 422
    answer = client.submit(step, {"code": code_at(utc_now())})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 30
    assert client.get("/home").status_code == 303


def test_the_step_in_between_ends(
    app: Flask, sqlite_session: Session, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale, step = show_password(app, officer.email)
    ended, _step = show_password(app, officer.email)
    page = ended.get(step)
    with transaction(sqlite_session) as session:
        end_sessions(session, officer.email, "test")
    code = {"code": code_at(utc_now())}
    assert ended.send_again(page, code).headers["Location"].startswith("/sign-in")
    assert ended.get("/home").status_code == 303
    late = utc_now() + second_step.HOLDS + timedelta(seconds=1)
    monkeypatch.setattr(second_step, "utc_now", lambda: late)
    assert stale.get(step).headers["Location"].startswith("/sign-in")


def test_nobody_reaches_the_second_step_without_the_first(client: PageClient) -> None:
    assert client.get("/sign-in/code?next=/home").headers["Location"] == "/sign-in?next=/home"


def test_replacing_takes_both_authenticators_and_the_password(app: Flask, officer: User) -> None:
    client = let_in(app, officer.email)
    page = f"{PAGE}/replace"
    assert codes_on(enrol(client, page, code="000000")) == []
    assert codes_on(enrol(client, page, code=code_at(utc_now()), current_password="no")) == []
    assert len(codes_on(enrol(client, page, code=code_at(utc_now())))) == 10
    other, step = show_password(app, officer.email)
    assert other.submit(step, {"code": code_at(utc_now(), 1, SECRET)}).status_code == 422


def test_new_recovery_codes_take_password_and_code(app: Flask, officer: User) -> None:
    client = let_in(app, officer.email)
    page = f"{PAGE}/recovery-codes"
    right = {"current_password": PASSWORD, "code": code_at(utc_now())}
    assert codes_on(client.submit(page, right | {"current_password": "no"}).text) == []
    assert codes_on(client.submit(page, right | {"code": "000000"}).text) == []
    assert len(codes_on(client.submit(page, right).text)) == 10


def test_who_needs_one_cannot_remove_it_and_who_does_not_can(
    app: Flask, sqlite_session: Session, officer: User
) -> None:
    right = {"current_password": PASSWORD, "code": code_at(utc_now())}
    page = f"{PAGE}/remove"
    assert let_in(app, officer.email).submit(page, right).status_code == 403
    manager = make_user(sqlite_session, Role.PROGRAMME_MANAGER)
    give_factor(sqlite_session, manager)
    client, elsewhere = let_in(app, manager.email), let_in(app, manager.email)
    assert client.submit(page, right | {"code": "000000"}).status_code == 422
    assert client.submit(page, right).status_code == 303
    assert client.get("/home").status_code == 200
    assert elsewhere.get("/home").status_code == 303
    sqlite_session.rollback()
    assert people_with_factor(sqlite_session) == {officer.id}


def test_an_administrator_resets_a_lost_one_with_a_reason(
    app: Flask, sqlite_session: Session, officer: User
) -> None:
    administrator = make_user(sqlite_session, Role.ADMINISTRATOR)
    give_factor(sqlite_session, administrator)
    client, theirs = let_in(app, administrator.email), let_in(app, officer.email)
    page = f"/people/{officer.handle}/second-factor"
    assert page in client.get("/people").text
    assert client.submit(page, {"why": " "}).status_code == 422
    assert client.submit(page, {"why": "telephone lost"}).status_code == 303
    assert theirs.get("/home").headers["Location"].startswith("/sign-in")
    assert page not in client.get("/people").text
    said = trail_of(sqlite_session, Subject.USER, [officer.handle])[-2]
    assert (said.action, said.actor, said.why) == (
        "reset_second_factor",
        administrator.handle,
        "telephone lost",
    )
    assert client.get("/people/P-999999/second-factor").status_code == 404


def test_no_log_has_a_code_or_a_secret(
    app: Flask, sqlite_session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    user = make_user(sqlite_session, Role.FINANCE_OFFICER)
    client = let_in(app, user.email)
    secret = secret_on(client.get(PAGE).text)
    page = enrol(client)
    other, step = show_password(app, user.email)
    codes = codes_on(page)
    other.submit(step, {"code": "000000"})
    other.submit(step, {"code": codes[0]})
    said = capsys.readouterr().err
    assert '"access": "code refused"' in said
    assert '"access": "signed in"' in said
    assert not [one for one in (secret, "000000", *codes) if one in said]


def test_illustrative_users_are_not_asked_in_development(
    app: Flask, sqlite_session: Session
) -> None:
    with transaction(sqlite_session) as session:
        lock_record(session)
        session.get_one(RecordState, 1).illustrative = True
    shared = make_user(sqlite_session, Role.FINANCE_OFFICER, email=f"officer@{DOMAIN}")
    own = make_user(sqlite_session, Role.FINANCE_OFFICER)
    assert let_in(app, shared.email).get("/home").status_code == 200
    assert let_in(app, own.email).get("/home").headers["Location"].startswith(PAGE)
