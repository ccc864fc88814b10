"""The results of a brief: indicators with their targets, their values by a day and the periods."""

from collections.abc import Iterable, Sequence

from tracker.assistance.indicator_values import IndicatorValue
from tracker.assistance.states import ResultCounting
from tracker.reports.briefs.parts import cut, note
from tracker.reports.content.blocks import ReportTable, TableRow
from tracker.reports.content.texts import Day, PlainText, Text, Words, counted, sentence
from tracker.reports.statement.cells import (
    code_column,
    count_column,
    count_of,
    text_column,
    text_of,
)
from tracker.words import say

MOST_INDICATORS = 8
MOST_LETTERS = 110


def results_table(found: Sequence[IndicatorValue]) -> tuple[ReportTable, ...]:
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
        text_column("period", say("Period")),
        text_column("reached", say("Target reached")),
    )
    title = sentence("Results against targets")
    return (ReportTable("results", (title,), columns, rows, None, _notes(found)),)


def reached_in_words(found: Iterable[IndicatorValue]) -> Text | None:
    """Say how many of the indicators with a target and a value have reached it."""
    told = [one.reached for one in found if one.reached is not None]
    if not told:
        return None
    return sentence(
        "Targets reached: %(reached)s of %(measured)s.",
        reached=PlainText(str(sum(told))),
        measured=PlainText(str(len(told))),
    )


def _notes(found: Sequence[IndicatorValue]) -> tuple[Words, ...]:
    """Return what is said below the table: what is added up, and what is left out."""
    left = len(found) - MOST_INDICATORS
    more = counted("One more indicator.", "%(count)s more indicators.", left)
    added = any(one.counting is ResultCounting.ADDED for one in found[:MOST_INDICATORS])
    summed = sentence("The value of several periods, from the first day to the last, is their sum.")
    return (*((note(summed),) if added else ()), *((note(more),) if left > 0 else ()))


def _row(place: int, one: IndicatorValue) -> TableRow:
    told = {True: sentence("Yes"), False: sentence("Not yet"), None: None}[one.reached]
    return TableRow(
        str(place),
        (
            PlainText(cut(one.indicator, MOST_LETTERS)),
            text_of(one.unit),
            count_of(one.baseline),
            count_of(one.target),
            count_of(one.actual),
            _period(one),
            told,
        ),
    )


def _period(one: IndicatorValue) -> Text | None:
    """Return the days of a value: of its period, or the one of measuring."""
    if one.last is None or one.first is None:
        return None if one.last is None else Day(one.last)
    return sentence("%(first)s to %(last)s", first=Day(one.first), last=Day(one.last))
