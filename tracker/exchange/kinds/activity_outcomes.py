"""The cells of what came of an activity: a count of people and a result, one of each in a row."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.outcome_drafts import BEFORE, COUNTS, ParticipantCount, ResultDraft
from tracker.exchange.cells import Cells
from tracker.exchange.columns import SheetColumn, values_of
from tracker.reference.codes import ParticipantFunction
from tracker.reference.place_names import place_code
from tracker.words import say

DAY, INDICATOR = "counted_on", "indicator"
ACTUAL = "actual"
WHOLE = ("baseline", "target", ACTUAL)
EARLIER = ("before_activity", "before_programme")
CountKey = tuple[str, ParticipantFunction, date | None]


def outcomes(cells: Cells, before: ActivityDraft | None) -> dict[str, Any]:
    """Read the counts of people and the results of a row, where the sheet has them.

    A count with a day takes the place of that of its day, function and place on record, a result
    that of its indicator and day; a count in a sheet without days takes the place of all. A blank
    cell says nothing: the number of that count, or the value of that result, stays.
    """
    values: dict[str, Any] = {}
    if any(cells.has(column) for column in (*COUNTS, *BEFORE)):
        on_record = before.participants if before else ()
        count = _participants(cells, {one.key: one for one in on_record})
        if count is not None:
            values["participants"] = _put_in(on_record if cells.stands(DAY) else (), count)
    if cells.has(INDICATOR):
        values["results"] = _results(before.results if before else (), _result(cells), cells)
    return values


def columns() -> tuple[SheetColumn, ...]:
    """Return the columns of counts of people and of results."""
    return (*_people_columns(), *_earlier_columns(), *_result_columns())


def _participants(
    cells: Cells, on_record: Mapping[CountKey, ParticipantCount]
) -> ParticipantCount | None:
    """Read a count of people; none where its function cannot be read."""
    function = cells.choice(
        "participants_as", ParticipantFunction, ParticipantFunction.NOT_SPECIFIED
    )
    if function is None:
        return None
    read = ParticipantCount(
        function, place_code(cells.text("participants_from")), counted_on=cells.day(DAY)
    )
    count = on_record.get(read.key, read).spelled_out()
    numbers = {column: cells.whole(column) or 0 for column in (*COUNTS, *BEFORE)}
    earlier = {column: cells.text(column, 60) for column in EARLIER}
    said = {name: value for name, value in (numbers | earlier).items() if cells.has(name)}
    return count._replace(**said)  # type: ignore[arg-type] # each is of its field


def _put_in(
    on_record: Sequence[ParticipantCount], count: ParticipantCount
) -> tuple[ParticipantCount, ...]:
    """Put a count in the place of that of the same key, or after all others; one of nobody goes."""
    there = any(one.key == count.key for one in on_record)
    found = [count if one.key == count.key else one for one in on_record]
    return tuple(
        one
        for one in (found if there else [*found, count])
        if one.key != count.key or any((*one.counted, *one.before))
    )


def _result(cells: Cells) -> ResultDraft | None:
    """Read a result; none without an indicator."""
    indicator = cells.text(INDICATOR, 500)
    if not indicator:
        return None
    baseline, target, actual = (cells.whole(column) for column in WHOLE)
    unit = cells.text("unit", 60)
    return ResultDraft(indicator, unit, baseline, target, actual, cells.day("measured_on"))


def _results(
    on_record: Sequence[ResultDraft], result: ResultDraft | None, cells: Cells
) -> tuple[ResultDraft, ...]:
    """Put a result in the place of that of its indicator and day, or after all others.

    What the sheet does not say of unit, baseline and target stays what the indicator has, and a
    value of that day what it is.
    """
    if result is None:
        return tuple(on_record)
    known = next((one for one in on_record if one.indicator == result.indicator), result)
    unsaid = [name for name in (*WHOLE, "unit") if not (cells.raw(name) or cells.empties(name))]
    kept = {name: getattr(known, name) for name in unsaid if name != ACTUAL}
    result = replace(result, **kept)
    found = [
        replace(one, unit=result.unit, baseline=result.baseline, target=result.target)
        if one.indicator == result.indicator
        else one
        for one in on_record
    ]
    for place, one in enumerate(found):
        if (one.indicator, one.measured_on) == (result.indicator, result.measured_on):
            actual = one.actual if ACTUAL in unsaid else result.actual
            found[place] = replace(result, id=one.id, actual=actual)
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
