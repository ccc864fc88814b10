"""The pace of an activity by its thresholds."""

from datetime import date, timedelta

import pytest

from tracker.assistance.activity_pace import (
    STUCK_DAYS,
    ActivityProgress,
    Pace,
    pace_of,
    time_passed_bp,
)
from tracker.reference.codes import ActivityStatus

S = ActivityStatus
START, END = date(2024, 1, 1), date(2025, 12, 31)
MIDDLE = date(2024, 12, 31)


@pytest.mark.parametrize(
    ("progress", "on", "pace"),
    [
        (ActivityProgress(S.IMPLEMENTATION, START, END, 100, 30), END + timedelta(1), Pace.OVERDUE),
        (ActivityProgress(S.IMPLEMENTATION, START, END, 100, 30), END, Pace.SLOW),
        (ActivityProgress(S.IMPLEMENTATION, START, END, 100, 26), MIDDLE, None),
        (ActivityProgress(S.IMPLEMENTATION, START, END, 100, 25), MIDDLE, Pace.SLOW),
        (
            ActivityProgress(S.IMPLEMENTATION, START, END, 100, 0),
            START + timedelta(STUCK_DAYS),
            Pace.STUCK,
        ),
        (
            ActivityProgress(S.IMPLEMENTATION, START, END, 100, 0),
            START + timedelta(STUCK_DAYS - 1),
            None,
        ),
        (ActivityProgress(S.IMPLEMENTATION, START, END, 0, 0), MIDDLE, None),
        (ActivityProgress(S.PIPELINE, START, END, 100, 0), START + timedelta(1), Pace.WAITING),
        (ActivityProgress(S.PIPELINE, START, END, 100, 0), START, None),
        (ActivityProgress(S.CLOSED, START, END, 100, 0), END + timedelta(1), None),
        (ActivityProgress(S.IMPLEMENTATION, None, None, 100, 0), END, None),
    ],
)
def test_each_threshold_decides(progress: ActivityProgress, on: date, pace: Pace | None) -> None:
    assert pace_of(progress, on) is pace


def test_time_is_counted_from_the_first_day_to_the_last() -> None:
    assert time_passed_bp(ActivityProgress(S.IMPLEMENTATION, START, END, 0, 0), MIDDLE) == 5_006
    assert (
        time_passed_bp(ActivityProgress(S.IMPLEMENTATION, START, END, 0, 0), START - timedelta(9))
        == 0
    )
    assert time_passed_bp(ActivityProgress(S.IMPLEMENTATION, START, None, 0, 0), MIDDLE) is None
