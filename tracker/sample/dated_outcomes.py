"""The days of the story's counts and results, and who was counted before in an earlier activity.

Chance of its own, so that the days change nothing else of the story.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.outcome_drafts import BEFORE, COUNTS, ParticipantCount, ResultDraft
from tracker.sample.chance import Chance
from tracker.sample.story import LAST_DAY

LONG = 300
"""Days of an activity whose people are counted twice, and whose results are measured by year."""


def with_days(seed: int, activities: Sequence[ActivityDraft]) -> tuple[ActivityDraft, ...]:
    """Return the activities with days of counts and results, and people counted before."""
    chance = Chance(seed)
    earlier = _EarlierActivities()
    found: dict[str, ActivityDraft] = {}
    for draft in sorted(activities, key=lambda one: (one.actual_start or LAST_DAY, one.code)):
        counts = tuple(_dated(chance, draft, earlier))
        dated = replace(draft, participants=counts, results=tuple(_by_year(chance, draft)))
        earlier.add(dated)
        found[draft.code] = dated
    return tuple(found[draft.code] for draft in activities)


class _EarlierActivities:
    """The activities so far by programme, in which people were counted."""

    def __init__(self) -> None:
        self._by_programme: dict[str, list[ActivityDraft]] = defaultdict(list)

    def add(self, draft: ActivityDraft) -> None:
        """Add an activity whose people were counted and that is over."""
        if draft.participants and draft.actual_end:
            self._by_programme[draft.programme].append(draft)

    def of(self, draft: ActivityDraft) -> list[ActivityDraft]:
        """Return those of the same programme that were over when an activity began."""
        start = draft.actual_start or LAST_DAY
        return [
            one
            for one in self._by_programme[draft.programme]
            if one.actual_end and one.actual_end < start
        ]


def _dated(
    chance: Chance, draft: ActivityDraft, earlier: _EarlierActivities
) -> Iterator[ParticipantCount]:
    """Yield the counts of an activity with their days; a tenth has none, as in older records."""
    first, last = draft.actual_start or LAST_DAY, min(draft.actual_end or LAST_DAY, LAST_DAY)
    for count in draft.participants:
        day = None if chance.happens(0.1) else chance.day(first, last)
        marked = count._replace(counted_before=False, counted_on=day)
        before = earlier.of(draft) if count.counted_before else []
        if before:
            marked = _counted_before(chance, marked, draft.programme, chance.one_of(before))
        yield marked
        if day and day < last and (last - first).days > LONG and chance.happens(0.2):
            yield _counted_again(
                chance, marked, draft.code, chance.day(day + timedelta(days=1), last)
            )


def _counted_before(
    chance: Chance, count: ParticipantCount, programme: str, other: ActivityDraft
) -> ParticipantCount:
    """Say how many of a count were counted before, in another activity or in the programme."""
    part = chance.uniform(0.1, 0.6)
    there = [sum(getattr(one, sex) for one in other.participants) for sex in COUNTS]
    numbers = [
        min(round(here * part), limit) for here, limit in zip(count.counted, there, strict=True)
    ]
    if not any(numbers):
        return count
    told = _with_before(count, numbers)
    if chance.happens(0.7):
        return told._replace(before_activity=other.code)
    return told._replace(before_programme=programme)


def _counted_again(
    chance: Chance, count: ParticipantCount, code: str, day: date
) -> ParticipantCount:
    """Return a later count of the same activity, most of whose people came again."""
    part = chance.uniform(0.3, 0.9)
    again = count._replace(counted_on=day, before_activity=code, before_programme="")
    numbers = [round(here * part) for here in count.counted]
    return _with_before(again, numbers if any(numbers) else list(count.counted))


def _with_before(count: ParticipantCount, numbers: Sequence[int]) -> ParticipantCount:
    """Return a count with so many counted before, by sex."""
    return count._replace(**dict(zip(BEFORE, numbers, strict=True)))  # type: ignore[arg-type] # each is a number


def _by_year(chance: Chance, draft: ActivityDraft) -> Iterator[ResultDraft]:
    """Yield the results, those of long activities with a value at the end of each year."""
    start = draft.actual_start
    for result in draft.results:
        last = result.measured_on
        if start and last and result.actual and (last - start).days > LONG:
            value = result.baseline or 0
            for year in range(start.year, last.year):
                value = chance.randint(value, max(value, result.actual))
                yield replace(result, actual=value, measured_on=date(year, 12, 31))
        yield result
