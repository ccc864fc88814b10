"""Sessions as users meet them: copies of cookies, the list of one's own, what browsers store."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlmodel import Session, select, update

from tests.support.pages import PageClient, parse
from tests.support.people import PASSWORD, make_user, sign_in
from tracker.app import create_app
from tracker.db import transaction
from tracker.people.roles import Role
from tracker.people.tables import UserSession
from tracker.people.users import end_sessions
from tracker.periods import utc_now
from tracker.settings import Settings
from tracker.web.people.browsers import name_browser

SIGNED_IN_PAGE = "/home"


@pytest.fixture
def email(sqlite_session: Session) -> str:
    """Enter a person and return the address."""
    return make_user(sqlite_session, Role.FINANCE_OFFICER).email


def copied(app: Flask, client: PageClient) -> PageClient:
    """Return another browser with the same cookie."""
    cookie = client.http.get_cookie("session")
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie("session", cookie.value)
    return PageClient(thief)


def set_moments(session: Session, **moments: datetime) -> None:
    """Move sessions on record to other moments."""
    with transaction(session):
        session.execute(update(UserSession).values(**moments))


def sign_out(client: PageClient) -> None:
    """Press the button."""
    answer = client.submit(SIGNED_IN_PAGE, {"csrf_token": csrf_of(client)})
    assert answer.status_code == 303


def csrf_of(client: PageClient) -> str:
    """Return the token that the sign-out form carries."""
    tokens: list[str] = client.html(SIGNED_IN_PAGE).xpath("//input[@name='csrf_token']/@value")
    return tokens[0]


def test_a_copied_cookie_opens_nothing_after_signing_out(app: Flask, email: str) -> None:
    client = sign_in(app, email)
    thief = copied(app, client)
    assert thief.get(SIGNED_IN_PAGE).status_code == 200
    sign_out(client)
    assert thief.get(SIGNED_IN_PAGE).status_code == 303
    assert thief.get("/api/v1/approvals").status_code == 401


def test_signing_in_again_ends_the_session_before(app: Flask, email: str) -> None:
    client = sign_in(app, email)
    thief = copied(app, client)
    page = PageClient(app.test_client()).get("/sign-in")
    token = parse(page.get_data(as_text=True)).xpath("//input[@name='csrf_token']/@value")[0]
    assert token != csrf_of(client)
    again = {"email": email, "password": PASSWORD, "csrf_token": csrf_of(client)}
    assert client.post("/sign-in", data=again).status_code == 303
    assert client.get(SIGNED_IN_PAGE).status_code == 200
    assert thief.get(SIGNED_IN_PAGE).status_code == 303


@pytest.mark.parametrize(
    ("moment", "ago"),
    [("last_seen_at", timedelta(minutes=30)), ("ends_at", timedelta(0))],
)
def test_time_ends_a_session(
    app: Flask, sqlite_session: Session, email: str, moment: str, ago: timedelta
) -> None:
    client = sign_in(app, email)
    set_moments(sqlite_session, **{moment: utc_now() - ago})
    assert client.get(SIGNED_IN_PAGE).headers["Location"] == "/sign-in?next=/home"


def test_the_limits_are_settings(settings: Settings, email: str, sqlite_session: Session) -> None:
    hours = Settings(
        settings.database_url, "secret", production=False, session_idle_minutes=90, session_hours=2
    )
    client = sign_in(create_app(hours), email)
    set_moments(sqlite_session, last_seen_at=utc_now() - timedelta(minutes=80))
    page = client.get("/home/sessions").get_data(as_text=True)
    assert "after 90 minutes without use, and after 2 hours" in page


def test_a_user_sees_and_ends_single_sessions(app: Flask, email: str) -> None:
    here, there = sign_in(app, email), sign_in(app, email)
    tree = here.html("/home/sessions")
    assert len(tree.xpath("//tbody/tr")) == 2
    (action,) = tree.xpath("//tbody//form/@action")
    sent = {"csrf_token": csrf_of(here)}
    assert here.post(action, data=sent).status_code == 303
    assert there.get(SIGNED_IN_PAGE).status_code == 303
    assert here.get(SIGNED_IN_PAGE).status_code == 200
    assert here.html("/home/sessions").xpath("//tbody//form") == []


def test_a_user_ends_all_others(app: Flask, email: str) -> None:
    here, *others = (sign_in(app, email) for _ in range(3))
    sent = {"csrf_token": csrf_of(here)}
    assert here.post("/home/sessions/end-others", data=sent).status_code == 303
    assert [one.get(SIGNED_IN_PAGE).status_code for one in others] == [303, 303]
    assert here.get(SIGNED_IN_PAGE).status_code == 200


def test_nobody_ends_the_session_of_another(
    app: Flask, email: str, sqlite_session: Session
) -> None:
    theirs = sign_in(app, email)
    mine = sign_in(app, make_user(sqlite_session, Role.ADMINISTRATOR).email)
    sent = {"csrf_token": csrf_of(mine)}
    assert mine.post("/home/sessions/1/end", data=sent).status_code == 404
    assert theirs.get(SIGNED_IN_PAGE).status_code == 200


def test_a_command_ends_them_all(app: Flask, email: str, sqlite_session: Session) -> None:
    clients = [sign_in(app, email) for _ in range(2)]
    with transaction(sqlite_session) as session:
        end_sessions(session, email, "test")
    assert [one.get(SIGNED_IN_PAGE).status_code for one in clients] == [303, 303]


def test_no_request_within_a_minute_writes(app: Flask, email: str, sqlite_session: Session) -> None:
    client = sign_in(app, email)
    just_now = utc_now() - timedelta(seconds=50)
    set_moments(sqlite_session, last_seen_at=just_now)
    client.get(SIGNED_IN_PAGE)
    assert sqlite_session.exec(select(UserSession.last_seen_at)).one() == just_now


@pytest.mark.parametrize("path", [SIGNED_IN_PAGE, "/contributions", "/contributions?format=csv"])
def test_browsers_store_nothing_of_a_signed_in_user(app: Flask, email: str, path: str) -> None:
    client = sign_in(app, email)
    assert client.get(path).headers["Cache-Control"] == "no-store"
    stranger = PageClient(app.test_client())
    assert stranger.get("/contributions").headers["Cache-Control"] == "private, no-cache"
    assert stranger.get("/sign-in").headers["Cache-Control"] == "no-store"


def test_the_cookie_of_production_is_kept_to_one_host(settings: Settings, email: str) -> None:
    app = create_app(Settings(settings.database_url, "a-long-and-secret-value", production=True))
    client = app.test_client()
    secure = {"base_url": "https://localhost"}
    page = client.get("/sign-in", **secure)
    token = parse(page.get_data(as_text=True)).xpath("//input[@name='csrf_token']/@value")[0]
    sent = {"email": email, "password": PASSWORD, "csrf_token": token}
    answer = client.post(
        "/sign-in", data=sent, headers={"Referer": "https://localhost/sign-in"}, **secure
    )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    attributes = {part.strip() for part in cookie.split(";")[1:]}
    assert attributes == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    assert client.get(SIGNED_IN_PAGE, **secure).status_code == 200


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Firefox/140.0", "Firefox · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19 like Mac OS X) Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15) Version/19 Safari/605", "Safari · macOS"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
        ("x" * 200, "x" * 40),
    ],
)
def test_browsers_have_the_names_that_users_know(agent: str, name: str) -> None:
    assert name_browser(agent) == name
