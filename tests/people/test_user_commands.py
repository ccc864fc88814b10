"""`flask user` adds, lists and signs out."""

from flask import Flask
from sqlmodel import Session

from tests.support.pages import PageClient
from tests.support.people import PASSWORD
from tests.support.small_account import fill_small_account
from tracker.people.roles import Role
from tracker.people.users import find_user


def run(app: Flask, *words: str, typed: str = "") -> tuple[int, str]:
    """Run `flask user` with these words."""
    done = app.test_cli_runner().invoke(args=["user", *words], input=typed)
    return done.exit_code, done.output


def test_a_person_is_added_and_can_sign_in(app: Flask, sqlite_session: Session) -> None:
    code, _said = run(
        app, "add", "Ana@example.org", "--role", "secretariat", typed=f"{PASSWORD}\n{PASSWORD}\n"
    )
    assert code == 0
    user = find_user(sqlite_session, "ana@example.org")
    assert user is not None
    assert user.role is Role.SECRETARIAT
    client = PageClient(app.test_client())
    answer = client.submit("/sign-in", {"email": "ana@example.org", "password": PASSWORD})
    assert answer.status_code == 303


def test_a_password_can_be_made_and_is_shown_once(app: Flask) -> None:
    code, said = run(app, "add", "ana@example.org", "--role", "approver", "--generate-password")
    assert code == 0
    password = said.split("Password, shown only now: ")[1].strip()
    client = PageClient(app.test_client())
    answer = client.submit("/sign-in", {"email": "ana@example.org", "password": password})
    assert answer.status_code == 303


def test_a_donor_is_one_on_file(app: Flask, sqlite_session: Session) -> None:
    words = ("add", "rome@example.org", "--role", "donor", "--generate-password")
    code, said = run(app, *words, "--donor", "ITA")
    assert code == 1
    assert "ITA" in said
    fill_small_account(sqlite_session)
    assert run(app, *words, "--donor", "ITA")[0] == 0
    assert run(app, "list") == (0, "P-000001\trome@example.org\tdonor\tITA\n")


def test_what_is_not_lawful_is_refused_in_words(app: Flask) -> None:
    code, said = run(app, "add", "nobody", "--role", "secretariat", typed="short\nshort\n")
    assert code == 1
    assert "between 12 and 200 characters" in said
    assert "Traceback" not in said


def test_sessions_are_ended_for_a_known_person_alone(app: Flask) -> None:
    assert run(app, "sign-out", "nobody@example.org")[0] == 1
    run(app, "add", "ana@example.org", "--role", "approver", "--generate-password")
    assert run(app, "sign-out", "Ana@example.org")[0] == 0
