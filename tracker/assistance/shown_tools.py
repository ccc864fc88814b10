"""Tools as a reader is shown them: whoever may not see counts of few people gets none of them."""

from dataclasses import replace

from sqlmodel import Session

from tracker.assistance.small_counts import CountRow, CountTable, is_small, suppress
from tracker.assistance.states import DisseminationUnit
from tracker.assistance.tool_list import (
    Dissemination,
    ToolFacts,
    ToolItem,
    list_tools,
    read_tool_facts,
)
from tracker.listing import ListQuery, Slice


def list_shown_tools(
    session: Session, query: ListQuery, *, unpublished: bool = False, small: bool = False
) -> Slice[ToolItem]:
    """Return a page of tools; people of a tool who are fewer than five are None unless `small`."""
    page = list_tools(session, query, unpublished=unpublished)
    return page if small else replace(page, rows=tuple(map(_without_few, page.rows)))


def read_shown_tool(
    session: Session, code: str, *, unpublished: bool = False, small: bool = False
) -> ToolFacts:
    """Return one tool; numbers of few people, and what tells them, are None unless `small`.

    Raises NotFound.
    """
    facts = read_tool_facts(session, code, unpublished=unpublished)
    return facts if small else _without_few_people(facts)


def _without_few(item: ToolItem) -> ToolItem:
    """Return a tool without a number of fewer than five people."""
    return replace(item, people=None) if is_small(item.people) else item


def _without_few_people(facts: ToolFacts) -> ToolFacts:
    """Return a tool without the small numbers of people of its events."""
    own = {one.code: _people(one) for one in facts.disseminations if _counts_people(one)}
    rows = tuple(_row(code, number) for code, number in own.items())
    table = suppress(CountTable(rows, _row("", sum(own.values()))))
    shown = {row.code: row.total for row in table.rows}
    events = tuple(
        one._replace(number=shown.get(one.code)) if _counts_people(one) else one
        for one in facts.disseminations
    )
    item = replace(facts.item, people=table.all.total)
    return replace(facts, item=item, disseminations=events)


def _counts_people(one: Dissemination) -> bool:
    """Tell whether an event counts people."""
    return one.unit is DisseminationUnit.PEOPLE


def _people(one: Dissemination) -> int:
    """Return the people of an event, all of whom are known."""
    return one.number or 0


def _row(code: str, number: int) -> CountRow:
    """Return people as a row of one column."""
    return CountRow(code, (number,), number)
