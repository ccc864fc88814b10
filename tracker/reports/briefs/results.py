"""The results of a brief: indicators with their targets, as they were last measured."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from tracker.assistance.counted_activities import CountedResult
from tracker.reports.briefs.parts import cut, note
from tracker.reports.content.blocks import ReportTable, TableRow
from tracker.reports.content.texts import Day, PlainText, Text, counted, sentence
from tracker.reports.statement.cells import (
    code_column,
    count_column,
    count_of,
    day_column,
    text_column,
    text_of,
)
from tracker.totals.chart_data.donor_activities import is_reached
from tracker.words import say

MOST_INDICATORS = 8
MOST_LETTERS = 110


class MeasuredIndicator(NamedTuple):
    """An indicator as it was last measured up to a day, and whether its target is reached."""

    result: CountedResult
    reached: bool | None


def indicators_of(results: Iterable[CountedResult], last: date) -> tuple[MeasuredIndicator, ...]:
    """Return each indicator once, in the order of the record, with its newest value by then."""
    newest: dict[str, CountedResult] = {}
    for one in results:
        known = one.measured_on is None or one.measured_on <= last
        shown = one if known else one._replace(actual=None, measured_on=None)
        before = newest.get(one.indicator)
        if before is None or _order(shown) >= _order(before):
            newest[one.indicator] = shown
    return tuple(MeasuredIndicator(one, _reached(one)) for one in newest.values())


def results_table(found: Sequence[MeasuredIndicator]) -> tuple[ReportTable, ...]:
    """Return baseline, target and actual value of indicators; many are cut, and said to be."""
    if not found:
        return ()
    rows = tuple(_row(place, one) for place, one in enumerate(found[:MOST_INDICATORS]))
    columns = (
        text_column("indicator", say("Indicator")),
        code_column("unit", say("Unit")),
        count_column("baseline", say("Baseline")),
        count_column("target", say("Target")),
        count_column("actual", say("Actual")),
        day_column("measured_on", say("Measured on")),
        text_column("reached", say("Target reached")),
    )
    left = len(found) - len(rows)
    more = counted("One more indicator.", "%(count)s more indicators.", left)
    notes = (note(more),) if left else ()
    title = sentence("Results against targets")
    return (ReportTable("results", (title,), columns, rows, None, notes),)


def reached_in_words(found: Iterable[MeasuredIndicator]) -> Text | None:
    """Say how many of the indicators with a target and a value have reached it."""
    told = [one.reached for one in found if one.reached is not None]
    if not told:
        return None
    return sentence(
        "Targets reached: %(reached)s of %(measured)s.",
        reached=PlainText(str(sum(told))),
        measured=PlainText(str(len(told))),
    )


def _order(one: CountedResult) -> tuple[bool, date]:
    """Bring values into the order of their days; one without a value comes first."""
    return one.actual is not None, one.measured_on or date.min


def _reached(one: CountedResult) -> bool | None:
    """Tell whether a target is reached; None where there is no target, or no value."""
    if one.target is None or one.actual is None:
        return None
    return is_reached(one.baseline, one.target, one.actual)


def _row(place: int, one: MeasuredIndicator) -> TableRow:
    result = one.result
    told = {True: sentence("Yes"), False: sentence("Not yet"), None: None}[one.reached]
    return TableRow(
        str(place),
        (
            PlainText(cut(result.indicator, MOST_LETTERS)),
            text_of(result.unit),
            count_of(result.baseline),
            count_of(result.target),
            count_of(result.actual),
            Day(result.measured_on) if result.measured_on else None,
            told,
        ),
    )
