"""The cells of what came of an activity: a count of people and a result, one of each in a row."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.outcome_drafts import BEFORE, COUNTS, ParticipantCount, ResultDraft
from tracker.exchange.cells import Cells
from tracker.exchange.columns import SheetColumn, values_of
from tracker.reference.codes import ParticipantFunction
from tracker.reference.place_names import place_code
from tracker.words import say

DAY, INDICATOR = "counted_on", "indicator"
WHOLE = ("baseline", "target", "actual")


def outcomes(cells: Cells, before: ActivityDraft | None) -> dict[str, Any]:
    """Read the counts of people and the results of a row, where the sheet has them.

    A count with a day takes the place of that of its day, function and place on record, a result
    that of its indicator and day; a count without a day takes the place of all.
    """
    values: dict[str, Any] = {}
    if any(cells.has(column) for column in COUNTS):
        counts = _participants(cells)
        on_record = before.participants if before and cells.has(DAY) else ()
        values["participants"] = _put_in(on_record, counts)
    if cells.has(INDICATOR):
        values["results"] = _results(before.results if before else (), _result(cells))
    return values


def columns() -> tuple[SheetColumn, ...]:
    """Return the columns of counts of people and of results."""
    return (*_people_columns(), *_earlier_columns(), *_result_columns())


def _participants(cells: Cells) -> tuple[ParticipantCount, ...]:
    """Read a count of people; none where all numbers are empty or zero."""
    numbers = {column: cells.whole(column) or 0 for column in (*COUNTS, *BEFORE)}
    function = cells.choice(
        "participants_as", ParticipantFunction, ParticipantFunction.NOT_SPECIFIED
    )
    if function is None or not any(numbers.values()):
        return ()
    return (
        ParticipantCount(
            function,
            place_code(cells.text("participants_from")),
            counted_on=cells.day(DAY),
            before_activity=cells.text("before_activity", 60),
            before_programme=cells.text("before_programme", 60),
            **numbers,  # type: ignore[arg-type] # each is a number
        ),
    )


def _put_in(
    on_record: Sequence[ParticipantCount], counts: Sequence[ParticipantCount]
) -> tuple[ParticipantCount, ...]:
    """Put counts in the place of those of the same key, or after all others."""
    new = {count.key: count for count in counts}
    return (*(new.pop(count.key, count) for count in on_record), *new.values())


def _result(cells: Cells) -> ResultDraft | None:
    """Read a result; none without an indicator."""
    indicator = cells.text(INDICATOR, 500)
    if not indicator:
        return None
    baseline, target, actual = (cells.whole(column) for column in WHOLE)
    unit = cells.text("unit", 60)
    return ResultDraft(indicator, unit, baseline, target, actual, cells.day("measured_on"))


def _results(
    on_record: Sequence[ResultDraft], result: ResultDraft | None
) -> tuple[ResultDraft, ...]:
    """Put a result in the place of that of its indicator and day, or after all others.

    What the sheet does not say of unit, baseline and target stays what the indicator has.
    """
    if result is None:
        return tuple(on_record)
    known = next((one for one in on_record if one.indicator == result.indicator), result)
    result = replace(
        result,
        unit=result.unit or known.unit,
        baseline=known.baseline if result.baseline is None else result.baseline,
        target=known.target if result.target is None else result.target,
    )
    found = [
        replace(one, unit=result.unit, baseline=result.baseline, target=result.target)
        if one.indicator == result.indicator
        else one
        for one in on_record
    ]
    for place, one in enumerate(found):
        if (one.indicator, one.measured_on) == (result.indicator, result.measured_on):
            found[place] = replace(result, id=one.id)
            return tuple(found)
    return (*found, result)


def _people_columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn(
            "participants_as",
            say("in which function people took part; the counts replace those on record"),
            False,
            "prosecutor",
            values_of(ParticipantFunction),
        ),
        SheetColumn("women", say("how many women"), example="12"),
        SheetColumn("men", say("how many men"), example="11"),
        SheetColumn("girls", say("how many girls")),
        SheetColumn("boys", say("how many boys")),
        SheetColumn("unspecified", say("how many whose sex was not noted")),
        SheetColumn(
            "participants_from", say("the State or region that they came from"), example="KEN"
        ),
        SheetColumn(
            DAY,
            say("the day of the count; in a sheet with it counts of other days stay"),
            example="2024-03-05",
        ),
    )


def _earlier_columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("women_before", say("how many of the women were counted before"), example="2"),
        SheetColumn("men_before", say("how many of the men were counted before"), example="1"),
        SheetColumn("girls_before", say("how many of the girls were counted before")),
        SheetColumn("boys_before", say("how many of the boys were counted before")),
        SheetColumn(
            "unspecified_before", say("how many whose sex was not noted were counted before")
        ),
        SheetColumn(
            "before_activity",
            say("the code of the activity in which they were counted before"),
            example="ACT-2023-007",
        ),
        SheetColumn(
            "before_programme",
            say("or the code of the programme in which they were counted before"),
        ),
    )


def _result_columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn(
            INDICATOR,
            say("the indicator of a result; the values of its other days stay"),
            example=say("Prosecutors trained"),
        ),
        SheetColumn("unit", say("the unit of the indicator"), example=say("persons")),
        SheetColumn("baseline", say("its value at the beginning"), example="0"),
        SheetColumn("target", say("the value to be reached"), example="40"),
        SheetColumn("actual", say("its value on the day of measuring"), example="23"),
        SheetColumn("measured_on", say("the day of measuring"), example="2024-03-05"),
    )
