"""Rules of results: what an indicator says once, its periods, its values by sex, its lowering.

A value that was on record never falls in silence: whoever lowers one says why, by any door.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from tracker.assistance.day_rules import past_day_faults
from tracker.assistance.indicator_values import BY_SEX, is_to_fall, sexes_of
from tracker.assistance.outcome_drafts import ResultDraft
from tracker.assistance.states import ResultCounting
from tracker.errors import Fault, cell_name
from tracker.words import say

OF_THE_INDICATOR = ("unit", "baseline", "target", "counting")
"""What is the same in all periods of an indicator."""
OF_A_PERIOD = (
    "actual", "period_start", "period_target", "actual_women", "actual_men", "actual_unspecified",
    "evidence", "evidence_url",
)  # fmt: skip
"""What is said of each period by itself."""


def result_faults(results: Sequence[ResultDraft]) -> list[Fault]:
    """Return the faults of results, each at the cell of its row."""
    faults: list[Fault] = []
    for row, result in enumerate(results):
        earlier = [one for one in results[:row] if one.indicator == result.indicator]
        found = [
            *past_day_faults("measured_on", result.measured_on),
            *_beside(result, earlier),
            *_period_faults(result),
            *_sex_faults(result),
        ]
        faults.extend(Fault(cell_name("results", row, one.field), one.message) for one in found)
    return faults


def lowering_faults(before: Sequence[ResultDraft], after: Sequence[ResultDraft]) -> list[Fault]:
    """Return the values that fall without a reason of their own, each with the one on record.

    A value falls that is lower than it was, or empty; and the newest one of an indicator that is to
    rise, where the one before it is higher.
    """
    faults = []
    for row, result in enumerate(after):
        old = _on_record(result, before)
        known = old or _newest_before(result, after)
        reason = (
            ""
            if old and old.lowered_because == result.lowered_because
            else (result.lowered_because)
        )
        if known is None or not _is_lower(result.actual, known.actual) or reason.strip():
            continue
        faults.append(Fault(cell_name("results", row, "lowered_because"), _told(known, result)))
    return faults


def with_result(
    on_record: Sequence[ResultDraft],
    result: ResultDraft,
    *,
    counting: ResultCounting | None = None,
    emptied: Collection[str] = (),
) -> tuple[ResultDraft, ...]:
    """Put a result in the place of that of its indicator and day, or after all others.

    What is not said of the indicator, or of a period on record, stays unless it is `emptied`; so
    does the way in which its periods are counted without `counting`. What is said of it is said of
    all its periods.
    """
    known = next((one for one in on_record if one.indicator == result.indicator), result)
    once, own = (
        [name for name in names if name not in emptied] for names in (OF_THE_INDICATOR, OF_A_PERIOD)
    )
    result = _filled(replace(result, counting=counting or known.counting), known, once)
    said = {name: getattr(result, name) for name in OF_THE_INDICATOR}
    found = [
        replace(one, **said) if one.indicator == result.indicator else one for one in on_record
    ]
    for place, one in enumerate(found):
        if (one.indicator, one.measured_on) == (result.indicator, result.measured_on):
            found[place] = replace(_filled(result, one, own), id=one.id)
            return tuple(found)
    return (*found, result)


def _filled(result: ResultDraft, known: ResultDraft, names: Sequence[str]) -> ResultDraft:
    """Return a result with what is known in the place of what is not said."""
    unsaid = [name for name in names if getattr(result, name) in (None, "")]
    if "actual" in names and result.actual in (None, known.actual) and not result.lowered_because:
        unsaid.append("lowered_because")
    return replace(result, **{name: getattr(known, name) for name in unsaid})


def _beside(result: ResultDraft, earlier: Sequence[ResultDraft]) -> Iterator[Fault]:
    """Yield the faults of a result beside earlier rows of its indicator."""
    if any(one.measured_on == result.measured_on for one in earlier):
        yield Fault("measured_on", say("one value of an indicator for each day, not two"))
    elif result.counting is ResultCounting.ADDED and any(_meet(one, result) for one in earlier):
        why = say("the periods of an indicator that are added up do not share a day")
        yield Fault("period_start", why)
    for name in OF_THE_INDICATOR if earlier else ():
        if getattr(result, name) != getattr(earlier[0], name):
            yield Fault(name, say("an earlier row of the indicator differs"))


def _period_faults(result: ResultDraft) -> Iterator[Fault]:
    """Yield the faults of the days of a period."""
    first, last = result.period_start, result.measured_on
    yield from past_day_faults("period_start", first)
    if first is not None and last is None:
        yield Fault("measured_on", say("a period has a last day"))
    if first is not None and last is not None and last < first:
        yield Fault("measured_on", say("the end lies before the start"))
    if result.counting is ResultCounting.ADDED and result.actual is not None and first is None:
        why = say("a value that is added to others has the first day of its period")
        yield Fault("period_start", why)


def _sex_faults(result: ResultDraft) -> Iterator[Fault]:
    """Yield the fault of values by sex that do not add up to the value of all."""
    told = {
        name: number
        for name, number in zip(BY_SEX, sexes_of(result), strict=True)
        if number is not None
    }
    if told and sum(told.values()) != result.actual:
        why = say(
            "by sex there are %(sum)s, and %(all)s in all; put the rest under sex not recorded",
            sum=sum(told.values()),
            all="-" if result.actual is None else result.actual,
        )
        yield Fault(next(reversed(told)), why)


def _meet(one: ResultDraft, other: ResultDraft) -> bool:
    """Tell whether two periods share a day."""
    return (one.period_start or date.min) <= (other.measured_on or date.max) and (
        other.period_start or date.min
    ) <= (one.measured_on or date.max)


def _on_record(result: ResultDraft, before: Sequence[ResultDraft]) -> ResultDraft | None:
    """Return the row on record that a result takes the place of."""
    same = [one for one in before if result.id is not None and one.id == result.id]
    day = [
        one
        for one in before
        if (one.indicator, one.measured_on) == (result.indicator, result.measured_on)
    ]
    return next(iter(same or day), None)


def _newest_before(result: ResultDraft, after: Sequence[ResultDraft]) -> ResultDraft | None:
    """Return the newest earlier value of an indicator that is to rise; None where none counts."""
    if result.counting is ResultCounting.ADDED or result.actual is None:
        return None
    if result.measured_on is None or is_to_fall(result.baseline, result.target):
        return None
    earlier = [
        one
        for one in after
        if one.indicator == result.indicator
        and one.actual is not None
        and (one.measured_on or date.min) < result.measured_on
    ]
    return max(earlier, key=lambda one: one.measured_on or date.min, default=None)


def _is_lower(new: int | None, old: int | None) -> bool:
    """Tell whether a value falls, or goes."""
    return old is not None and (new is None or new < old)


def _told(known: ResultDraft, result: ResultDraft) -> str:
    """Say what falls, from which value on record."""
    old = known.actual
    if result.actual is None:
        return say("the value on record is %(old)s and would go; say why", old=old)
    if known.measured_on is not None and known.measured_on != result.measured_on:
        return say(
            "the value of %(day)s is %(old)s, and this is lower; say why",
            old=old,
            day=known.measured_on,
        )
    return say("the value on record is %(old)s, and this is lower; say why", old=old)
