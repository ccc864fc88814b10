"""The pages by which an activity comes to publication: who sees, submits, returns and publishes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient, parse
from tests.web.conftest import ManagerOf, counted
from tracker.assistance.activities import add_activities
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.states import PublicationState
from tracker.db import transaction
from tracker.people.roles import Role
from tracker.versions import version_of

SignIn = Callable[..., PageClient]
FOUND, MOVED, FORBIDDEN, MISSING, CHANGED, REFUSED = 200, 303, 403, 404, 409, 422
MOST_STATEMENTS = 30
PAGE, CODES = "/activities/NEW/publication", ("NEW", "NEW-2", "NEW-3")


@pytest.fixture
def drafts(account: Account, sqlite_session: Session) -> Session:
    """Give an account with three drafts, the last without a description."""
    del account
    with transaction(sqlite_session) as session:
        like = replace(
            read_draft(session, find_activity(session, "A1")),
            description="For judges",
            actual_start=date(2022, 1, 5),
            actual_end=None,
            publication=PublicationState.DRAFT,
        )
        new = [replace(like, code=code, title=f"Course {code}") for code in CODES]
        new[2] = replace(new[2], description="")
        add_activities(session, new, "ana")
    return sqlite_session


@pytest.fixture
def secretariat(drafts: Session, signed_in: SignIn) -> PageClient:
    """Give the client of the secretariat."""
    del drafts
    return signed_in(Role.SECRETARIAT)


def press(client: PageClient, page: str, intent: str, **more: object) -> int:
    """Press a button of a page, and return the status."""
    return client.submit(page, {"intent": intent, **more}).status_code


def state(session: Session, code: str = "NEW") -> PublicationState:
    session.rollback()
    session.expire_all()
    return read_draft(session, find_activity(session, code)).publication


def test_a_draft_is_submitted_returned_submitted_again_and_published(
    drafts: Session, manager: PageClient, secretariat: PageClient, client: PageClient
) -> None:
    assert press(manager, "/activities/NEW", "submitted") == MOVED
    assert press(secretariat, PAGE, "returned") == REFUSED
    assert press(secretariat, PAGE, "returned", why="Who took part?") == MOVED
    assert "Who took part?" in manager.get("/activities/NEW").get_data(as_text=True)
    assert client.get("/activities/NEW").status_code == MISSING
    assert press(manager, PAGE, "submitted", why="Judges alone") == MOVED
    assert press(secretariat, "/activities/NEW", "published") == MOVED
    assert state(drafts) is PublicationState.PUBLISHED
    shown = client.get("/activities/NEW")
    assert shown.status_code == FOUND
    for hidden in ("Who took part?", "Judges alone", PAGE):
        assert hidden not in shown.get_data(as_text=True)
    told = secretariat.get(PAGE).get_data(as_text=True)
    for word in ("Who took part?", "Judges alone", "Take off publication"):
        assert word in told
    history = manager.get("/activities/NEW/history").get_data(as_text=True)
    assert "Returned" in history


def test_what_is_missing_is_named_instead_of_the_button(
    drafts: Session, manager: PageClient
) -> None:
    page = manager.get("/activities/NEW-3").get_data(as_text=True)
    assert "Before it can be submitted it needs: Description." in page
    assert not parse(page).xpath("//button[@value='submitted']")
    (token,) = set(parse(page).xpath("//input[@name='csrf_token']/@value"))
    seen = version_of(read_draft(drafts, find_activity(drafts, "NEW-3")))
    data = {"csrf_token": token, "intent": "submitted", "seen": seen}
    answer = manager.post("/activities/NEW-3/submission", data=data)
    assert answer.status_code == REFUSED
    assert "fill this in before the activity is submitted" in answer.get_data(as_text=True)
    assert state(drafts, "NEW-3") is PublicationState.DRAFT


def test_several_are_decided_by_ticking_and_what_changed_meanwhile_stays(
    drafts: Session, manager: PageClient, secretariat: PageClient
) -> None:
    for code in CODES[:2]:
        assert press(manager, f"/activities/{code}", "submitted") == MOVED
    shown = secretariat.get("/activities/publication")
    boxes = parse(shown.get_data(as_text=True)).xpath("//input[@name='activity']/@value")
    assert [box.split()[0] for box in boxes] == ["NEW", "NEW-2"]
    people = {"function": "judge", "place": "Peru", "counted_on": "2022-09-15", "women": "3"}
    sent = manager.submit("/activities/NEW-2/people", people | {"why": "list"})
    assert sent.status_code == MOVED
    answer = secretariat.send_again(
        shown, {"activity": list(boxes), "intent": "published"}, follow=True
    )
    text = answer.get_data(as_text=True)
    assert "NEW is published." in text
    assert "NEW-2 stays as it was: somebody else has changed this" in text
    states = [state(drafts, code) for code in CODES]
    assert states == [
        PublicationState.PUBLISHED, PublicationState.SUBMITTED, PublicationState.DRAFT
    ]  # fmt: skip


def test_a_decision_refused_as_a_whole_keeps_reason_ticks_and_filter(
    drafts: Session, manager: PageClient, secretariat: PageClient
) -> None:
    for code in CODES[:2]:
        assert press(manager, f"/activities/{code}", "submitted") == MOVED
    address = "/activities/publication?publication=submitted&sort=-code"
    shown = secretariat.get(address)
    boxes = parse(shown.get_data(as_text=True)).xpath("//input[@name='activity']/@value")

    none = secretariat.send_again(shown, {"intent": "returned", "why": "Who took part?"})
    text = none.get_data(as_text=True)
    assert none.status_code == REFUSED
    assert "Tick the activities first." in text
    assert parse(text).xpath("string(//input[@name='why']/@value)") == "Who took part?"

    bare = secretariat.send_again(shown, {"activity": boxes[:1], "intent": "returned"})
    page = parse(bare.get_data(as_text=True))
    assert bare.status_code == REFUSED
    assert page.xpath("//a[@href='#why']/span/text()") == ["say why it is returned"]
    assert page.xpath("//input[@name='activity'][@checked]/@value") == boxes[:1]
    assert page.xpath("//form[.//input[@name='activity']]/@action") == [address]
    assert state(drafts, boxes[0].split()[0]) is PublicationState.SUBMITTED

    people = {"function": "judge", "place": "Peru", "counted_on": "2022-09-15", "women": "3"}
    changed = boxes[0].split()[0]
    manager.submit(f"/activities/{changed}/people", people | {"why": "list"})
    overtaken = secretariat.send_again(shown, {"activity": list(boxes), "intent": "returned"})
    ticked = parse(overtaken.get_data(as_text=True)).xpath("//input[@checked]/@value")
    assert ticked == boxes[1:], "what was changed since it was read is ticked by nobody"

    kept = secretariat.send_again(shown, {"activity": boxes[1:], "intent": "published"})
    assert kept.location.endswith(address)


def test_a_return_of_which_one_is_refused_keeps_the_reason_for_it(
    drafts: Session, manager: PageClient, secretariat: PageClient
) -> None:
    for code in CODES[:2]:
        assert press(manager, f"/activities/{code}", "submitted") == MOVED
    shown = secretariat.get("/activities/publication?publication=submitted")
    boxes = parse(shown.get_data(as_text=True)).xpath("//input[@name='activity']/@value")
    people = {"function": "judge", "place": "Peru", "counted_on": "2022-09-15", "women": "3"}
    manager.submit(f"/activities/{CODES[0]}/people", people | {"why": "list"})
    sent = {"activity": list(boxes), "intent": "returned", "why": "Who took part?"}
    answer = secretariat.send_again(shown, sent)
    page = parse(answer.get_data(as_text=True))
    assert answer.status_code == REFUSED
    assert f"{CODES[0]} stays as it was: somebody else" in page.text_content()
    assert page.xpath("string(//input[@name='why']/@value)") == "Who took part?"
    assert [state(drafts, code) for code in CODES[:2]] == [
        PublicationState.SUBMITTED, PublicationState.RETURNED
    ]  # fmt: skip
    box = page.xpath("//input[@name='activity']/@value")
    again = secretariat.send_again(answer, {"activity": box, "intent": "returned"})
    assert (again.status_code, state(drafts, CODES[0])) == (MOVED, PublicationState.RETURNED)


def test_each_role_has_its_own_buttons(
    drafts: Session, manager: PageClient, secretariat: PageClient, signed_in: SignIn
) -> None:
    del drafts
    assert press(manager, "/activities/NEW", "submitted") == MOVED
    finance, donor = signed_in(Role.FINANCE_OFFICER), signed_in(Role.DONOR, donor_code="ITA")
    found = {
        name: set(parse(one.get(PAGE).get_data(as_text=True)).xpath("//button[@name]/@value"))
        for name, one in (("manager", manager), ("secretariat", secretariat), ("finance", finance))
    }
    assert found == {
        "manager": {"draft"},
        "secretariat": {"published", "approved", "returned"},
        "finance": set(),
    }
    for path in (PAGE, "/activities/publication"):
        assert donor.get(path).status_code == FORBIDDEN
        assert manager.get(path).status_code == FOUND
    for path, intent in ((PAGE, "published"), ("/activities/publication", "published")):
        token = parse(manager.get(PAGE).get_data(as_text=True)).xpath(
            "//input[@name='csrf_token']/@value"
        )[0]
        answer = manager.post(path, data={"csrf_token": token, "intent": intent})
        assert answer.status_code == FORBIDDEN


def test_a_state_that_is_none_and_an_overtaken_page_change_nothing(
    drafts: Session, manager: PageClient
) -> None:
    shown = manager.get(PAGE)
    assert manager.send_again(shown, {"intent": "sold"}).status_code == REFUSED
    assert press(manager, "/activities/NEW", "submitted") == MOVED
    assert manager.send_again(shown, {"intent": "submitted"}).status_code == CHANGED
    assert state(drafts) is PublicationState.SUBMITTED


def test_a_form_adds_a_draft_and_a_change_leaves_the_state(
    drafts: Session, manager: PageClient
) -> None:
    values = {
        "code": "A-9", "title": "Course", "programme": "GLO1", "type": "training",
        "status": "pipeline",
    }  # fmt: skip
    assert manager.submit("/activities/add", values).status_code == MOVED
    assert state(drafts, "A-9") is PublicationState.DRAFT
    for code, expected in (("A1", PublicationState.PUBLISHED), ("A-9", PublicationState.DRAFT)):
        answer = manager.submit(
            f"/activities/{code}/change", {"venue": "Lima", "why": "it is there"}
        )
        assert answer.status_code == MOVED
        assert state(drafts, code) is expected


def test_the_list_takes_as_many_statements_whatever_its_rows(
    app: Flask, drafts: Session, manager: PageClient, secretariat: PageClient
) -> None:
    del drafts
    taken = []
    for code in CODES[:2]:
        assert press(manager, f"/activities/{code}", "submitted") == MOVED
        secretariat.get("/activities/publication")
        with counted(app) as statements:
            assert code in secretariat.get("/activities/publication").get_data(as_text=True)
        taken.append(len(statements))
    assert taken[0] == taken[1] <= MOST_STATEMENTS


def test_a_manager_of_other_programmes_finds_no_buttons_and_changes_nothing(
    app: Flask, manager: PageClient, manager_of: ManagerOf
) -> None:
    other = manager_of("OTHER")
    for path in ("/activities/A1", "/programmes/GLO1"):
        change = f"//main//a[contains(@href, '{path}/') and normalize-space() = 'Change']"
        assert manager.html(path).xpath(change), path
        assert not other.html(path).xpath(change), path
    form = manager.get("/programmes/GLO1/change")
    app.config["WTF_CSRF_ENABLED"] = False
    told = other.send_again(form, {"title": "Mine", "why": "so"})
    assert told.status_code == 422
    assert "is another manager" in told.get_data(as_text=True)
    own = manager.submit("/programmes/GLO1/change", {"title": "Ours", "why": "so"})
    assert own.status_code == 303
