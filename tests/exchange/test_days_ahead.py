"""Days of other people's sheets that have not come: a profile makes planned ones of them."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.api.accounts import fill
from tests.exchange.making import messages, take_in, write_csv
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.errors import InvalidInput
from tracker.exchange.kinds import activities
from tracker.exchange.profile_checks import refuse_slips
from tracker.exchange.profiles import make_section

PROFILE = """
[activities]
columns.code = "No"
columns.title = "Project"
columns.programme = "Fund"
columns.status = "State"
columns.actual_start = "Begin"
columns.actual_end = "End"
constants.type = "other"
dates = ["%d/%m/%Y"]
"""
MOVES = 'ahead.actual_end = "planned_end"\n'
ROW = {"No": "X-1", "Project": "Courts", "Fund": "GLO1", "State": "implementation",
       "Begin": "01/02/2022", "End": "31/12/2066"}  # fmt: skip


def profile(folder: Path, *more: str) -> str:
    """Write a profile and return its path."""
    path = folder / "theirs.toml"
    path.write_text("".join((PROFILE, *more)), encoding="utf-8")
    return str(path)


def test_an_end_to_come_is_planned_where_the_profile_says_so(
    session: Session, tmp_path: Path
) -> None:
    fill(session)
    sheet = write_csv(tmp_path / "a.csv", [ROW])
    report = take_in(session, "activities", sheet, profile=profile(tmp_path, MOVES))
    assert report["faults"] == []
    assert any("in 1 row the day of actual_end has not come" in note for note in report["notes"])
    draft = read_draft(session, find_activity(session, "X-1"))
    assert (draft.planned_end, draft.actual_end) == (date(2066, 12, 31), None)
    over = write_csv(tmp_path / "b.csv", [{**ROW, "End": "31/12/2023"}])
    again = take_in(session, "activities", over, profile=profile(tmp_path, MOVES))
    assert (again["changed"], again["faults"]) == (1, [])
    draft = read_draft(session, find_activity(session, "X-1"))
    assert (draft.planned_end, draft.actual_end) == (date(2066, 12, 31), date(2023, 12, 31))


def test_without_that_the_row_says_what_is_wrong(session: Session, tmp_path: Path) -> None:
    fill(session)
    sheet = write_csv(tmp_path / "a.csv", [ROW])
    report = take_in(session, "activities", sheet, profile=profile(tmp_path))
    assert messages(report) == [(2, "End", "the day has not come")]


def test_a_day_is_moved_to_a_column_that_there_is() -> None:
    section = make_section(
        {"columns": {"actual_end": "End"}, "ahead": {"actual_end": "planed_end"}}, "t", "activities"
    )
    with pytest.raises(InvalidInput, match="planed_end"):
        refuse_slips(section, activities.columns(), {})
