"""Activities with what is counted of them, made by hand."""

from datetime import date

from tracker.assistance.counted_activities import CountedActivity, CountedPeople
from tracker.reference.codes import ActivityStatus, ActivityType


def counted_activity(
    number: int, *counts: CountedPeople, paragraphs: tuple[int, ...] = (5,)
) -> CountedActivity:
    """Return a closed training of programme 1 in 2022, with counts of people."""
    return CountedActivity(
        number, f"A{number}", "", 1, "GLO1", ActivityType.TRAINING, ActivityStatus.CLOSED, None,
        None, None, date(2022, 1, 1), date(2022, 6, 30), frozenset({"TIP", "SOM"}),
        frozenset({"KEN"}), frozenset(), frozenset(paragraphs), counts, (),
    )  # fmt: skip
