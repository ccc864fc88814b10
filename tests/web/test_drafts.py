"""Drafts of forms: kept for one person, offered again, told when overtaken, dropped when saved."""

import json
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from sqlalchemy import update
from sqlmodel import Session, select

from tests.support.pages import PageClient
from tests.support.people import let_in, make_user
from tests.web.conftest import Counts
from tests.web.ended_sessions import end_by_idling, sign_in_at
from tracker.db import transaction
from tracker.people.form_drafts import KEPT_FOR, LARGEST, MOST_PER_PERSON
from tracker.people.roles import Role
from tracker.people.tables import FormDraft
from tracker.periods import utc_now

ADD = "/activities/add/begin"


def keep(client: PageClient, form: str = ADD, **fields: str) -> dict[str, str]:
    """Keep a draft as the script of a page does, with the fields of the form as they are."""
    tree = client.html(form)
    inputs = tree.xpath("//form[contains(@class, 'form')]//input[@name]")
    values = {str(one.get("name")): str(one.get("value") or "") for one in inputs}
    path = f"/home/drafts?{urlencode({'form': form})}"
    answer = client.http.post(path, data=values | fields, headers={"Accept": "application/json"})
    found: dict[str, str] = json.loads(answer.data)
    return found | {"status": str(answer.status_code)}


def offer(client: PageClient, form: str = ADD) -> list[str]:
    return [str(one) for one in client.html(form).xpath("//a[@data-draft-resume]/@href")]


def drafts(session: Session) -> list[FormDraft]:
    session.rollback()
    return list(session.exec(select(FormDraft)))


def test_a_draft_is_offered_and_comes_back_as_it_was_typed(
    manager: PageClient, rows: Callable[[], Counts]
) -> None:
    before = rows()
    assert "Draft kept on" in keep(manager, title="Begun", code="not a code!")["message"]
    assert rows() == before
    (address,) = offer(manager)
    tree = manager.html(address)
    assert tree.xpath("//input[@name='title']/@value") == ["Begun"]
    assert tree.xpath("//input[@name='code']/@value") == ["not a code!"]
    assert "This is your draft of" in "".join(tree.xpath("//*[@role='status']//text()"))
    assert not tree.xpath("//*[@id='error-summary']")


def test_saving_the_form_drops_its_draft(manager: PageClient, sqlite_session: Session) -> None:
    keep(manager, title="Begun")
    (address,) = offer(manager)
    refused = manager.submit(address, {"code": "A9"})
    assert refused.status_code == 422
    assert len(drafts(sqlite_session)) == 1
    saved = manager.submit(address, {"code": "A9", "programme": "GLO1"})
    assert saved.status_code == 303
    assert drafts(sqlite_session) == []


def test_a_record_changed_meanwhile_is_told_and_nothing_of_it_is_lost(manager: PageClient) -> None:
    form = "/activities/A1/sections/when-and-where"
    keep(manager, form, venue="Lima")
    assert "The record was changed since" not in manager.get(form).text
    manager.submit(form, {"venue": "Quito", "why": "moved", "once": ""})
    keep(manager, form, venue="Lima")
    manager.submit("/activities/A1/sections/what", {"title": "Renamed", "why": "agreed"})
    assert "The record was changed since" in manager.get(form).text
    (address,) = offer(manager, form)
    assert manager.submit(address, {"why": "settled"}).status_code == 303


def test_nobody_else_is_shown_a_draft(manager: PageClient, sqlite_session: Session) -> None:
    keep(manager, title="Of Ana alone")
    (address,) = offer(manager)
    email = make_user(sqlite_session, Role.SECRETARIAT).email
    other = let_in(manager.http.application, email)
    assert "Of Ana alone" not in other.get("/home/drafts").text
    answer = other.get(address)
    assert (answer.status_code, answer.location) == (303, "/home")
    assert len(drafts(sqlite_session)) == 1


def test_a_draft_is_checked_against_permissions_when_it_is_opened(
    manager: PageClient, sqlite_session: Session
) -> None:
    keep(manager, title="Begun")
    (draft,) = drafts(sqlite_session)
    with transaction(sqlite_session) as session:
        session.execute(update(FormDraft).values(form="/contributions/add"))
    answer = manager.get(f"/contributions/add?draft={draft.id}")
    assert answer.status_code == 403
    assert "Begun" not in answer.text


def test_passwords_and_tokens_are_never_kept(manager: PageClient, sqlite_session: Session) -> None:
    keep(manager, title="Begun", password="secret words", sure="yes")
    (draft,) = drafts(sqlite_session)
    names = {name for name, _text in draft.fields}
    assert "title" in names
    assert not names & {"password", "csrf_token", "sure"}


def test_a_draft_that_is_too_large_is_refused_in_words(
    manager: PageClient, sqlite_session: Session
) -> None:
    found = keep(manager, title="x" * LARGEST)
    assert found == {"status": "422", "message": "This form is too large to be kept as a draft."}
    assert drafts(sqlite_session) == []


def test_old_drafts_and_too_many_are_dropped(manager: PageClient, sqlite_session: Session) -> None:
    for number in range(MOST_PER_PERSON + 3):
        keep(manager, f"{ADD}?programme={number}", title="Begun")
    assert len(drafts(sqlite_session)) == MOST_PER_PERSON
    with transaction(sqlite_session) as session:
        session.execute(update(FormDraft).values(kept_at=utc_now() - KEPT_FOR))
    assert "You have no drafts." in manager.get("/home/drafts").text
    keep(manager, title="Begun")
    assert len(drafts(sqlite_session)) == 1


def test_without_scripts_a_button_keeps_the_draft_and_shows_it_again(manager: PageClient) -> None:
    (action,) = manager.html(ADD).xpath("//button[@formaction]/@formaction")
    token = manager.html(ADD).xpath("//input[@name='csrf_token']/@value")[0]
    answer = manager.post(action, data={"title": "Begun", "csrf_token": token})
    assert answer.status_code == 303
    assert manager.html(str(answer.location)).xpath("//input[@name='title']/@value") == ["Begun"]


def test_drafts_are_listed_at_home_and_can_be_discarded(
    manager: PageClient, sqlite_session: Session
) -> None:
    keep(manager, title="Begun")
    assert ADD in manager.get("/home").text
    page = manager.html("/home/drafts")
    (action,) = page.xpath("//form[contains(@action, 'discard')]/@action")
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    assert manager.post(action, data={"csrf_token": token}).status_code == 303
    assert drafts(sqlite_session) == []


@pytest.mark.parametrize("form", ["https://example.org/", "//example.org", "/nothing/there"])
def test_a_draft_is_of_a_form_of_ours(
    manager: PageClient, sqlite_session: Session, form: str
) -> None:
    token = manager.html(ADD).xpath("//input[@name='csrf_token']/@value")[0]
    manager.post(f"/home/drafts?{urlencode({'form': form})}", data={"csrf_token": token, "a": "b"})
    assert {draft.form for draft in drafts(sqlite_session)} <= {"/home"}


def test_a_draft_that_comes_after_its_session_has_ended_comes_back_as_the_form(
    manager: PageClient, sqlite_session: Session
) -> None:
    page = manager.html(ADD)
    (action,) = page.xpath("//button[@formaction]/@formaction")
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    end_by_idling(sqlite_session)
    refused = manager.post(action, data={"title": "Begun", "csrf_token": token})
    again = str(refused.location)
    assert again.startswith("/sign-in?resume=")
    address = sign_in_at(manager, again, f"{Role.PROGRAMME_MANAGER.value}@example.org")
    assert address.startswith(ADD)
    assert manager.html(address).xpath("//input[@name='title']/@value") == ["Begun"]
