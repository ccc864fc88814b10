"""The short forms of an activity: each changes its own part, and nothing that others wrote."""

import pytest
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tests.support.publication import as_drafts
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.reference.codes import ActivityStatus

MOVED, REFUSED = 303, 422
PEOPLE = {"function": "judge", "place": "Peru", "counted_on": "2022-09-15", "women": "3",
          "why": "the list"}  # fmt: skip


def draft_of(session: Session) -> ActivityDraft:
    session.rollback()
    return read_draft(session, find_activity(session, "A1"))


def test_status_and_days_are_changed_with_a_reason(
    account: Account, sqlite_session: Session, manager: PageClient
) -> None:
    del account
    page = manager.get("/activities/A1").get_data(as_text=True)
    for part in ("status", "people", "results", "documents"):
        assert f'href="/activities/A1/{part}"' in page
    values = {"status": "closed", "actual_start": "2022-01-03", "actual_end": "2022-02-03"}
    refused = manager.submit("/activities/A1/status", values)
    assert refused.status_code == REFUSED
    assert "Say why this is changed." in refused.get_data(as_text=True)
    sent = manager.submit("/activities/A1/status", values | {"why": "the course is over"})
    assert sent.status_code == MOVED
    assert draft_of(sqlite_session).status is ActivityStatus.CLOSED
    history = manager.get("/activities/A1/history").get_data(as_text=True)
    assert "the course is over" in history


def test_a_status_that_somebody_else_has_changed_meanwhile_is_not_written_over(
    account: Account, sqlite_session: Session, manager: PageClient
) -> None:
    del account
    shown = manager.get("/activities/A1/status")
    meanwhile = {"status": "suspended", "why": "no money"}
    assert manager.submit("/activities/A1/status", meanwhile).status_code == MOVED
    late = manager.send_again(shown, {"status": "closed", "why": "over"})
    assert late.status_code == REFUSED
    assert "somebody else has changed this" in late.get_data(as_text=True)
    assert draft_of(sqlite_session).status is ActivityStatus.SUSPENDED


def test_people_are_added_to_those_on_record_and_a_second_row_of_a_day_is_named(
    account: Account, sqlite_session: Session, manager: PageClient
) -> None:
    del account
    before = draft_of(sqlite_session).participants
    assert manager.submit("/activities/A1/people", PEOPLE).status_code == MOVED
    after = draft_of(sqlite_session).participants
    assert after[: len(before)] == before
    assert (after[-1].place, after[-1].women) == ("PER", 3)
    again = manager.submit("/activities/A1/people", PEOPLE)
    assert again.status_code == REFUSED
    assert "one row for each place, function and day" in again.get_data(as_text=True)
    assert draft_of(sqlite_session).participants == after


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("results", {"indicator": "Judges trained", "actual": "7", "measured_on": "2022-09-15"}),
        ("documents", {"title": "Report of the course", "url": "https://example.org/r"}),
    ],
)
def test_a_result_and_a_document_stand_on_the_page(
    account: Account, sqlite_session: Session, manager: PageClient, part: str,
    values: dict[str, str],
) -> None:  # fmt: skip
    del account
    as_drafts(sqlite_session, "A1")
    sent = manager.submit(f"/activities/A1/{part}", values | {"why": "it is known now"})
    assert sent.status_code == MOVED
    assert next(iter(values.values())) in manager.get("/activities/A1").get_data(as_text=True)


def test_a_copy_has_what_the_activity_is_and_nothing_of_what_came_of_it(
    account: Account, manager: PageClient
) -> None:
    del account
    assert manager.submit("/activities/A1/people", PEOPLE).status_code == MOVED
    shown = manager.get("/activities/add?copy=A1")
    text = shown.get_data(as_text=True)
    assert 'value="Training"' in text
    assert 'value="2022-09-15"' not in text
    sent = manager.send_again(shown, {"code": "A7", "title": "A second training"})
    assert sent.status_code == MOVED


def test_the_public_has_no_short_form(account: Account, client: PageClient) -> None:
    del account
    for part in ("status", "people", "results", "documents"):
        assert client.get(f"/activities/A1/{part}").status_code == MOVED
    assert "Add people reached" not in client.get("/activities/A1").get_data(as_text=True)


def test_the_money_that_an_activity_can_have_is_named_to_staff(
    account: Account, manager: PageClient, client: PageClient
) -> None:
    del account
    assert "/activities/A1/money" in manager.get("/activities/A1").get_data(as_text=True)
    page = manager.get("/activities/A1/money").get_data(as_text=True)
    assert "C-ITA" in page
    assert client.get("/activities/A1/money").status_code == MOVED


def test_people_of_another_session_are_asked_about(
    account: Account, sqlite_session: Session, manager: PageClient
) -> None:
    del account
    path = "/activities/A1/people"
    assert manager.submit(path, PEOPLE).status_code == MOVED
    number = len(draft_of(sqlite_session).participants) - 1
    second = PEOPLE | {"counted_on": "2022-09-22"}
    asked = manager.submit(path, second)
    assert asked.status_code == REFUSED
    assert "up to 3 at once; none of these was among them" in asked.get_data(as_text=True)
    assert len(draft_of(sqlite_session).participants) == number + 1
    assert manager.send_again(asked, {"sure": "NOBODY_AGAIN"}).status_code == MOVED
    third = manager.get(f"{path}?again={number}")
    assert f"people?again={number}" in manager.get("/activities/A1").get_data(as_text=True)
    undated = manager.send_again(third, {"counted_on": "", "why": "third session"})
    assert undated.status_code == REFUSED
    assert 'href="#counted_on"' in undated.get_data(as_text=True)
    sent = manager.send_again(third, {"counted_on": "2022-09-29", "why": "third session"})
    assert sent.status_code == MOVED
    newest = draft_of(sqlite_session).participants[-1]
    assert (newest.women, newest.women_before, newest.before_activity) == (3, 3, "A1")
    page = manager.get("/activities/A1").get_data(as_text=True)
    assert '9 <span class="muted">participations' in page
    assert '6 <span class="muted">persons who were not counted before' in page
    assert manager.get(f"{path}?again=99").status_code == 200
