"""Indicators by period at every door: no value falls in silence, small numbers stay with staff."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.api.accounts import Account
from tests.exchange.making import messages, take_in, write_csv
from tests.support.pages import PageClient
from tests.support.publication import as_drafts, publish
from tracker.assistance.counted_activities import read_counted
from tracker.assistance.outcome_drafts import ResultDraft
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.periods import utc_now

MOVED, REFUSED = 303, 422
WHY = "two were counted twice"
VALUE = {
    "indicator": "Judges trained", "unit": "persons", "target": "40", "actual": "30",
    "counting": "added", "period_start": "2022-01-01", "measured_on": "2022-06-30",
    "period_target": "20", "actual_women": "18", "actual_men": "12", "evidence": "The list",
    "evidence_url": "https://example.org/list", "why": "it is known now",
}  # fmt: skip
LATER = VALUE | {
    "period_start": "2022-07-01", "measured_on": "2022-12-31", "actual": "12",
    "actual_women": "9", "actual_men": "3", "unit": "", "target": "", "counting": "",
}  # fmt: skip


def results_of(session: Session) -> tuple[ResultDraft, ...]:
    session.rollback()
    return read_draft(session, find_activity(session, "A1")).results


@pytest.fixture
def recorded(account: Account, manager: PageClient, sqlite_session: Session) -> None:
    """Record an indicator for one half of a year, of an activity before its publication."""
    del account
    as_drafts(sqlite_session, "A1")
    assert manager.submit("/activities/A1/results", VALUE).status_code == MOVED


@pytest.mark.usefixtures("recorded")
def test_periods_add_up_on_the_page_with_their_evidence(
    manager: PageClient, client: PageClient, sqlite_session: Session
) -> None:
    assert manager.submit("/activities/A1/results", LATER).status_code == MOVED
    page = manager.get("/activities/A1").get_data(as_text=True)
    for text in ("Periods are added up", ">42<", ">27<", "target reached", "The list"):
        assert text in page
    publish(sqlite_session, "A1")
    public = client.get("/activities/A1").get_data(as_text=True)
    assert ">42<" in public
    assert ">27<" not in public
    assert ">18<" not in public
    assert "fewer than five people" in public
    answer = client.get("/api/v1/activities/A1").get_json()
    assert {one["actual_women"] for one in answer["results"]} == {None}
    assert [one["actual"] for one in answer["indicators"]] == [42]


@pytest.mark.usefixtures("recorded")
def test_the_short_form_asks_why_a_value_falls_and_shows_the_one_on_record(
    manager: PageClient, sqlite_session: Session
) -> None:
    lower = VALUE | {"actual": "28", "actual_women": "16"}
    refused = manager.submit("/activities/A1/results", lower)
    assert refused.status_code == REFUSED
    assert "the value on record is 30, and this is lower" in refused.get_data(as_text=True)
    assert results_of(sqlite_session)[-1].actual == 30
    known = utc_now()
    told = manager.submit("/activities/A1/results", lower | {"lowered_because": WHY})
    assert told.status_code == MOVED
    assert results_of(sqlite_session)[-1].actual == 28
    assert WHY in manager.get("/activities/A1").get_data(as_text=True)
    then = next(one for one in read_counted(sqlite_session, known) if one.code == "A1")
    assert (then.results[-1].actual, then.results[-1].actual_women) == (30, 18)


@pytest.mark.usefixtures("recorded")
def test_the_large_form_asks_the_same(manager: PageClient, sqlite_session: Session) -> None:
    place = len(results_of(sqlite_session)) - 1
    values = {f"results-{place}-actual": "29", f"results-{place}-actual_men": "11", "why": "new"}
    refused = manager.submit("/activities/A1/change", values)
    assert refused.status_code == REFUSED
    assert "the value on record is 30" in refused.get_data(as_text=True)
    told = manager.submit(
        "/activities/A1/change", values | {f"results-{place}-lowered_because": WHY}
    )
    assert told.status_code == MOVED
    assert results_of(sqlite_session)[-1].lowered_because == WHY


@pytest.mark.usefixtures("recorded")
def test_a_sheet_asks_the_same_and_leaves_what_it_does_not_say(
    sqlite_session: Session, tmp_path: Path
) -> None:
    before = results_of(sqlite_session)[-1]
    row = {
        "code": "A1", "indicator": "Judges trained", "actual": "25", "measured_on": "2022-06-30",
        "actual_women": "15", "actual_men": "10", "title": "Training", "programme": "GLO1",
        "type": "training", "status": "implementation",
    }  # fmt: skip
    sheet = write_csv(tmp_path / "a.csv", [row])
    report = take_in(sqlite_session, "activities", sheet)
    assert messages(report) == [
        (2, "lowered_because", "the value on record is 30, and this is lower; say why")
    ]
    told = write_csv(tmp_path / "b.csv", [row | {"lowered_because": WHY}])
    assert take_in(sqlite_session, "activities", told)["changed"] == 1
    after = results_of(sqlite_session)[-1]
    assert (after.actual, after.lowered_because) == (25, WHY)
    assert (after.evidence, after.counting, after.period_start, after.target) == (
        before.evidence, before.counting, date(2022, 1, 1), before.target,
    )  # fmt: skip
    assert take_in(sqlite_session, "activities", told)["unchanged"] == 1


@pytest.mark.usefixtures("recorded")
def test_a_waiting_revision_lowers_nothing_in_silence(
    manager: PageClient, sqlite_session: Session
) -> None:
    publish(sqlite_session, "A1")
    lower = VALUE | {"actual": "28", "actual_women": "16"}
    assert manager.submit("/activities/A1/results", lower).status_code == REFUSED
    told = manager.submit("/activities/A1/results", lower | {"lowered_because": WHY})
    assert told.status_code == MOVED
    again = VALUE | {"actual": "29", "actual_women": "17"}
    refused = manager.submit("/activities/A1/results", again)
    assert refused.status_code == REFUSED
    assert "the value on record is 30" in refused.get_data(as_text=True)
    assert results_of(sqlite_session)[-1].actual == 30
