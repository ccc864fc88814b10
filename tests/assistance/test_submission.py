"""What an activity needs before it is submitted: what it says of itself, and its days."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.shares import Share
from tracker.assistance.submission import missing_for_submission
from tracker.reference.codes import ActivityStatus, ActivityType

DAY = date(2024, 3, 1)
EMPTY = ActivityDraft("A1", "Course", "GLO1", ActivityType.TRAINING, ActivityStatus.PIPELINE)
WHOLE = replace(
    EMPTY,
    description="For prosecutors",
    planned_start=DAY,
    beneficiaries=(Share("KEN", 10_000),),
    instruments=(Share("TIP", 10_000),),
)


def test_an_empty_activity_lacks_all_but_its_title_and_programme() -> None:
    lacking = ("description", "beneficiaries", "instruments", "planned_start")
    assert missing_for_submission(EMPTY) == lacking
    assert missing_for_submission(replace(WHOLE, description=" \n")) == ("description",)
    assert missing_for_submission(WHOLE) == ()


@pytest.mark.parametrize(
    ("status", "planned", "start", "end", "missing"),
    [
        (ActivityStatus.PIPELINE, None, None, None, ("planned_start",)),
        (ActivityStatus.CANCELLED, DAY, None, None, ()),
        (ActivityStatus.SUSPENDED, None, DAY, None, ()),
        (ActivityStatus.IMPLEMENTATION, DAY, None, None, ("actual_start",)),
        (ActivityStatus.IMPLEMENTATION, None, DAY, None, ()),
        (ActivityStatus.FINALISATION, None, DAY, None, ("actual_end",)),
        (ActivityStatus.CLOSED, None, None, None, ("actual_start", "actual_end")),
        (ActivityStatus.CLOSED, None, DAY, DAY, ()),
    ],
)
def test_its_days_are_those_of_its_status(
    status: ActivityStatus,
    planned: date | None,
    start: date | None,
    end: date | None,
    missing: tuple[str, ...],
) -> None:
    draft = replace(WHOLE, status=status, planned_start=planned, actual_start=start, actual_end=end)
    assert missing_for_submission(draft) == missing
