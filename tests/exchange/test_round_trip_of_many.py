"""Five thousand activities go out as a workbook and come back without a change."""

import io
import resource
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import Session

from tests.exchange.making import take_in
from tests.support.small_account import fill_small_account
from tracker.assistance.activities import add_activities
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.db import transaction
from tracker.exchange.record_sheets import sheet_columns, sheet_rows
from tracker.exchange.templates import workbook

MANY = 5_000
MOST_SECONDS, MOST_MEGABYTES = 60, 400  # seconds of work, however busy the machine is


@pytest.mark.slow
def test_five_thousand_activities_come_back_unchanged(
    sqlite_session: Session, tmp_path: Path
) -> None:
    session = sqlite_session
    fill_small_account(session)
    model = read_draft(session, find_activity(session, "A1"))
    model = replace(model, participants=(), results=(), documents=(), partners=("Police", "UNICRI"))
    codes = [f"ACT-{number:05d}" for number in range(MANY)]
    with transaction(session):
        drafts = [replace(model, code=code, title=f"Course {code} = 1; \u00e9") for code in codes]
        add_activities(session, drafts, "ana")
    session.rollback()
    before, start = _megabytes(), process_time()
    content = workbook(
        "activities", sheet_columns("activities"), sheet_rows(session, "activities", codes)
    )
    written = process_time() - start
    path = tmp_path / "activities.xlsx"
    path.write_bytes(content)
    names = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
    assert names == ["activities", "columns", "notes", "codes"]
    session.rollback()
    start = process_time()
    report = take_in(session, "activities", path)
    read = process_time() - start
    grown = _megabytes() - before
    figures = (
        f"written {written:.1f} s, {len(content) / 1e6:.1f} MB; read {read:.1f} s; +{grown:.0f} MB"
    )
    assert (report["faults"], report["changed"], report["unchanged"]) == ([], 0, MANY)
    assert written + read < MOST_SECONDS, figures
    assert grown < MOST_MEGABYTES, figures


def _megabytes() -> float:
    """Return the most memory that this process has used."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
