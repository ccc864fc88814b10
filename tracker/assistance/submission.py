"""What an activity still needs before it can be submitted for publication."""

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.reference.codes import ActivityStatus

ALWAYS = ("title", "programme", "description", "beneficiaries", "instruments")
"""The fields of a draft that no published activity may lack."""
OVER = frozenset({ActivityStatus.FINALISATION, ActivityStatus.CLOSED})
BEGUN = OVER | {ActivityStatus.IMPLEMENTATION}


def missing_for_submission(draft: ActivityDraft) -> tuple[str, ...]:
    """Return the fields of a draft that are empty and needed for its submission, in its order.

    An activity has its days: as planned, as they happened once it has begun, and the last day
    once it is over. One that is suspended or cancelled needs no more than a plan.
    """
    return (
        *(name for name in ALWAYS if not _filled(getattr(draft, name))),
        *_missing_days(draft),
    )


def _missing_days(draft: ActivityDraft) -> tuple[str, ...]:
    """Return the days that an activity of its status lacks."""
    if draft.status in BEGUN:
        ended = draft.status not in OVER or draft.actual_end is not None
        started = draft.actual_start is not None
        return (*(() if started else ("actual_start",)), *(() if ended else ("actual_end",)))
    planned = draft.planned_start or draft.actual_start
    return () if planned else ("planned_start",)


def _filled(value: object) -> bool:
    """Tell whether a value says something."""
    return bool(value.strip()) if isinstance(value, str) else bool(value)
