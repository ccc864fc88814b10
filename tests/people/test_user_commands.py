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
    listed = "P-000001\trome@example.org\tdonor\tITA\ttemporary password\n"
    assert run(app, "list") == (0, listed)


def test_what_is_not_lawful_is_refused_in_words(app: Flask) -> None:
    code, said = run(app, "add", "nobody", "--role", "secretariat", typed="short\nshort\n")
    assert code == 1
    assert "between 12 and 200 characters" in said
    assert "Traceback" not in said


def test_sessions_are_ended_for_a_known_person_alone(app: Flask) -> None:
    assert run(app, "sign-out", "nobody@example.org")[0] == 1
    run(app, "add", "ana@example.org", "--role", "approver", "--generate-password")
    assert run(app, "sign-out", "Ana@example.org")[0] == 0


NEW = "violet harbour sixteen lanterns"
TYPED = f"{NEW}\n{NEW}\n"


def test_an_account_is_managed_by_command(app: Flask, sqlite_session: Session) -> None:
    fill_small_account(sqlite_session)
    who = "ana@example.org"
    run(app, "add", who, "--role", "approver", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert run(app, "list") == (0, f"P-000001\t{who}\tapprover\n")
    steps = [
        (("password", who), TYPED, "approver\t\tpassword to be confirmed"),
        (
            ("password", who, "--generate-password"),
            "",
            "approver\t\ttemporary password, password to be confirmed",
        ),
        (("role", who, "donor", "--donor", "ITA"), "", "donor\tITA\ttemporary password"),
        (("donor", who, "JPN"), "", "donor\tJPN\ttemporary password"),
        (("deactivate", who), "", "donor\tJPN\tinactive"),
        (("activate", who), "", "donor\tJPN\ttemporary password"),
        (("rename", who, "--email", "bo@example.org"), "", ""),
        (("sign-out", "bo@example.org"), "", ""),
    ]
    for words, typed, expected in steps:
        code, said = run(app, *words, typed=typed)
        assert code == 0, said
        if expected:
            assert run(app, "list")[1] == f"P-000001\t{who}\t{expected}\n"


def test_what_cannot_be_done_is_said_in_a_sentence(app: Flask, sqlite_session: Session) -> None:
    fill_small_account(sqlite_session)
    who = "ana@example.org"
    run(app, "add", who, "--role", "administrator", typed=f"{PASSWORD}\n{PASSWORD}\n")
    refused = [
        (("password", "nobody@example.org"), "", "nobody@example.org has no account"),
        (("password", who), "short\nshort\n", "between 12 and 200 characters"),
        (("password", who), f"{PASSWORD}\n{PASSWORD}\n", "password of before"),
        (("role", who, "approver"), "", "last administrator"),
        (("role", who, "donor"), "", "if, and only if, its role is donor"),
        (("role", who, "donor", "--donor", "XXX"), "", "XXX"),
        (("donor", who, "ITA"), "", "if, and only if, its role is donor"),
        (("deactivate", who), "", "last administrator"),
        (("activate", "nobody@example.org"), "", "nobody@example.org has no account"),
    ]
    for words, typed, why in refused:
        code, said = run(app, *words, typed=typed)
        assert code == 1, words
        assert why in said, words
        assert "Traceback" not in said


def test_a_made_password_is_temporary_and_a_typed_one_is_kept(
    app: Flask, sqlite_session: Session
) -> None:
    run(app, "add", "made@example.org", "--role", "approver", "--generate-password")
    run(app, "add", "typed@example.org", "--role", "approver", typed=TYPED)
    run(app, "add", "given@example.org", "--role", "approver", "--temporary", typed=TYPED)
    for email, temporary in (("made", True), ("typed", False), ("given", True)):
        user = find_user(sqlite_session, f"{email}@example.org")
        assert user is not None
        assert user.password_is_temporary is temporary, email
