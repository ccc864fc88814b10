"""The cells of what came of an activity: a count of people and a result, one of each in a row."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.outcome_drafts import BEFORE, COUNTS, ParticipantCount, ResultDraft
from tracker.assistance.result_rules import lowering_faults, with_result
from tracker.assistance.states import ResultCounting
from tracker.exchange.cells import Cells
from tracker.exchange.columns import SheetColumn, values_of
from tracker.reference.codes import ParticipantFunction
from tracker.reference.place_names import place_code
from tracker.words import say

DAY, INDICATOR = "counted_on", "indicator"
COUNTING, LOWERED = "counting", "lowered_because"
WHOLE = (
    "baseline", "target", "actual", "period_target", "actual_women", "actual_men",
    "actual_unspecified",
)  # fmt: skip
OTHERS = ("unit", "period_start", "evidence", "evidence_url")
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
        values["results"] = _results(cells, before.results if before else ())
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
    return ResultDraft(
        indicator,
        unit=cells.text("unit", 60),
        **{column: cells.whole(column) for column in WHOLE},  # type: ignore[arg-type] # numbers
        measured_on=cells.day("measured_on"),
        period_start=cells.day("period_start"),
        evidence=cells.text("evidence", 500),
        evidence_url=cells.text("evidence_url", 1000),
        lowered_because=cells.text(LOWERED, 500),
    )


def _results(cells: Cells, on_record: Sequence[ResultDraft]) -> tuple[ResultDraft, ...]:
    """Put the result of a row among those on record; refuse a value that falls without a reason."""
    result = _result(cells)
    if result is None:
        return tuple(on_record)
    counting = None
    if cells.raw(COUNTING):
        counting = cells.choice(COUNTING, ResultCounting, ResultCounting.LATEST)
    emptied = frozenset(filter(cells.empties, (*WHOLE, *OTHERS)))
    results = with_result(on_record, result, counting=counting, emptied=emptied)
    for fault in lowering_faults(on_record, results):
        cells.refuse(LOWERED, fault.message)
    return results


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
        SheetColumn("actual", say("its value for the period"), example="23"),
        SheetColumn(
            "measured_on",
            say("the day of measuring, which is the last one of the period"),
            example="2024-03-05",
        ),
        SheetColumn("period_start", say("the first day of the period"), example="2024-01-01"),
        SheetColumn("period_target", say("the value to be reached in the period"), example="20"),
        SheetColumn(
            COUNTING,
            say("its value in all: the newest one, or that of all periods added up"),
            False,
            "added",
            values_of(ResultCounting),
        ),
        SheetColumn("actual_women", say("of the actual value: women"), example="12"),
        SheetColumn("actual_men", say("of the actual value: men"), example="11"),
        SheetColumn("actual_unspecified", say("of the actual value: sex not recorded")),
        SheetColumn(
            "evidence", say("what shows the value"), example=say("List of those who passed")
        ),
        SheetColumn("evidence_url", say("the address of the evidence")),
        SheetColumn(
            LOWERED, say("why the value is lower than the one on record, where it is lower")
        ),
    )
