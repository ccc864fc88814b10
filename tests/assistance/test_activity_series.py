"""Series: the days that follow, the codes that are free, and what is copied."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from tests.api.accounts import fill
from tracker.assistance.activities import add_activities
from tracker.assistance.activity_series import (
    MOST_REPEATED,
    Interval,
    propose_series,
    repeated,
    series_days,
)
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.states import PublicationState
from tracker.db import transaction
from tracker.errors import Conflict
from tracker.reference.codes import ActivityStatus


@pytest.mark.parametrize(
    ("every", "after", "days"),
    [
        (Interval.WEEK, "2026-12-28", ["2027-01-04", "2027-01-11", "2027-01-18"]),
        (Interval.MONTH, "2027-01-31", ["2027-02-28", "2027-03-31", "2027-04-30"]),
        (Interval.MONTH, "2027-01-15", ["2027-02-15", "2027-03-15", "2027-04-15"]),
        (Interval.QUARTER, "2026-11-30", ["2027-02-28", "2027-05-30", "2027-08-30"]),
        (Interval.YEAR, "2024-02-29", ["2025-02-28", "2026-02-28", "2027-02-28"]),
    ],
)
def test_a_day_that_a_month_lacks_becomes_its_last(
    every: Interval, after: str, days: list[str]
) -> None:
    found = series_days(date.fromisoformat(after), every, times=3)
    assert [day.isoformat() for day in found] == days


@given(
    st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    st.sampled_from(Interval),
    st.integers(1, 80),
    st.integers(1, 3000),
)
def test_a_series_stops_at_its_number_and_at_its_day(
    after: date, every: Interval, times: int, length: int
) -> None:
    until = after + timedelta(days=length)
    found = series_days(after, every, times, until)
    assert len(found) <= min(times, MOST_REPEATED + 1)
    assert found == sorted(set(found))
    assert all(after < day <= until for day in found)
    assert found == series_days(after, every)[: len(found)]


def test_codes_follow_and_nothing_of_what_came_is_copied(session: Session) -> None:
    fill(session)
    draft = read_draft(session, find_activity(session, "A1"))
    proposed = propose_series(session, draft, [date(2030, 1, 1), date(2030, 2, 1)])
    assert [one.code for one in proposed] == ["A3", "A4"]
    made = repeated(draft, proposed)
    session.rollback()
    with transaction(session):
        add_activities(session, made, "ana")
    again = read_draft(session, find_activity(session, "A4"))
    assert again.planned_start == date(2030, 2, 1)
    assert (again.status, again.publication) == (ActivityStatus.PIPELINE, PublicationState.DRAFT)
    assert not [*again.results, *again.participants, *again.documents, *again.requests]
    assert (again.instruments, again.beneficiaries) == (draft.instruments, draft.beneficiaries)
    session.rollback()
    with pytest.raises(Conflict), transaction(session):
        add_activities(session, made, "ana")


@pytest.mark.parametrize("times", [0, -1, -5])
def test_no_days_follow_where_none_are_asked_for(times: int) -> None:
    assert series_days(date(2026, 1, 31), Interval.MONTH, times) == []
