"""The values of indicators as the user of a request may see them: small numbers by sex are not."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from tracker.assistance.indicator_values import (
    BY_SEX,
    IndicatorValue,
    indicator_values,
)
from tracker.assistance.outcome_drafts import ResultDraft
from tracker.http import context
from tracker.people.permissions import may_see_small_counts


class ShownIndicator(NamedTuple):
    """An indicator with its value and periods; `hides_sexes` tells that numbers are not shown."""

    value: IndicatorValue
    hides_sexes: bool = False


def shown_indicators(results: Sequence[ResultDraft]) -> tuple[ShownIndicator, ...]:
    """Return indicators; without numbers by sex where one is small and the reader sees none."""
    sees = may_see_small_counts(context.user())
    return tuple(
        ShownIndicator(_indicator_alone(one), hides_sexes=True)
        if one.tells_small_counts and not sees
        else ShownIndicator(one)
        for one in indicator_values(results)
    )


def shown_results(results: Sequence[ResultDraft]) -> tuple[ResultDraft, ...]:
    """Return the periods of indicators, in the order of the record, as the user may see them."""
    hidden = {one.value.indicator for one in shown_indicators(results) if one.hides_sexes}
    return tuple(without_sexes(one) if one.indicator in hidden else one for one in results)


def _indicator_alone(one: IndicatorValue) -> IndicatorValue:
    """Return an indicator without its numbers by sex."""
    rows = tuple(without_sexes(row) for row in one.rows if isinstance(row, ResultDraft))
    return one._replace(by_sex=(None,) * len(BY_SEX), rows=rows)


def without_sexes(row: ResultDraft) -> ResultDraft:
    """Return a period without its numbers by sex."""
    return replace(row, actual_women=None, actual_men=None, actual_unspecified=None)
