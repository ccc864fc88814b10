"""Invitations and resets: links serve once, in time, and tell nobody who has an account."""

import re
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import update
from sqlmodel import Session, select

from tests.support.pages import PageClient
from tests.support.people import PASSWORD, let_in, make_user
from tests.web.test_second_factor import codes_on, enrol
from tracker.db import transaction
from tracker.mail.delivery import Undelivered
from tracker.mail.kinds import MailKind, MailState
from tracker.mail.outbox import list_mail, put
from tracker.mail.sending import PostOffice, send_due
from tracker.mail.tables import Mail, MailedKey
from tracker.people.roles import Role
from tracker.people.tables import AuditRecord, SignInAttempt, User
from tracker.people.users import find_user
from tracker.periods import utc_now

NEW = "violet harbour sixteen lanterns"
SITE = "https://a30.example.org"


class Letters:
    """Takes letters, and sends what waits."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.app, self.session = app, session
        self.sent: list[EmailMessage] = []

    def deliver(self, message: EmailMessage, sender: str, recipient: str) -> None:
        """Take a letter."""
        del sender, recipient
        self.sent.append(message)

    def send(self) -> dict[str, str]:
        """Send what waits; return the text of each letter by its recipient's address."""
        self.sent.clear()
        self.session.rollback()
        with self.app.app_context():
            send_due(self.session, PostOffice(self, "tracker@a30.example.org", SITE, "en"))
        return {
            one["To"].addresses[0].addr_spec: one.get_content().replace("\r", "")
            for one in self.sent
        }


@pytest.fixture
def letters(app: Flask, sqlite_session: Session) -> Letters:
    """Give the letters of the site."""
    return Letters(app, sqlite_session)


@pytest.fixture
def stranger(app: Flask) -> PageClient:
    """Give a browser in which nobody is signed in."""
    return PageClient(app.test_client())


def link(text: str) -> str:
    """Return the path and query of the link in a letter."""
    found = re.search(rf"^{SITE}(/\S+)$", text, re.MULTILINE)
    assert found is not None
    return found[1]


def user_of(session: Session, email: str) -> User:
    """Read a user anew."""
    session.rollback()
    session.expire_all()
    found = find_user(session, email)
    assert found is not None
    return found


def sign_in(client: PageClient, email: str, password: str) -> int:
    """Sign in and return the status."""
    return client.submit("/sign-in", {"email": email, "password": password}).status_code


def ask_for_reset(client: PageClient, email: str) -> tuple[int, str, str]:
    """Ask for a link; return all that a stranger learns."""
    answer = client.submit("/forgotten-password", {"email": email})
    shown = client.get(answer.headers["Location"]) if answer.status_code == 303 else answer
    return answer.status_code, answer.headers.get("Location", ""), shown.get_data(as_text=True)


def test_an_invitation_is_accepted_once(
    app: Flask,
    letters: Letters,
    stranger: PageClient,
    sqlite_session: Session,
    signed_in: Callable[[Role], PageClient],
) -> None:
    administrator = signed_in(Role.ADMINISTRATOR)
    values = {"email": "Noor@example.org", "role": "secretariat", "why": "joins us"}
    assert administrator.submit("/people/invite", values).status_code == 303
    assert sign_in(stranger, "noor@example.org", "") == 422
    [mail] = list_mail(sqlite_session)
    assert "noor" not in repr(mail.model_dump()).casefold()
    path = link(letters.send()["noor@example.org"])
    led = stranger.get(path)
    assert (led.status_code, led.headers["Location"]) == (303, "/invitation")
    chosen = {"name": "Noor Aziz", "language": "fr", "new_password": NEW}
    wrong = stranger.submit("/invitation", {**chosen, "new_password_again": NEW + "x"})
    assert wrong.status_code == 422
    weak = {**chosen, "new_password": "short", "new_password_again": "short"}
    assert stranger.submit("/invitation", weak).status_code == 422
    assert stranger.submit("/invitation", {**chosen, "new_password_again": NEW}).status_code == 303
    user = user_of(sqlite_session, "noor@example.org")
    assert (user.name, user.locale, user.role) == ("Noor Aziz", "fr", Role.SECRETARIAT)
    assert sign_in(PageClient(app.test_client()), "noor@example.org", NEW) == 303
    again = PageClient(app.test_client())
    again.get(path)
    assert again.get("/invitation").status_code == 409
    said = sqlite_session.exec(select(AuditRecord)).all()
    assert not [one for one in said if "noor" in repr(one.model_dump()).casefold()]


def test_a_link_is_kept_as_a_digest_and_ends(
    letters: Letters, stranger: PageClient, sqlite_session: Session
) -> None:
    make_user(sqlite_session, Role.SECRETARIAT, email="ana@example.org")
    ask_for_reset(stranger, "ana@example.org")
    path = link(letters.send()["ana@example.org"])
    key = path.partition("key=")[2]
    [row] = sqlite_session.exec(select(MailedKey)).all()
    assert key.encode() not in row.digest
    assert row.ends_at - row.made_at == timedelta(hours=1)
    sqlite_session.rollback()
    with transaction(sqlite_session):
        sqlite_session.execute(update(MailedKey).values(ends_at=utc_now()))
    stranger.get(path)
    assert stranger.get("/forgotten-password/new").status_code == 409


def test_known_and_unknown_addresses_get_the_same_answer(
    letters: Letters, app: Flask, sqlite_session: Session
) -> None:
    make_user(sqlite_session, Role.SECRETARIAT, email="ana@example.org")
    gone = make_user(sqlite_session, Role.SECRETARIAT, email="gone@example.org")
    client = let_in(app, make_user(sqlite_session, Role.ADMINISTRATOR).email)
    assert client.submit(f"/people/{gone.handle}/deactivate", {"why": "left"}).status_code == 303
    told = []
    for email in ("ana@example.org", "nobody@example.org", "gone@example.org"):
        status, place, page = ask_for_reset(PageClient(app.test_client()), email)
        told.append(
            (status, place, re.sub(r'((?:csrf_token|once)[^>]*value=|request )"?[^" ]*', "", page))
        )
    assert told[0] == told[1] == told[2]
    sqlite_session.rollback()
    writes = [(one.kind, one.attempts) for one in list_mail(sqlite_session)]
    assert writes == [("password_reset", 0)] * 3  # the same is written for all of them
    assert set(letters.send()) == {"ana@example.org"}


def test_a_forgotten_password_is_replaced_once_and_all_sessions_end(
    app: Flask, letters: Letters, stranger: PageClient, sqlite_session: Session
) -> None:
    make_user(sqlite_session, Role.SECRETARIAT, email="ana@example.org")
    old = let_in(app, "ana@example.org")
    assert old.get("/home").status_code == 200
    ask_for_reset(stranger, "ana@example.org")
    path = link(letters.send()["ana@example.org"])
    assert stranger.get(path).headers["Location"] == "/forgotten-password/new"
    twice = {"new_password": NEW, "new_password_again": NEW}
    assert stranger.submit("/forgotten-password/new", twice).status_code == 303
    assert old.get("/home").status_code == 303
    assert sign_in(PageClient(app.test_client()), "ana@example.org", PASSWORD) == 422
    assert sign_in(PageClient(app.test_client()), "ana@example.org", NEW) == 303
    stranger.get(path)
    assert stranger.get("/forgotten-password/new").status_code == 409
    assert "replaced" in letters.send()["ana@example.org"]


def test_wishes_for_links_are_slowed_down_and_no_sign_in_with_them(
    app: Flask, letters: Letters, sqlite_session: Session
) -> None:
    make_user(sqlite_session, Role.SECRETARIAT, email="ana@example.org")
    client = PageClient(app.test_client())
    found = [ask_for_reset(client, "ana@example.org")[0] for _ in range(8)]
    assert found == [303] * 5 + [429] * 3
    assert sign_in(PageClient(app.test_client()), "ana@example.org", PASSWORD) == 303
    assert len(letters.send()) == 1  # who asks five times gets one letter
    states = [one.state for one in list_mail(sqlite_session)]
    assert states.count(MailState.DROPPED) == 4


@pytest.mark.parametrize("invited", [False, True])
def test_a_link_whose_letter_did_not_leave_comes_with_the_next_attempt(
    letters: Letters,
    stranger: PageClient,
    sqlite_session: Session,
    signed_in: Callable[[Role], PageClient],
    monkeypatch: pytest.MonkeyPatch,
    invited: bool,  # noqa: FBT001 - a parameter of pytest
) -> None:
    if invited:
        values = {"email": "ana@example.org", "role": "secretariat", "why": "joins us"}
        signed_in(Role.ADMINISTRATOR).submit("/people/invite", values)
    else:
        make_user(sqlite_session, Role.SECRETARIAT, email="ana@example.org")
        ask_for_reset(stranger, "ana@example.org")

    def away(*_given: object) -> None:
        raise Undelivered("421")

    with monkeypatch.context() as patched:
        patched.setattr(letters, "deliver", away)
        letters.send()
    with transaction(sqlite_session):
        sqlite_session.execute(update(Mail).values(next_try_at=utc_now()))
    path = link(letters.send()["ana@example.org"])
    stranger.get(path)
    assert stranger.get(path.partition("?")[0]).status_code == 200


def test_an_invitation_withdrawn_by_closing_the_account_serves_no_longer(
    letters: Letters,
    stranger: PageClient,
    sqlite_session: Session,
    signed_in: Callable[[Role], PageClient],
) -> None:
    administrator = signed_in(Role.ADMINISTRATOR)
    values = {"email": "noor@example.org", "role": "approver", "why": "joins us"}
    administrator.submit("/people/invite", values)
    path = link(letters.send()["noor@example.org"])
    handle = user_of(sqlite_session, "noor@example.org").handle
    again = administrator.submit(f"/people/{handle}/invite-again", {"why": "lost"})
    assert again.status_code == 303

    newer = link(letters.send()["noor@example.org"])
    stranger.get(path)
    assert stranger.get("/invitation").status_code == 409  # the newer one took its place
    stranger.get(newer)
    assert stranger.get("/invitation").status_code == 200
    administrator.submit(f"/people/{handle}/deactivate", {"why": "not joining"})
    assert stranger.get("/invitation").status_code == 409
    administrator.submit(f"/people/{handle}/activate", {"why": "joining after all"})
    assert stranger.get("/invitation").status_code == 409


def test_a_link_in_an_old_mailbox_sets_no_password_after_the_own_change_or_another_address(
    app: Flask, letters: Letters, stranger: PageClient, sqlite_session: Session
) -> None:
    for email in ("ana@example.org", "bo@example.org"):
        make_user(sqlite_session, Role.SECRETARIAT, email=email)
        ask_for_reset(PageClient(app.test_client()), email)
    sent = letters.send()
    ana = let_in(app, "ana@example.org")
    twice = {"new_password": NEW, "new_password_again": NEW}
    changed = ana.submit("/home/password", {"current_password": PASSWORD, **twice})
    assert changed.status_code == 303
    told = app.test_cli_runner().invoke(
        args=["user", "rename", "bo@example.org", "--email", "bea@example.org"]
    )
    assert told.exit_code == 0
    for text in sent.values():
        stranger.get(link(text))
        assert stranger.get("/forgotten-password/new").status_code == 409


def test_no_secret_of_a_link_stands_in_the_log(
    app: Flask, letters: Letters, sqlite_session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    make_user(sqlite_session, Role.SECRETARIAT, email="ana@example.org")
    client = PageClient(app.test_client())
    ask_for_reset(client, "ana@example.org")
    path = link(letters.send()["ana@example.org"])
    client.get(path)
    page = client.get("/forgotten-password/new")
    assert page.headers["Referrer-Policy"] == "same-origin"
    key = path.partition("key=")[2]
    assert key not in page.get_data(as_text=True)
    twice = {"new_password": NEW, "new_password_again": NEW}
    client.submit("/forgotten-password/new", twice)
    said = "".join(capsys.readouterr())
    assert "password replaced" in said
    assert key not in said
    assert "ana@" not in said


def test_who_changes_the_own_account_is_told_of_each_change_by_letter(
    app: Flask, letters: Letters, sqlite_session: Session
) -> None:
    ana = let_in(app, make_user(sqlite_session, Role.SECRETARIAT, email="ana@example.org").email)
    mine = {"current_password": PASSWORD}
    day = (utc_now() + timedelta(days=9)).date().isoformat()
    token = {"name": "ERP", "expires_on": day, "scopes": "read", **mine}
    assert ana.submit("/home/tokens", token).status_code == 200
    code = codes_on(enrol(ana))[0]
    page = "/home/second-factor/recovery-codes"
    code = codes_on(ana.submit(page, {**mine, "code": code}).text)[0]
    removed = ana.submit("/home/second-factor/remove", {**mine, "code": code})
    assert removed.status_code == 303
    twice = {"new_password": NEW, "new_password_again": NEW}
    assert ana.submit("/home/password", {**mine, **twice}).status_code == 303
    assert set(letters.send()) == {"ana@example.org"}
    said = [one.get_content() for one in letters.sent]
    for text in ("API token was made", "authenticator was set up", "New recovery codes were"):
        assert sum(text in one for one in said) == 1
    for text in ("authenticator of your account was removed", "password was changed"):
        assert sum(text in one for one in said) == 1
    assert all("If that was not you" in one for one in said)


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.APPROVER])
def test_who_gets_another_name_or_address_by_command_is_told(
    app: Flask, letters: Letters, sqlite_session: Session, role: Role
) -> None:
    make_user(sqlite_session, Role.ADMINISTRATOR, email="root@example.org")
    make_user(sqlite_session, role, email="bo@example.org")
    also = {"root@example.org"} if role is Role.APPROVER else set()
    for named, words, to in (
        ("bo@example.org", ["--name", "Bo Eng"], "bo@example.org"),
        ("bo@example.org", ["--email", "bea@example.org"], "bea@example.org"),
    ):
        done = app.test_cli_runner().invoke(args=["user", "rename", named, *words])
        assert done.exit_code == 0
        said = letters.send()
        assert set(said) == {to} | also
        assert "was changed on the server" in said[to]
        assert "tell an administrator" in said[to]
        assert all("Bo Eng" in said[one] for one in also)
    same = ["--name", "Bo Eng", "--email", "bea@example.org"]
    app.test_cli_runner().invoke(args=["user", "rename", "bea@example.org", *same])
    assert letters.send() == {}


def test_attempts_of_both_kinds_hold_the_address_apart(app: Flask, sqlite_session: Session) -> None:
    ask_for_reset(PageClient(app.test_client()), "Nobody@example.org")
    sqlite_session.rollback()
    assert [one.email for one in sqlite_session.exec(select(SignInAttempt))] == [
        "reset:nobody@example.org"
    ]


def test_a_letter_about_somebody_who_has_a_password_is_no_invitation(
    letters: Letters, sqlite_session: Session
) -> None:
    user = make_user(sqlite_session, Role.SECRETARIAT)
    with transaction(sqlite_session):
        put(sqlite_session, MailKind.INVITATION, user.handle, {})
    assert letters.send() == {}
    sqlite_session.rollback()
    assert [one.state for one in sqlite_session.exec(select(Mail))] == [MailState.DROPPED]
