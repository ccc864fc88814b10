"""Whether an activity was under way in a period, by its state and days alone."""

from dataclasses import replace
from datetime import date

import pytest

from tests.support.counted import counted_activity
from tracker.assistance.work_in_period import last_day_of_work, was_under_way
from tracker.periods import Span
from tracker.reference.codes import ActivityStatus

YEAR = Span(date(2024, 1, 1), date(2024, 12, 31))
CLOSED, GOING_ON = ActivityStatus.CLOSED, ActivityStatus.IMPLEMENTATION


@pytest.mark.parametrize(
    ("status", "planned", "actual", "expected"),
    [
        (CLOSED, (None, None), (date(2023, 5, 1), date(2024, 1, 1)), True),
        (CLOSED, (None, None), (date(2023, 5, 1), date(2023, 12, 31)), False),
        (CLOSED, (None, None), (date(2024, 12, 31), date(2025, 3, 1)), True),
        (CLOSED, (None, None), (date(2025, 1, 1), date(2025, 3, 1)), False),
        (CLOSED, (date(2023, 1, 1), date(2024, 6, 1)), (None, None), True),
        (CLOSED, (None, None), (date(2023, 5, 1), None), False),
        (GOING_ON, (date(2022, 1, 1), date(2022, 6, 1)), (None, None), True),
        (GOING_ON, (None, None), (date(2026, 1, 1), None), False),
        (GOING_ON, (None, None), (None, None), False),
        (ActivityStatus.PIPELINE, (date(2024, 2, 1), date(2024, 6, 1)), (None, None), False),
        (ActivityStatus.CANCELLED, (None, None), (date(2024, 2, 1), None), False),
        (ActivityStatus.SUSPENDED, (None, None), (date(2023, 2, 1), None), True),
    ],
)
def test_an_activity_is_under_way_where_its_days_meet_the_period(
    status: ActivityStatus,
    planned: tuple[date | None, date | None],
    actual: tuple[date | None, date | None],
    expected: bool,  # noqa: FBT001 - a column of the table
) -> None:
    activity = replace(
        counted_activity(1),
        status=status,
        planned_start=planned[0],
        planned_end=planned[1],
        actual_start=actual[0],
        actual_end=actual[1],
    )
    assert was_under_way(activity, YEAR) is expected


def test_one_without_any_day_counts_from_the_beginning_alone() -> None:
    undated = replace(counted_activity(1), actual_start=None, actual_end=None, status=GOING_ON)
    assert was_under_way(undated, Span(None, date(2024, 12, 31)))
    assert last_day_of_work(undated) is None


@pytest.mark.parametrize(
    ("first", "last", "meets"),
    [
        (date(2020, 1, 1), date(2020, 12, 31), False),
        (date(2020, 1, 1), date(2021, 1, 1), True),
        (date(2021, 12, 31), None, True),
        (date(2022, 1, 1), None, False),
        (None, date(2020, 12, 31), False),
        (None, None, True),
    ],
)
def test_days_meet_a_period_in_one_day_at_least(
    first: date | None, last: date | None, *, meets: bool
) -> None:
    assert Span(date(2021, 1, 1), date(2021, 12, 31)).meets(first, last) is meets
    assert Span().meets(first, last)
