"""The page of a revision: what would change, who publishes it, what all others see."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.closing import close_months
from tests.support.pages import PageClient, parse
from tests.web.approval_pages import decide
from tests.web.ended_sessions import LOOK_OVER, end_by_idling, sign_in_at
from tests.web.every_form import MANAGER
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.db import transaction
from tracker.fund.closing.months import Month
from tracker.fund.record_changes.activity_change import change_funded_activity
from tracker.people.roles import Role

MOVED, FORBIDDEN, CHANGED, REFUSED = 303, 403, 409, 422
CAME_BACK = "//section[@aria-labelledby='revisions-returned']//a/@href"
PAGE, CHANGE = "/activities/A1/revision", "/activities/A1/change"
WANTED = {"title": "Renamed by a revision", "venue": "Lima", "status": "suspended", "why": "so"}


@pytest.fixture
def secretariat(account: Account, signed_in: Callable[..., PageClient]) -> PageClient:
    """Give the client of the secretariat."""
    del account
    return signed_in(Role.SECRETARIAT)


@pytest.fixture
def closed_months(sqlite_session: Session, account: Account) -> None:
    """Close all months in which A1 has money."""
    del account
    with transaction(sqlite_session) as session:
        close_months(session, Month(2022, 12), "closer@example.org")


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


def waiting_at_home(secretariat: PageClient) -> str:
    """Return how many changes of published activities wait, as the home says."""
    tiles = secretariat.html("/home").xpath("//section[@aria-labelledby='secretariat']//dd/a")
    found: str = tiles[1].text
    return found


def test_it_is_returned_with_its_reason_mended_or_given_up(
    sqlite_session: Session, manager: PageClient, secretariat: PageClient
) -> None:
    before = live(sqlite_session)
    assert manager.submit(CHANGE, {"title": "Other", "why": "so"}).status_code == MOVED
    assert waiting_at_home(secretariat) == "1"
    assert secretariat.submit(PAGE, {"intent": "returned"}).status_code == REFUSED
    for state in ("draft", "submitted", "approved", "x"):  # neither of the two buttons
        answer = secretariat.submit(PAGE, {"intent": state, "why": "say where"})
        assert answer.status_code == REFUSED
    answer = secretariat.submit(PAGE, {"intent": "returned", "why": "say where"}, follow=True)
    assert answer.status_code == 200
    assert "say where" in manager.get("/activities/A1").get_data(as_text=True)
    assert manager.html("/home").xpath(CAME_BACK) == [PAGE]
    assert waiting_at_home(secretariat) == "0"
    assert not parse(secretariat.get(PAGE).get_data(as_text=True)).xpath("//button[@name='intent']")
    assert manager.submit(CHANGE, {"venue": "Lima", "why": "now"}).status_code == MOVED
    assert "Waits" in manager.get(PAGE).get_data(as_text=True)
    assert not manager.html("/home").xpath(CAME_BACK)
    form = parse(manager.get(PAGE).get_data(as_text=True))
    token = form.xpath("//input[@name='csrf_token']/@value")[0]
    for path in (PAGE, f"{PAGE}/drop"):
        status = manager.post(path, data={"csrf_token": token, "intent": "published"}).status_code
        assert status == (FORBIDDEN if path == PAGE else MOVED)
    assert live(sqlite_session) == before
    assert manager.get(PAGE).status_code == MOVED


@pytest.mark.usefixtures("closed_months")
def test_what_moves_closed_figures_is_told_where_it_stands_until_it_is_approved(
    sqlite_session: Session, manager: PageClient, secretariat: PageClient, approver: PageClient
) -> None:
    before = live(sqlite_session)
    assert manager.submit(CHANGE, {"type": "workshop", "why": "as held"}).status_code == MOVED
    handed_in = secretariat.submit(PAGE, {"intent": "published"}, follow=True)
    assert "waits for the approval of a second person" in handed_in.get_data(as_text=True)
    assert live(sqlite_session) == before
    for path in (PAGE, "/activities/A1", "/activities/publication"):
        for reader in (manager, secretariat):
            assert reader.html(path).xpath("//main//a[@href='/approvals/1']"), path
    assert not secretariat.html(PAGE).xpath("//button[@name='intent']")
    assert not manager.html(PAGE).xpath("//a[contains(., 'Go on with it')]")
    refused = manager.submit(CHANGE, {"venue": "Lima", "why": "moved"})
    assert refused.status_code == REFUSED
    assert "waits for approval as request 1" in refused.get_data(as_text=True)
    assert "was returned" in decide(approver, 1, "return", "of which day?")
    page = manager.get(PAGE).get_data(as_text=True)
    assert "of which day?" in page
    again = manager.get("/activities/A1/change?request=1")
    assert again.headers["Location"] == PAGE
    sent = manager.submit(PAGE, {"why": "of 15 September"})
    assert sent.status_code == MOVED
    assert secretariat.submit(PAGE, {"intent": "published"}).status_code == MOVED
    assert "the change was made" in decide(approver, 2, "approve")
    assert live(sqlite_session).type.value == "workshop"
    assert manager.get(PAGE).status_code == MOVED
    history = manager.get("/activities/A1/history").get_data(as_text=True)
    for word in ("Handed in for approval", "Waits for approval", "of which day?"):
        assert word in history


def test_what_was_changed_under_it_is_shown_and_its_author_keeps_the_own(
    sqlite_session: Session, manager: PageClient
) -> None:
    assert manager.submit(CHANGE, {"title": "Mine", "why": "so"}).status_code == MOVED
    with transaction(sqlite_session) as session:
        draft = read_draft(session, find_activity(session, "A1"))
        change_funded_activity(session, "A1", replace(draft, title="Theirs"), "ana", "by sheet")
    both = f"{PAGE}/both"
    assert manager.html(PAGE).xpath(f"//a[@href='{both}']")
    shown = manager.get(both)
    text = shown.get_data(as_text=True)
    for word in ("Mine", "Theirs", "after this revision was written"):
        assert word in text
    assert manager.send_again(shown, {"choice-title": ""}).status_code == CHANGED
    shown = manager.get(both)
    end_by_idling(sqlite_session)
    ended = manager.send_again(shown, {"choice-title": "theirs"})
    again = manager.html(sign_in_at(manager, ended.headers["Location"], MANAGER))
    assert LOOK_OVER in again.text_content()
    assert again.xpath("//input[@name='choice-title' and @checked]/@value") == ["theirs"]
    kept = manager.send_again(manager.get(both), {"choice-title": "yours"}, follow=True)
    assert kept.status_code == 200
    assert not manager.html(PAGE).xpath(f"//a[@href='{both}']")
    assert manager.html(PAGE).xpath("//td[contains(., 'Mine')]")
    assert manager.get(both).status_code == MOVED
    assert live(sqlite_session).title == "Theirs"
