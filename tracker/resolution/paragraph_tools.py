"""The tools of a paragraph: which were worked with, and how they reached their readers."""

from collections import Counter

from tracker.assistance.dissemination_counts import UnitCounts
from tracker.resolution.paragraph_activities import TitleOf
from tracker.resolution.paragraph_content import ToolReached
from tracker.resolution.period_work import ParagraphWork


def paragraph_tools(
    work: ParagraphWork, before: ParagraphWork | None, title_of: TitleOf
) -> tuple[ToolReached, ...]:
    """Return the tools of a paragraph: worked with by its activities, or disseminated."""
    worked_with, now = tools_worked_with(work), _by_tool(work)
    then = {} if before is None else _by_tool(before)
    return tuple(
        ToolReached(
            code,
            title_of(code),
            worked_with[code],
            now.get(code, UnitCounts()),
            None if before is None else then.get(code, UnitCounts()),
        )
        for code in sorted(worked_with.keys() | now.keys() | then.keys())
    )


def number_of_tools(work: ParagraphWork) -> int:
    """Count the tools that were worked with or disseminated."""
    return len(tools_worked_with(work).keys() | _by_tool(work).keys())


def tools_worked_with(work: ParagraphWork) -> Counter[str]:
    """Count, by tool, the activities under way that worked with it."""
    return Counter(tool for activity in work.under_way for tool in activity.tools)


def _by_tool(work: ParagraphWork) -> dict[str, UnitCounts]:
    """Return what was disseminated, by tool."""
    return {row.code: row.counts for row in work.disseminated.rows}
