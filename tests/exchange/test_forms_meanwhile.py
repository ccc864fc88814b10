"""A form that is saved while a sheet is imported is never overwritten in silence."""

from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.api.accounts import fill
from tests.exchange.making import messages, take_in, write_csv
from tests.support.jobs import WAIT
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.recorded_activities import (
    activities_on_file,
    find_activity,
    read_draft,
)
from tracker.db import make_session, transaction
from tracker.errors import ChangedMeanwhile
from tracker.exchange.import_run import ImportOptions, run_import
from tracker.exchange.preview_outcomes import preview_of_result
from tracker.fund.record_changes.activity_change import ACTIVITIES
from tracker.versions import version_of


def on_record(session: Session) -> ActivityDraft:
    """Return A1 as it is."""
    session.rollback()
    session.expire_all()
    return read_draft(session, find_activity(session, "A1"))


def row_of(draft: ActivityDraft, **more: str) -> dict[str, Any]:
    """Return the row of an activity as it is, with other values."""
    return {
        "code": draft.code, "title": draft.title, "programme": draft.programme,
        "type": draft.type.value, "status": draft.status.value, **more,
    }  # fmt: skip


@pytest.mark.slow
def test_a_form_saved_between_a_sheets_read_and_its_write_is_told(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make_session(engine) as session:
        fill(session)
        before = on_record(session)
    has_read = Event()
    told: list[str] = []

    def save_the_form() -> None:
        with make_session(engine, patience=WAIT) as session:
            assert has_read.wait(timeout=WAIT)
            try:
                with transaction(session):
                    edited = replace(before, title="By the form")
                    version = version_of(before)
                    ACTIVITIES.change_or_hand_in(
                        session, "A1", edited, "ana", "so", version=version
                    )
            except ChangedMeanwhile as meanwhile:
                told.append(version_of(meanwhile.current))

    other = Thread(target=save_the_form)

    def read_and_wait(*given: Any) -> Any:  # noqa: ANN401 - the arguments of the read
        found = activities_on_file(*given)
        has_read.set()
        other.join(timeout=1)  # the form would be saved by now, if it could
        return found

    monkeypatch.setattr("tracker.exchange.kinds.activities.activities_on_file", read_and_wait)
    other.start()
    sheet = write_csv(tmp_path / "a.csv", [row_of(before, title="By the sheet")])
    with make_session(engine, patience=WAIT) as session:
        assert messages(take_in(session, "activities", sheet)) == []
        other.join(timeout=WAIT)
        assert told == [version_of(on_record(session))]
        assert on_record(session).title == "By the sheet"


def test_a_form_saved_after_the_preview_is_not_overwritten(
    session: Session, tmp_path: Path
) -> None:
    fill(session)
    before = on_record(session)
    sheet = write_csv(tmp_path / "a.csv", [row_of(before, venue="By the sheet")])
    preview = run_import(session, ImportOptions("activities", (sheet,), dry_run=True))
    assert preview.counters.changed == 1
    shown = preview_of_result(preview)
    with transaction(session):
        ACTIVITIES.change_or_hand_in(
            session, "A1", replace(before, title="By the form"), "ana", "so"
        )
    decided = ImportOptions("activities", (sheet,), expected=shown)
    result = run_import(session, decided)
    assert result.differs
    assert not result.applied
    assert on_record(session).title == "By the form"
    (changes,) = [one.changes for one in result.results.values()]
    assert ("By the form", before.title) in [(one.old, one.new) for one in changes]
