"""The tools of a paragraph: which were worked with, and how they reached their readers."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tracker.assistance.dissemination_events import DisseminationEvent
from tracker.assistance.small_counts import CountRow, CountTable, suppress
from tracker.assistance.states import DisseminationUnit
from tracker.resolution.paragraph_activities import TitleOf
from tracker.resolution.paragraph_content import DisseminatedUnits, ToolReached
from tracker.resolution.period_work import ParagraphWork

NONE = DisseminatedUnits()


class DisseminatedTools(NamedTuple):
    """What the events of a period counted, by tool, and of all tools together."""

    by_tool: Mapping[str, DisseminatedUnits]
    all: DisseminatedUnits


def disseminated_tools(
    events: Iterable[DisseminationEvent], *, sees_small_counts: bool
) -> DisseminatedTools:
    """Sum events by tool and unit; small counts of people are for those alone who may see them."""
    own = list(events)
    codes = sorted({event.tool for event in own})
    numbers = {code: _summed(event for event in own if event.tool == code) for code in codes}
    everything = _summed(own)
    table = CountTable(
        tuple(_row(code, numbers[code].people) for code in codes), _row("", everything.people)
    )
    shown = table if sees_small_counts else suppress(table)
    people = {row.code: row.total for row in shown.rows}
    return DisseminatedTools(
        {code: _with_people(units, people.get(code)) for code, units in numbers.items()},
        _with_people(everything, shown.all.total),
    )


def paragraph_tools(
    work: ParagraphWork,
    disseminated: DisseminatedTools,
    before: DisseminatedTools | None,
    title_of: TitleOf,
) -> tuple[ToolReached, ...]:
    """Return the tools of a paragraph: worked with by its activities, or disseminated."""
    worked_with = tools_worked_with(work)
    earlier = {} if before is None else before.by_tool
    codes = sorted(worked_with.keys() | disseminated.by_tool.keys() | earlier.keys())
    return tuple(
        ToolReached(
            code,
            title_of(code),
            worked_with.get(code, 0),
            disseminated.by_tool.get(code, NONE),
            None if before is None else earlier.get(code, NONE),
        )
        for code in codes
    )


def tools_worked_with(work: ParagraphWork) -> dict[str, int]:
    """Count, by tool, the activities under way that worked with it."""
    found: dict[str, int] = {}
    for activity in work.under_way:
        for tool in activity.tools:
            found[tool] = found.get(tool, 0) + 1
    return found


def _summed(events: Iterable[DisseminationEvent]) -> DisseminatedUnits:
    """Sum events by unit."""
    number, sums = 0, dict.fromkeys(DisseminationUnit, 0)
    for event in events:
        number += 1
        sums[event.unit] += event.number
    return DisseminatedUnits(
        number,
        sums[DisseminationUnit.COPIES],
        sums[DisseminationUnit.DOWNLOADS],
        sums[DisseminationUnit.PEOPLE],
    )


def _row(code: str, people: int | None) -> CountRow:
    """Return people of a tool as a row of counts."""
    return CountRow(code, (people,), people)


def _with_people(units: DisseminatedUnits, people: int | None) -> DisseminatedUnits:
    """Return sums with the people that are shown; a tool that reached none keeps its zero."""
    shown = 0 if units.people == 0 else people
    return DisseminatedUnits(units.events, units.copies, units.downloads, shown)
