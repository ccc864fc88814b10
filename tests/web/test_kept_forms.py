"""Nothing typed is lost when a session ends: the form comes back, for its person alone."""

import io
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlmodel import Session, select, update
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from tests.api.accounts import Account
from tests.support.pages import PageClient, parse
from tests.support.people import make_user, sign_in
from tests.web.conftest import Counts
from tests.web.ended_sessions import LOOK_OVER, end_by_idling, sign_in_at, text_of
from tests.web.every_form import BUTTONS
from tracker.db import transaction
from tracker.http import kept_forms
from tracker.people.kept_forms import KEPT_FOR, MOST_PER_PERSON
from tracker.people.roles import Role
from tracker.people.tables import KeptForm, UserSession
from tracker.periods import utc_now

ADD = "/programmes/add"
TYPED = {"code": "GLO9", "title": "What was typed"}
SIGN_IN_AGAIN = "Nothing was saved. Sign in as before"


@pytest.fixture
def email(sqlite_session: Session) -> str:
    """Enter somebody who changes programmes, and return the address."""
    return make_user(sqlite_session, Role.PROGRAMME_MANAGER).email


@pytest.fixture
def manager(app: Flask, email: str) -> PageClient:
    """Give that person's client."""
    return sign_in(app, email)


def test_a_form_comes_back_after_its_session_was_idle(
    sqlite_session: Session, manager: PageClient, email: str, rows: Callable[[], Counts]
) -> None:
    page = manager.get(ADD)
    end_by_idling(sqlite_session)
    before = rows()
    refused = manager.send_again(page, TYPED)
    assert refused.status_code == 303
    again = refused.headers["Location"]
    assert again.startswith("/sign-in?resume=")
    words = text_of(manager, again)
    assert "Your session ended: it was not used for 30 minutes." in words
    assert SIGN_IN_AGAIN in words
    address = sign_in_at(manager, again, email)
    shown = manager.get(address)
    assert shown.status_code == 200
    words = shown.get_data(as_text=True)
    assert "Your session ended: it was not used for 30 minutes." in words
    assert LOOK_OVER in words
    assert "error-summary" not in words
    assert rows() == before
    sent = manager.send_again(shown, {"code": "GLO9", "kind": "global"})
    assert sent.headers["Location"] == "/programmes/GLO9"
    assert "What was typed" in text_of(manager, "/programmes/GLO9")
    sqlite_session.rollback()
    assert sqlite_session.exec(select(KeptForm.id)).all() == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"ends_at": timedelta(0)}, "Your session ended: it had lasted 12 hours."),
        ({"ended_at": timedelta(0)}, "Your session was ended."),
    ],
)
def test_the_reason_is_said(
    sqlite_session: Session, manager: PageClient, values: dict[str, timedelta], words: str
) -> None:
    page = manager.get(ADD)
    with transaction(sqlite_session) as session:
        moments = {name: utc_now() - ago for name, ago in values.items()}
        session.execute(update(UserSession).values(**moments))
    refused = manager.send_again(page, TYPED)
    assert words in text_of(manager, refused.headers["Location"])


def test_a_page_that_was_asked_for_says_why_one_signs_in(
    sqlite_session: Session, manager: PageClient
) -> None:
    end_by_idling(sqlite_session)
    asked = manager.get(ADD)
    assert asked.headers["Location"] == f"/sign-in?next={ADD}"
    assert "it was not used for 30 minutes" in text_of(manager, asked.headers["Location"])


def sign_out(client: PageClient, page: TestResponse) -> TestResponse:
    """Press the button of a page that signs out."""
    (token,) = set(
        parse(page.get_data(as_text=True)).xpath(
            "//form[@action='/sign-out']//input[@name='csrf_token']/@value"
        )
    )
    return client.post("/sign-out", data={"csrf_token": token})


def test_a_form_comes_back_after_signing_out_beside_it(manager: PageClient, email: str) -> None:
    page = manager.get(ADD)
    home = manager.get("/home")
    assert sign_out(manager, home).headers["Location"] == "/sign-in"
    assert manager.http.get_cookie("session") is None
    refused = manager.send_again(page, TYPED)
    address = sign_in_at(manager, refused.headers["Location"], email)
    words = text_of(manager, address)
    assert "What was typed" in words
    assert "Your session was ended." in words


def test_a_form_of_the_session_before_comes_back_at_once(manager: PageClient, email: str) -> None:
    page = manager.get(ADD)
    sign_out(manager, manager.get("/home"))
    sign_in_at(manager, "/sign-in", email)
    answer = manager.send_again(page, TYPED)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(f"{ADD}?resume=")
    assert "What was typed" in text_of(manager, answer.headers["Location"])


def test_another_person_gets_nothing(
    app: Flask, sqlite_session: Session, manager: PageClient, email: str
) -> None:
    del email
    page = manager.get(ADD)
    end_by_idling(sqlite_session)
    again = manager.send_again(page, TYPED).headers["Location"]
    other = make_user(sqlite_session, Role.PROGRAMME_MANAGER, email="other@example.org")
    stranger = PageClient(app.test_client())
    assert "What was typed" not in text_of(stranger, again)
    assert sign_in_at(manager, again, other.email) == "/home"
    key = again.partition("resume=")[2]
    assert "What was typed" not in text_of(manager, f"{ADD}?resume={key}")
    sqlite_session.rollback()
    assert sqlite_session.exec(select(KeptForm.id)).all() == []


def test_the_key_opens_nothing_for_others(
    app: Flask, sqlite_session: Session, manager: PageClient, email: str
) -> None:
    page = manager.get(ADD)
    end_by_idling(sqlite_session)
    again = manager.send_again(page, TYPED).headers["Location"]
    address = f"{ADD}?{urlsplit(again).query}"
    stranger = PageClient(app.test_client())
    assert stranger.get(address).headers["Location"] == again
    other = make_user(sqlite_session, Role.PROGRAMME_MANAGER, email="other@example.org")
    assert sign_in(app, other.email).get(address).headers["Location"] == "/home"
    assert sign_in_at(manager, again, email) == "/home"


def test_a_form_of_another_persons_session_is_refused(
    app: Flask, sqlite_session: Session, manager: PageClient
) -> None:
    page = manager.get(ADD)
    other = make_user(sqlite_session, Role.PROGRAMME_MANAGER, email="other@example.org")
    answer = sign_in(app, other.email).send_again(page, TYPED)
    assert answer.status_code == 400
    sqlite_session.rollback()
    assert sqlite_session.exec(select(KeptForm.id)).all() == []


@pytest.mark.parametrize("token", ["", "made-up", "strangers"])
def test_nothing_is_kept_of_a_form_that_we_did_not_draw_for_them(
    app: Flask, sqlite_session: Session, manager: PageClient, token: str
) -> None:
    if token == "strangers":
        page = PageClient(app.test_client()).html("/sign-in")
        token = page.xpath("//input[@name='csrf_token']/@value")[0]
    for client in (manager, PageClient(app.test_client())):
        answer = client.post(ADD, data={**TYPED, "csrf_token": token})
        assert answer.status_code == 400
    sqlite_session.rollback()
    assert sqlite_session.exec(select(KeptForm.id)).all() == []


def test_neither_passwords_nor_tokens_are_kept(
    sqlite_session: Session, manager: PageClient
) -> None:
    page = manager.get(ADD)
    end_by_idling(sqlite_session)
    token = parse(page.get_data(as_text=True)).xpath("//input[@name='csrf_token']/@value")[0]
    secret = {"csrf_token": token, "password": "secret", "new_password": "secret", "sure": "x"}
    assert manager.post(ADD, data={**TYPED, **secret}).status_code == 303
    sqlite_session.rollback()
    kept = sqlite_session.exec(select(KeptForm.fields)).one()
    assert dict(map(tuple, kept)) == {**TYPED, "sure": "x"}


def test_what_is_kept_is_bounded_in_number_and_time(
    sqlite_session: Session, manager: PageClient, email: str
) -> None:
    page = manager.get(ADD)
    end_by_idling(sqlite_session)
    for _number in range(MOST_PER_PERSON + 3):
        again = manager.send_again(page, TYPED).headers["Location"]
    sqlite_session.rollback()
    assert len(sqlite_session.exec(select(KeptForm.id)).all()) == MOST_PER_PERSON
    with transaction(sqlite_session) as session:
        session.execute(update(KeptForm).values(kept_at=utc_now() - KEPT_FOR))
    assert sign_in_at(manager, again, email) == "/home"
    end_by_idling(sqlite_session)
    manager.send_again(page, TYPED)
    sqlite_session.rollback()
    assert len(sqlite_session.exec(select(KeptForm.id)).all()) == 1


def test_a_file_has_to_be_chosen_again(
    app: Flask, account: Account, sqlite_session: Session
) -> None:
    del account
    email = make_user(sqlite_session, Role.FINANCE_OFFICER).email
    client = sign_in(app, email)
    page = client.get("/imports/new")
    end_by_idling(sqlite_session)
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    large = FileStorage(io.BytesIO(b"x" * 200_000), "large.csv")
    refused = client.send_again(page, {"file": large, "kind": "receipts"})
    assert refused.status_code == 303, refused.status
    words = text_of(client, sign_in_at(client, refused.headers["Location"], email))
    assert "The file has to be chosen again." in words
    assert 'value="receipts" selected' in words or 'selected value="receipts"' in words


def press_too_late(
    session: Session, client: PageClient, fields: dict[str, str], page: str = ""
) -> str:
    """End the sessions, press a button, and return where that leads; `page`: which it was on."""
    token = client.html("/home/sessions").xpath("//input[@name='csrf_token']/@value")[0]
    end_by_idling(session)
    refused = client.post(
        "/home/sessions/end-others",
        data={"csrf_token": token, **fields},
        headers={"Referer": f"http://localhost{page}"} if page else {},
    )
    return str(refused.headers["Location"])


def test_a_button_is_not_pressed_by_itself(
    sqlite_session: Session, manager: PageClient, email: str
) -> None:
    pressed = press_too_late(sqlite_session, manager, {}, "/home/sessions")
    address = sign_in_at(manager, pressed, email)
    assert address == "/home/sessions"
    assert "Nothing was done." in text_of(manager, address)


def test_a_form_shown_again_writes_nothing_whatever_its_view_does(
    sqlite_session: Session, manager: PageClient, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The view of this button writes at once: shown again as a form, it is refused."""
    monkeypatch.setattr(kept_forms, "is_button", lambda _endpoint: False)
    pressed = press_too_late(sqlite_session, manager, {"typed": "something"})
    other = sign_in(manager.http.application, email)
    address = sign_in_at(manager, pressed, email)
    answer = manager.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/home")
    words = text_of(manager, "/home")
    assert "Nothing was done." in words
    assert "This is what you had filled in" not in words
    assert other.get("/home").status_code == 200


def test_no_sentence_promises_a_form_that_does_not_come_back(
    app: Flask, sqlite_session: Session, manager: PageClient, email: str
) -> None:
    with app.app_context():
        assert {one for one in app.view_functions if kept_forms.is_button(one)} == BUTTONS
    token = manager.html("/home/sessions").xpath("//input[@name='csrf_token']/@value")[0]
    end_by_idling(sqlite_session)
    page = "/programmes?q=GLO"
    refused = manager.post(
        "/home/views",
        data={"csrf_token": token, "name": "Since 2020", "address": page},
        headers={"Referer": f"http://localhost{page}"},
    )
    again = str(refused.headers["Location"])
    words = text_of(manager, again)
    assert "Nothing was done. Sign in as before, and you come back to the page." in words
    assert SIGN_IN_AGAIN not in words
    address = sign_in_at(manager, again, email)
    assert address == page
    assert "Nothing was done." in text_of(manager, address)
