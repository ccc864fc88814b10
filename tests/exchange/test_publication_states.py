"""The publication that sheets name: an operator's holds, a programme manager's is submitted."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.api.accounts import fill
from tests.exchange.making import Cell, messages, take_in, write_csv
from tracker.assistance.publication_record import submitted_by
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.revisions import draft_to_change, waiting_revisions
from tracker.assistance.states import PublicationState

ON_A_PAGE: dict[str, str] = {"approver": ""}
WHOLE: dict[str, Cell] = {
    "code": "NEW", "title": "Course", "programme": "GLO1", "type": "training",
    "status": "pipeline", "description": "For judges", "planned_start": "2024-01-05",
    "beneficiaries": "KEN 100", "instruments": "TIP 100",
}  # fmt: skip


@pytest.fixture
def on_record(session: Session) -> Session:
    """Write the account into a database of either kind."""
    fill(session)
    return session


def state(session: Session, code: str = "NEW") -> PublicationState:
    session.rollback()
    session.expire_all()
    return read_draft(session, find_activity(session, code)).publication


@pytest.mark.parametrize(
    ("options", "named", "expected"),
    [
        ({}, {}, "published"),
        ({}, {"publication": ""}, "published"),
        ({}, {"publication": "approved"}, "approved"),
        (ON_A_PAGE, {}, "draft"),
        (ON_A_PAGE, {"publication": "draft"}, "draft"),
        (ON_A_PAGE, {"publication": "submitted"}, "submitted"),
    ],
)
def test_a_new_activity_has_the_state_that_its_door_lets_in(
    on_record: Session, tmp_path: Path, options: dict[str, str], named: dict[str, Cell],
    expected: str,
) -> None:  # fmt: skip
    path = write_csv(tmp_path / "a.csv", [WHOLE | named])
    assert messages(take_in(on_record, "activities", path, **options)) == []
    assert state(on_record) == expected
    number = find_activity(on_record, "NEW").id or 0
    assert bool(submitted_by(on_record, number)) is (expected == "submitted")


@pytest.mark.parametrize("named", ["published", "approved", "returned"])
def test_a_page_publishes_nothing(on_record: Session, tmp_path: Path, named: str) -> None:
    path = write_csv(tmp_path / "a.csv", [WHOLE | {"publication": named}])
    ((_row, column, message),) = messages(take_in(on_record, "activities", path, **ON_A_PAGE))
    assert (column, "it can be: Draft, Submitted" in message) == ("publication", True)
    path = write_csv(tmp_path / "b.csv", [WHOLE | {"code": "A1", "publication": "returned"}])
    ((_row, _column, message),) = messages(take_in(on_record, "activities", path, **ON_A_PAGE))
    assert "it can become: nothing else" in message
    assert state(on_record, "A1") is PublicationState.PUBLISHED


def test_a_page_submits_what_is_whole_and_names_what_is_missing(
    on_record: Session, tmp_path: Path
) -> None:
    bare = {**WHOLE, "description": "", "publication": "submitted"}
    path = write_csv(tmp_path / "a.csv", [bare])
    ((_row, column, message),) = messages(take_in(on_record, "activities", path, **ON_A_PAGE))
    assert (column, "fill this in before" in message) == ("description", True)
    for named in ("", "submitted", "draft"):
        path = write_csv(tmp_path / "a.csv", [{**WHOLE, "publication": named}])
        assert messages(take_in(on_record, "activities", path, **ON_A_PAGE)) == []
        assert state(on_record) == (named or "draft")


def test_a_blank_cell_moves_nothing(on_record: Session, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [{**WHOLE, "publication": "approved"}])
    take_in(on_record, "activities", path)
    for options in ({}, ON_A_PAGE):
        path = write_csv(tmp_path / "a.csv", [{**WHOLE, "title": "Other", "publication": ""}])
        assert messages(take_in(on_record, "activities", path, **options)) == []
        assert state(on_record) is PublicationState.APPROVED


def test_a_page_changes_what_is_published_by_a_revision(on_record: Session, tmp_path: Path) -> None:
    row = {"code": "A1", "title": "Better", "status": "closed", "actual_end": "2023-01-05",
           "actual_start": "2022-01-05"}  # fmt: skip
    path = write_csv(tmp_path / "a.csv", [row])
    for _ in range(2):
        report = take_in(on_record, "activities", path, **ON_A_PAGE)
        assert (messages(report), report["changed"]) == ([], 1)
    on_record.rollback()
    on_record.expire_all()
    live = read_draft(on_record, find_activity(on_record, "A1"))
    assert (live.status, live.title == "Better") == ("closed", False)
    assert draft_to_change(on_record, "A1") == replace(live, title="Better")
    (waiting,) = waiting_revisions(on_record)
    assert waiting.code == "A1"


def test_a_command_changes_what_is_published_on_record(on_record: Session, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [{"code": "A1", "title": "Better"}])
    assert messages(take_in(on_record, "activities", path)) == []
    assert state(on_record, "A1") is PublicationState.PUBLISHED
    assert read_draft(on_record, find_activity(on_record, "A1")).title == "Better"
    assert waiting_revisions(on_record) == ()
