"""Which tools a contribution paid for: the shares of its expenditure, in US cents.

The split is the one of the dashboards, so that a page and a figure agree to the cent: what a
contribution spent on an activity in a year, by name or by the rule, is split once over the
combinations of instruments, places and tools of the activity, by largest remainder.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

from sqlalchemy import extract, func, select
from sqlmodel import Session, col

from tracker.assistance.shares import complete
from tracker.assistance.tables.activities import Activity, ActivityBeneficiary, ActivityInstrument
from tracker.assistance.tables.tools import ActivityTool, Tool
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.measures import CODES, Measure
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.money import largest_remainder

Shares = tuple[tuple[str, int], ...]
NO_TOOL = ""


class SpentCell(NamedTuple):
    """What was spent on one activity in one year, by name or by the rule."""

    activity: int
    code: str
    attributed: bool
    year: int
    minor: int


class Tags(NamedTuple):
    """The shares of an activity in basis points, each kind in the order of its codes."""

    instruments: Shares = ()
    places: Shares = ()
    tools: Shares = ()


@dataclass(frozen=True, slots=True)
class ToolSpending:
    """What was spent on one tool; the code is empty for what served none.

    `direct_minor` was spent from the contribution by name, `attributed_minor` by the rule.
    """

    tool: str
    title: str
    activities: tuple[str, ...]
    direct_minor: int
    attributed_minor: int

    @property
    def minor(self) -> int:
        """All of it."""
        return self.direct_minor + self.attributed_minor


def split_by_tool(minor: int, tags: Tags) -> dict[str, int]:
    """Split an amount over the tools of an activity; the parts add up to it."""
    slots = [
        (tool, first * second * third)
        for (_, first), (_, second), (tool, third) in product(*map(complete, tags))
    ]
    found: defaultdict[str, int] = defaultdict(int)
    parts = largest_remainder(minor, [weight for _, weight in slots])
    for (tool, _), part in zip(slots, parts, strict=True):
        found[tool] += part
    return dict(found)


def tools_of_contribution(session: Session, contribution_id: int) -> tuple[ToolSpending, ...]:
    """Return the tools that a contribution paid for, the largest first; none comes last.

    The parts add up to all that was spent of it. In four statements.
    """
    cells = _cells(session, contribution_id)
    if not cells:
        return ()
    spent_on = (
        select(col(LedgerAccount.activity_id))
        .where(
            col(LedgerAccount.contribution_id) == contribution_id,
            col(LedgerAccount.kind) == AccountKind.SPENT,
        )
        .scalar_subquery()
    )
    titles: dict[str, str] = {}
    tags = _tags(session, spent_on, titles)
    return _together(cells, tags, titles)


def _together(
    cells: Iterable[SpentCell],
    tags: Mapping[int, Tags],
    titles: Mapping[str, str],
) -> tuple[ToolSpending, ...]:
    """Split the cells and add their parts up by tool."""
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    activities: defaultdict[str, set[str]] = defaultdict(set)
    for cell in cells:
        for tool, part in split_by_tool(cell.minor, tags.get(cell.activity, Tags())).items():
            sums[tool][cell.attributed] += part
            activities[tool].add(cell.code)
    found = [
        ToolSpending(tool, titles.get(tool, ""), tuple(sorted(activities[tool])), *parts)
        for tool, parts in sums.items()
        if any(parts)
    ]
    return tuple(sorted(found, key=lambda one: (one.tool == NO_TOOL, -one.minor, one.tool)))


def _cells(session: Session, contribution_id: int) -> list[SpentCell]:
    """Read what was spent of a contribution, in the cells that the dashboards have."""
    year = extract("year", col(LedgerEntry.effective_on))
    statement = (
        select(
            col(Activity.id),
            col(Activity.code),
            col(LedgerLine.attributed),
            year,
            func.sum(col(LedgerLine.minor)),
        )
        .join(LedgerAccount, col(LedgerAccount.activity_id) == col(Activity.id))
        .join(LedgerLine, col(LedgerLine.account_id) == col(LedgerAccount.id))
        .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
        .where(
            col(LedgerAccount.contribution_id) == contribution_id,
            col(LedgerAccount.kind) == AccountKind.SPENT,
            col(LedgerLine.measure) == CODES[Measure.SPENT],
        )
        .group_by(col(Activity.id), col(Activity.code), col(LedgerLine.attributed), year)
    )
    return [
        SpentCell(activity or 0, code, bool(attributed), int(when), int(minor))
        for activity, code, attributed, when, minor in session.execute(statement)
    ]


def _tags(
    session: Session,
    activities: Any,  # noqa: ANN401 - a subquery
    titles: dict[str, str],
) -> dict[int, Tags]:
    """Read the shares of activities, in the order in which the dashboards have them.

    The titles of their tools are put into `titles`.
    """
    instrument, place = ActivityInstrument, ActivityBeneficiary
    by_tool = (
        select(
            col(ActivityTool.activity_id),
            col(Tool.code),
            func.sum(col(ActivityTool.share_bp)),
            col(Tool.title),
        )
        .join(Tool, col(Tool.id) == col(ActivityTool.tool_id))
        .where(col(ActivityTool.activity_id).in_(activities), col(ActivityTool.share_bp) > 0)
        .group_by(col(ActivityTool.activity_id), col(Tool.code), col(Tool.title))
        .order_by(col(ActivityTool.activity_id), col(Tool.code))
    )
    statements: Sequence[Any] = (
        select(col(instrument.activity_id), col(instrument.instrument), col(instrument.share_bp))
        .where(col(instrument.activity_id).in_(activities))
        .order_by(col(instrument.activity_id), col(instrument.instrument)),
        select(col(place.activity_id), col(place.place), col(place.share_bp))
        .where(col(place.activity_id).in_(activities))
        .order_by(col(place.activity_id), col(place.place)),
        by_tool,
    )
    found: defaultdict[int, list[list[tuple[str, int]]]] = defaultdict(lambda: [[], [], []])
    for kind, statement in enumerate(statements):
        for activity, code, share, *title in session.execute(statement):
            found[activity][kind].append((str(code), int(share)))
            titles.update((code, text) for text in title)
    return {activity: Tags(*map(tuple, kinds)) for activity, kinds in found.items()}
