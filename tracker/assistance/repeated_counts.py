"""The same people counted on several days of one activity, as in a course of three sessions.

Each count is whole, so that participations add up; who came before is a number beside it, without
which the sums of persons would count them anew (docs/decisions/0019-people-counted.md).
"""

from collections.abc import Sequence

from tracker.assistance.outcome_drafts import BEFORE, ParticipantCount
from tracker.errors import Fault
from tracker.questions import DraftQuestion, QuestionCode
from tracker.words import say


def counted_again(count: ParticipantCount, code: str) -> ParticipantCount:
    """Return the count of another day on which all those counted came again; `code` is theirs."""
    numbers = dict(zip(BEFORE, count.counted, strict=True))
    return count._replace(
        counted_on=None,
        counted_before=False,
        before_activity=code,
        before_programme="",
        **numbers,  # type: ignore[arg-type] # numbers
    )


def repeated_day_faults(
    on_record: Sequence[ParticipantCount], new: ParticipantCount, code: str
) -> list[Fault]:
    """Return the fault of people who came again to the activity with a code on no day stated.

    `on_record` are the counts of that activity.
    """
    alike = any((one.function, one.place) == (new.function, new.place) for one in on_record)
    if new.counted_on or not alike or not any(new.before) or new.before_activity != code:
        return []
    return [Fault("counted_on", say("say on which day the same people came again"))]


def repeated_count_questions(
    on_record: Sequence[ParticipantCount], new: ParticipantCount
) -> list[DraftQuestion]:
    """Ask who came again where people of the same function and place were counted before.

    `on_record` are the counts of the activity; one that says who was counted before asks nothing.
    """
    earlier = [
        one
        for one in on_record
        if (one.function, one.place) == (new.function, new.place) and one.key != new.key
    ]
    if any(new.before) or not any(new.counted) or not any(sum(one.counted) for one in earlier):
        return []
    number = max(sum(one.counted) for one in earlier)
    message = say(
        "this activity has counted people of this function and place on another day, up to "
        "%(number)s at once; none of these was among them",
        number=number,
    )
    return [DraftQuestion(QuestionCode.NOBODY_AGAIN, "women_before", message)]
