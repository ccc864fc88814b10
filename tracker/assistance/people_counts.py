"""People counted, by choice and period, as at and as known at, with and without double counting.

Each count is a participation. Without double counting those are left out who were counted before in
an activity or programme whose earlier counts all lie in the same choice; where some lie outside,
or nobody knows where they were counted, there is no such figure, and participations stand alone.
Counts are never multiplied by money, and never added up over donors.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.assistance.count_choice import CountChoice, meets, region_codes
from tracker.assistance.counted_activities import SEXES, CountedActivity, CountedPeople
from tracker.reference.states import states

NOBODY = (0,) * len(SEXES)


class PeopleBy(StrEnum):
    """What counts of people are broken down by."""

    FUNCTION = "function"  # the function of those counted
    REGION = "region"  # the M49 region that they came from
    COUNTRY = "country"  # the State or area that they came from
    YEAR = "year"  # the calendar year of the count
    PROGRAMME = "programme"  # the programme of the activity
    ACTIVITY = "activity"  # the activity
    PROTOCOL = "protocol"  # the instruments that the activity serves, whole under each
    PARAGRAPH = "paragraph"  # the paragraphs that the activity answers, whole under each


OVERLAPPING = frozenset({PeopleBy.PROTOCOL, PeopleBy.PARAGRAPH})
"""Breakdowns of which a count stands under several rows, so that they add up to no total."""


@dataclass(frozen=True, slots=True)
class PeopleChoice(CountChoice):
    """The counts of people chosen, by the codes of their activity and the place they came from."""

    def has(self, row: "PeopleRow") -> bool:
        """Tell whether a count is chosen."""
        return (
            self._has_own_day(row)
            and self.has_activity(row.activity)
            and self.has_place(row.people.place)
        )

    def _has_own_day(self, row: "PeopleRow") -> bool:
        """Tell whether the day of a count counts; without one it does where no period begins."""
        return self.first is None if row.day is None else self.has_day(row.day)

    def has_activity(self, activity: CountedActivity) -> bool:
        """Tell whether an activity is chosen by its codes."""
        return (
            (self.activities is None or activity.code in self.activities)
            and (not self.programmes or activity.programme in self.programmes)
            and meets(self.protocols, activity.instruments)
            and meets(self.paragraphs, activity.paragraphs)
            and meets(self.tools, activity.tools)
        )


class PeopleRow(NamedTuple):
    """A count of people with its activity and the day on which it counts, where one is known."""

    activity: CountedActivity
    people: CountedPeople
    day: date | None


class PeopleFigure(NamedTuple):
    """People by sex: counted, of them counted before, and of these outside of the choice."""

    counted: tuple[int, ...] = NOBODY
    before: tuple[int, ...] = NOBODY
    outside: tuple[int, ...] = NOBODY

    @property
    def participations(self) -> int:
        """All who were counted, as often as they were."""
        return sum(self.counted)

    @property
    def distinct(self) -> int | None:
        """The people without double counting; None where that cannot be said."""
        return None if any(self.outside) else self.participations - sum(self.before)

    def distinct_of(self, sex: int) -> int | None:
        """Return the people of one sex without double counting, by its place among the sexes."""
        return None if self.outside[sex] else self.counted[sex] - self.before[sex]


class PeoplePart(NamedTuple):
    """The counts with some codes of a breakdown, "" for not specified; or with any `but` them."""

    by: PeopleBy
    codes: tuple[str, ...]
    but: bool = False


class PeopleBook:
    """All counts of people as known at a moment, from which figures are read."""

    def __init__(self, activities: Iterable[CountedActivity]) -> None:
        self.rows = tuple(
            PeopleRow(one, count, count.counted_on or one.last_day)
            for one in activities
            for count in one.people
        )
        self._of_activity: dict[int, list[int]] = defaultdict(list)
        self._of_programme: dict[int, list[int]] = defaultdict(list)
        for place, row in enumerate(self.rows):
            self._of_activity[row.activity.id].append(place)
            self._of_programme[row.activity.programme_id].append(place)

    def chosen(self, choice: PeopleChoice) -> tuple[int, ...]:
        """Return the places of the counts chosen."""
        return tuple(place for place, row in enumerate(self.rows) if choice.has(row))

    def of_part(self, chosen: Iterable[int], part: "PeoplePart") -> tuple[int, ...]:
        """Return those of some counts that have one of the codes of a part, or none of them."""
        wanted = frozenset(part.codes)
        return tuple(
            place
            for place in chosen
            if wanted.isdisjoint(_CODES[part.by](self.rows[place]) or ("",)) is part.but
        )

    def figure(self, chosen: Iterable[int]) -> PeopleFigure:
        """Return the figure of some counts."""
        within = frozenset(chosen)
        counted, before, outside = list(NOBODY), list(NOBODY), list(NOBODY)
        for place in within:
            count = self.rows[place].people
            for sex, number in enumerate(count.counted):
                counted[sex] += number
                before[sex] += count.before[sex]
                if count.before[sex] and not self._lies_within(place, sex, within):
                    outside[sex] += count.before[sex]
        return PeopleFigure(tuple(counted), tuple(before), tuple(outside))

    def by(self, chosen: Iterable[int], by: PeopleBy) -> dict[str, PeopleFigure]:
        """Return the figures of some counts by the codes of a breakdown, "" for not specified."""
        groups: dict[str, list[int]] = defaultdict(list)
        for place in chosen:
            for code in _CODES[by](self.rows[place]) or ("",):
                groups[code].append(place)
        return {code: self.figure(groups[code]) for code in sorted(groups)}

    def _lies_within(self, place: int, sex: int, within: frozenset[int]) -> bool:
        """Tell whether all earlier counts of those counted before lie among some counts."""
        row = self.rows[place]
        earlier = [
            other
            for other in self._named(row.people)
            if other != place
            and self.rows[other].people.counted[sex]
            and _is_earlier(self.rows[other].day, row.day)
        ]
        there = sum(self.rows[other].people.counted[sex] for other in earlier)
        return there >= row.people.before[sex] and within.issuperset(earlier)

    def _named(self, count: CountedPeople) -> Sequence[int]:
        """Return the counts of the activity or programme in which people were counted before."""
        if count.before_activity is not None:
            return self._of_activity[count.before_activity]
        if count.before_programme is not None:
            return self._of_programme[count.before_programme]
        return ()


def _is_earlier(other: date | None, day: date | None) -> bool:
    """Tell whether a count may be earlier than another; one without a day may."""
    return other is None or day is None or other <= day


_CODES: Mapping[PeopleBy, Callable[[PeopleRow], tuple[str, ...]]] = {
    PeopleBy.FUNCTION: lambda row: (row.people.function.value,),
    PeopleBy.REGION: lambda row: region_codes(row.people.place),
    PeopleBy.COUNTRY: lambda row: (row.people.place,) if row.people.place in states() else (),
    PeopleBy.YEAR: lambda row: (str(row.day.year),) if row.day else (),
    PeopleBy.PROGRAMME: lambda row: (row.activity.programme,),
    PeopleBy.ACTIVITY: lambda row: (row.activity.code,),
    PeopleBy.PROTOCOL: lambda row: tuple(sorted(row.activity.instruments)),
    PeopleBy.PARAGRAPH: lambda row: tuple(map(str, sorted(row.activity.paragraphs))),
}
