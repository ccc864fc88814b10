"""The people of events of dissemination that the public is shown: those of the pages of tools."""

from collections import defaultdict

from sqlmodel import Session, col, select

from tracker.assistance.dissemination_list import ShownPeople
from tracker.assistance.shown_tools import people_shown, shown_of_tool
from tracker.assistance.states import DisseminationUnit
from tracker.assistance.tables.tools import Tool, ToolDissemination


def people_of_events(session: Session) -> ShownPeople:
    """Return of each event that counts people what the page of its tool shows the public."""
    event = ToolDissemination
    rows = session.exec(
        select(Tool.code, event.id, event.number)
        .join(Tool, col(Tool.id) == col(event.tool_id))
        .where(col(event.unit) == DisseminationUnit.PEOPLE)
        .order_by(col(event.held_on).desc(), col(event.id).desc())
    )
    by_tool: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for tool, number, people in rows:
        by_tool[tool][number or 0] = people
    of_tools = people_shown(session)
    shown: dict[int, int | None] = {}
    for tool, own in by_tool.items():
        shown |= dict.fromkeys(own) | dict(shown_of_tool(own, of_tools[tool])[0])
    return ShownPeople(shown)
