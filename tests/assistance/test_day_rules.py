"""Days of an activity: what happened has come, no plan is too far ahead, none is before 2000."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tracker.assistance.activity_drafts import ActivityDraft, KnownActivityCodes, activity_faults
from tracker.assistance.day_rules import FIRST_DAY
from tracker.assistance.outcome_drafts import ParticipantCount, ResultDraft
from tracker.day_bounds import MOST_YEARS_AHEAD
from tracker.periods import today
from tracker.reference.codes import ActivityStatus, ActivityType, ParticipantFunction

KNOWN = KnownActivityCodes(["P1"], [], [])
PLAIN = ActivityDraft(
    "A1", "Course", "P1", ActivityType.TRAINING, ActivityStatus.IMPLEMENTATION,
    planned_start=date(2022, 1, 1), planned_end=date(2066, 1, 1),
)  # fmt: skip
OLD, NOW = date(1999, 12, 31), today()
AHEAD = NOW + timedelta(days=1)


def with_day(field: str, day: date) -> ActivityDraft:
    """Return the activity with a day of something that happened."""
    if field == "results-0-measured_on":
        return replace(PLAIN, results=(ResultDraft("Judges trained", measured_on=day),))
    if field == "participants-0-counted_on":
        count = ParticipantCount(ParticipantFunction.JUDGE, women=1, counted_on=day)
        return replace(PLAIN, participants=(count,))
    if field == "actual_end":
        return replace(PLAIN, actual_start=min(day, date(2001, 1, 1)), actual_end=day)
    return replace(PLAIN, actual_start=day)


@pytest.mark.parametrize(
    "field",
    ["actual_start", "actual_end", "results-0-measured_on", "participants-0-counted_on"],
)
def test_what_happened_is_neither_to_come_nor_older_than_the_convention(field: str) -> None:
    assert activity_faults(with_day(field, NOW), KNOWN) == []
    assert activity_faults(with_day(field, date(2001, 1, 1)), KNOWN) == []
    ahead = activity_faults(with_day(field, AHEAD), KNOWN)
    assert [(one.field, str(one.message)) for one in ahead] == [(field, "the day has not come")]
    old = activity_faults(with_day(field, OLD), KNOWN)
    assert field in {one.field for one in old}
    assert all("2000" in str(one.message) for one in old)


@pytest.mark.parametrize("field", ["planned_start", "planned_end"])
def test_a_plan_is_not_of_another_century(field: str) -> None:
    last = date(NOW.year + MOST_YEARS_AHEAD, 12, 31)
    planned = replace(PLAIN, planned_start=FIRST_DAY, planned_end=last)
    assert activity_faults(planned, KNOWN) == []
    for day, told in (
        (last + timedelta(1), str(last)),
        (date(2569, 1, 1), str(last)),
        (OLD, "2000"),
    ):
        starts = replace(planned, planned_start=day)
        draft = starts if field == "planned_start" else replace(planned, planned_end=day)
        wrong = activity_faults(draft, KNOWN)
        assert told in " ".join(str(one.message) for one in wrong if one.field == field)


def test_a_plan_may_lie_ahead_and_what_has_begun_needs_no_planned_start() -> None:
    begun = replace(PLAIN, planned_start=None, actual_start=date(2022, 1, 1))
    assert activity_faults(begun, KNOWN) == []
    not_begun = replace(begun, actual_start=None)
    assert [one.field for one in activity_faults(not_begun, KNOWN)] == ["planned_start"]
