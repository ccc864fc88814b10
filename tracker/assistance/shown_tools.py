"""Tools as a reader is shown them: whoever may not see counts of few people gets none of them.

What a table of all tools hides of one tool is not shown with the tool either.
"""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import TypeVar

from sqlmodel import Session

from tracker.assistance.small_counts import CountRow, CountTable, suppress, within
from tracker.assistance.states import DisseminationUnit
from tracker.assistance.tool_list import (
    Dissemination,
    ToolFacts,
    ToolItem,
    list_tools,
    people_by_tool,
    read_tool_facts,
)
from tracker.listing import ListQuery, Slice

Event = TypeVar("Event", bound=Hashable)


def list_shown_tools(
    session: Session, query: ListQuery, *, unpublished: bool = False, small: bool = False
) -> Slice[ToolItem]:
    """Return a page of tools; numbers of few people, and what tells them, are None unless `small`.

    In the order of people those that are not shown stand together, by code.
    """
    if small:
        return list_tools(session, query, unpublished=unpublished)
    people = people_shown(session)
    hidden = frozenset(code for code, row in people.items() if row is None or row.total is None)
    page = list_tools(session, query, unpublished=unpublished, hidden=hidden)
    return replace(page, rows=tuple(_with_shown(item, people[item.code]) for item in page.rows))


def read_shown_tool(
    session: Session, code: str, *, unpublished: bool = False, small: bool = False
) -> ToolFacts:
    """Return one tool; numbers of few people, and what tells them, are None unless `small`.

    Raises NotFound.
    """
    facts = read_tool_facts(session, code, unpublished=unpublished)
    return facts if small else _without_few_people(facts, people_shown(session)[code])


def people_shown(session: Session) -> Mapping[str, CountRow | None]:
    """Return what a table of all tools shows the public of each; None where it shows no rows."""
    own = people_by_tool(session)
    rows = tuple(_row(code, number) for code, number in own.items())
    table = suppress(CountTable(rows, _row("", sum(own.values()))))
    return dict.fromkeys(own) | {row.code: row for row in table.rows}


def _with_shown(item: ToolItem, shown: CountRow | None) -> ToolItem:
    """Return a tool with the people that are shown of it."""
    return replace(item, people=None if shown is None else shown.total)


def _without_few_people(facts: ToolFacts, of_all: CountRow | None) -> ToolFacts:
    """Return a tool without the small numbers of people of its events, nor what tells them."""
    own = {one.code: _people(one) for one in facts.disseminations if _counts_people(one)}
    shown, people = shown_of_tool(own, of_all)
    events = tuple(
        one._replace(number=shown.get(one.code)) if _counts_people(one) else one
        for one in facts.disseminations
    )
    item = replace(facts.item, people=people)
    return replace(facts, item=item, disseminations=events)


def shown_of_tool(
    own: Mapping[Event, int], of_all: CountRow | None
) -> tuple[Mapping[Event, int], int | None]:
    """Return those of the people of a tool's events that the public is shown, and of all of them.

    `of_all` is what a table of all tools shows of the tool, None where that shows no rows.
    """
    events = list(own)
    rows = tuple(_row(str(place), own[event]) for place, event in enumerate(events))
    table = within(suppress(CountTable(rows, _row("", sum(own.values())))), of_all)
    shown = {events[int(row.code)]: row.total for row in table.rows if row.total is not None}
    return shown, table.all.total


def _counts_people(one: Dissemination) -> bool:
    """Tell whether an event counts people."""
    return one.unit is DisseminationUnit.PEOPLE


def _people(one: Dissemination) -> int:
    """Return the people of an event, all of whom are known."""
    return one.number or 0


def _row(code: str, number: int) -> CountRow:
    """Return people as a row of one column."""
    return CountRow(code, (number,), number)
