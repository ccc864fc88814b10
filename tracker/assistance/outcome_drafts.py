"""Drafts of what came of an activity: counts of people with their faults, and results."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tracker.assistance.day_rules import past_day_faults
from tracker.assistance.states import ResultCounting
from tracker.errors import Fault, cell_name
from tracker.parts import Part
from tracker.reference.codes import ParticipantFunction
from tracker.words import say

COUNTS = ("women", "men", "girls", "boys", "unspecified")
"""The counts of people, by sex."""
BEFORE = tuple(f"{sex}_before" for sex in COUNTS)
"""The numbers of those of them who were counted before."""


class ParticipantCount(NamedTuple):
    """People of one function and place, counted by sex, on a day or on none stated.

    Of them, so many were counted before, by sex, in the earlier activity or in the earlier
    programme. `counted_before` is how records of an older version say it: all of them were.
    """

    function: ParticipantFunction
    place: str = ""
    women: int = 0
    men: int = 0
    girls: int = 0
    boys: int = 0
    unspecified: int = 0
    counted_before: bool = False
    counted_on: date | None = None
    women_before: int = 0
    men_before: int = 0
    girls_before: int = 0
    boys_before: int = 0
    unspecified_before: int = 0
    before_activity: str = ""
    before_programme: str = ""

    @property
    def key(self) -> tuple[str, ParticipantFunction, date | None]:
        """The place, the function and the day, which stand once together."""
        return (self.place, self.function, self.counted_on)

    @property
    def counted(self) -> tuple[int, ...]:
        """The people counted, by sex."""
        return tuple(getattr(self, sex) for sex in COUNTS)

    @property
    def before(self) -> tuple[int, ...]:
        """Those of them who were counted before, by sex."""
        numbers = tuple(getattr(self, name) for name in BEFORE)
        return self.counted if self.counted_before and not any(numbers) else numbers

    def spelled_out(self) -> "ParticipantCount":
        """Return the same count with those counted before as numbers."""
        numbers = dict(zip(BEFORE, self.before, strict=True))
        return self._replace(counted_before=False, **numbers)  # type: ignore[arg-type] # numbers


@dataclass(frozen=True, slots=True)
class ResultDraft(Part):
    """An indicator with its baseline and target, and its actual value for a period.

    An indicator stands once for each period, which ends on the day of measuring. `lowered_because`
    is the reason for which the value is lower than one that was on record.
    """

    indicator: str
    unit: str = ""
    baseline: int | None = None
    target: int | None = None
    actual: int | None = None
    measured_on: date | None = None
    counting: ResultCounting = ResultCounting.LATEST
    period_start: date | None = None
    period_target: int | None = None
    actual_women: int | None = None
    actual_men: int | None = None
    actual_unspecified: int | None = None
    evidence: str = ""
    evidence_url: str = ""
    lowered_because: str = ""


def participant_faults(
    counts: Sequence[ParticipantCount], programmes: Collection[str], on_file: Callable[[str], bool]
) -> list[Fault]:
    """Return the faults of counts of people; `on_file` knows the codes of activities."""
    faults: list[Fault] = []
    keys = set()
    for row, count in enumerate(counts):
        found = [*_number_faults(count), *_earlier_faults(count, programmes, on_file)]
        if count.key in keys:
            found.append(
                Fault("function", say("one row for each place, function and day, not two"))
            )
        found.extend(past_day_faults("counted_on", count.counted_on))
        faults.extend(
            Fault(cell_name("participants", row, fault.field), fault.message) for fault in found
        )
        keys.add(count.key)
    return faults


def _number_faults(count: ParticipantCount) -> Iterator[Fault]:
    """Yield the faults of the numbers of one count."""
    for name, counted, before in zip(COUNTS, count.counted, count.before, strict=True):
        if counted < 0:
            yield Fault(name, say("a count of people is not below zero"))
        elif before < 0:
            yield Fault(f"{name}_before", say("a count of people is not below zero"))
        elif before > counted:
            why = say("more were counted before than are counted here")
            yield Fault(f"{name}_before", why)


def _earlier_faults(
    count: ParticipantCount, programmes: Collection[str], on_file: Callable[[str], bool]
) -> Iterator[Fault]:
    """Yield the faults of where people were counted before."""
    activity, programme = count.before_activity, count.before_programme
    if activity and not on_file(activity):
        why = say("no activity has the code '%(code)s'", code=activity)
        yield Fault("before_activity", why)
    if programme and programme not in programmes:
        why = say("no programme has the code '%(code)s'", code=programme)
        yield Fault("before_programme", why)
    if activity and programme:
        why = say("people were counted before in an activity or in a programme, not in both")
        yield Fault("before_programme", why)
    if (activity or programme) and not any(count.before):
        yield Fault("women_before", say("say how many were counted before"))
