"""The page of a revision: what would change, who publishes it, what all others see."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient, parse
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.people.roles import Role

MOVED, FORBIDDEN, CHANGED, REFUSED = 303, 403, 409, 422
PAGE, CHANGE = "/activities/A1/revision", "/activities/A1/change"
WANTED = {"title": "Renamed by a revision", "venue": "Lima", "status": "suspended", "why": "so"}


@pytest.fixture
def secretariat(account: Account, signed_in: Callable[..., PageClient]) -> PageClient:
    """Give the client of the secretariat."""
    del account
    return signed_in(Role.SECRETARIAT)


def live(session: Session) -> ActivityDraft:
    session.rollback()
    session.expire_all()
    return read_draft(session, find_activity(session, "A1"))


def test_a_change_waits_is_shown_field_by_field_and_published(
    sqlite_session: Session, manager: PageClient, secretariat: PageClient, client: PageClient
) -> None:
    answer = manager.submit(CHANGE, WANTED, follow=True).get_data(as_text=True)
    assert "the rest waits until the secretariat" in answer
    assert "A revision of it waits" in answer
    public = client.get("/activities/A1").get_data(as_text=True)
    assert "Suspended" in public
    for path in (
        "/activities/A1",
        "/activities",
        "/api/v1/activities/A1",
        "/activities?q=revision",
    ):
        assert "by a revision" not in client.get(path).get_data(as_text=True)
    assert parse(manager.get(CHANGE).get_data(as_text=True)).xpath(
        "//input[@id='title']/@value"
    ) == [WANTED["title"]]
    page = secretariat.get(PAGE)
    rows = parse(page.get_data(as_text=True)).xpath("//main//tbody/tr/th/text()")
    assert rows == ["Title", "Venue"]
    assert "A1" in secretariat.get("/activities/publication").get_data(as_text=True)
    assert manager.submit("/activities/A1/people", {
        "function": "judge", "place": "Peru", "counted_on": "2022-09-15", "women": "3", "why": "l"
    }).status_code == MOVED  # fmt: skip
    assert secretariat.send_again(page, {"intent": "published"}).status_code == CHANGED
    assert secretariat.submit(PAGE, {"intent": "published"}).status_code == MOVED
    assert (live(sqlite_session).title, live(sqlite_session).venue) == (WANTED["title"], "Lima")
    assert WANTED["title"] in client.get("/activities/A1").get_data(as_text=True)
    history = manager.get("/activities/A1/history").get_data(as_text=True)
    for word in ("Revision written", "Title; Venue"):
        assert word in history
    assert secretariat.get(PAGE).status_code == MOVED


def test_it_is_returned_with_its_reason_mended_or_given_up(
    sqlite_session: Session, manager: PageClient, secretariat: PageClient
) -> None:
    before = live(sqlite_session)
    assert manager.submit(CHANGE, {"title": "Other", "why": "so"}).status_code == MOVED
    assert secretariat.submit(PAGE, {"intent": "returned"}).status_code == REFUSED
    answer = secretariat.submit(PAGE, {"intent": "returned", "why": "say where"}, follow=True)
    assert answer.status_code == 200
    assert "say where" in manager.get("/activities/A1").get_data(as_text=True)
    assert not parse(secretariat.get(PAGE).get_data(as_text=True)).xpath("//button[@name='intent']")
    assert manager.submit(CHANGE, {"venue": "Lima", "why": "now"}).status_code == MOVED
    assert "Waits" in manager.get(PAGE).get_data(as_text=True)
    form = parse(manager.get(PAGE).get_data(as_text=True))
    token = form.xpath("//input[@name='csrf_token']/@value")[0]
    for path in (PAGE, f"{PAGE}/drop"):
        status = manager.post(path, data={"csrf_token": token, "intent": "published"}).status_code
        assert status == (FORBIDDEN if path == PAGE else MOVED)
    assert live(sqlite_session) == before
    assert manager.get(PAGE).status_code == MOVED
