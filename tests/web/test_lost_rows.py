"""Rows of a form that name a part that is not on record, and keys that cannot be typed over."""

from dataclasses import replace

import pytest
from sqlmodel import Session

from tests.support.pages import PageClient
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.outcome_drafts import ResultDraft
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.db import transaction

CHANGE, SECTION = "/activities/A1/change", "/activities/A1/sections/results"
ROW = {"results-0-indicator": "Judges trained", "results-0-actual": "7"}


@pytest.mark.parametrize("path", [CHANGE, SECTION])
@pytest.mark.parametrize("number", ["999999", "x", "9" * 30])
def test_a_row_of_no_part_on_record_is_refused_and_not_added(
    manager: PageClient, sqlite_session: Session, path: str, number: str
) -> None:
    answer = manager.submit(path, ROW | {"results-0-id": number, "why": "more"})
    assert answer.status_code == 422
    assert "results-0-indicator" in answer.text
    assert "this is no longer on record" in answer.text
    sqlite_session.rollback()
    kept = read_draft(sqlite_session, find_activity(sqlite_session, "A1")).results
    assert [one.indicator for one in kept if one.actual == 7] == []


def test_a_row_that_another_took_away_can_be_written_again_after_both_edits_were_seen(
    manager: PageClient, sqlite_session: Session
) -> None:
    draft = read_draft(sqlite_session, find_activity(sqlite_session, "A1"))
    with_result = replace(draft, results=(ResultDraft("Judges trained", actual=5),))
    sqlite_session.rollback()
    with transaction(sqlite_session) as session:
        change_activity(session, "A1", with_result, "ana", "so")
    page = manager.get(CHANGE)
    with transaction(sqlite_session) as session:
        change_activity(session, "A1", draft, "ben", "wrong")
    conflict = manager.send_again(page, ROW | {"why": "more"})
    assert conflict.status_code == 409
    edited = manager.send_again(conflict, {"all": "yours", "edit": "1"})
    assert edited.status_code == 200
    assert manager.send_again(edited, {"why": "more"}).status_code == 303


@pytest.mark.parametrize(
    ("path", "field"),
    [(CHANGE, "code"), ("/tools/GUIDE/change", "code"), ("/programmes/GLO1/change", "code")],
)
def test_the_key_of_a_record_on_file_cannot_be_typed_over(
    manager: PageClient, path: str, field: str
) -> None:
    page = manager.html(path)
    assert page.xpath(f"//input[@name='{field}']/@readonly") == ["readonly"]
    assert not manager.html(path.replace(path.split("/")[2] + "/change", "add")).xpath(
        f"//input[@name='{field}']/@readonly"
    )
