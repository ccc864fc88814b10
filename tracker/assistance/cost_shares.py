"""Cost shares: the whole weights by which an activity's money goes to instruments, places, tools.

An activity has shares of three kinds. Its money is apportioned over their product: the weight of
an instrument, a place and a tool together is the product of their shares.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlmodel import col

from tracker.assistance.shares import complete
from tracker.assistance.tables.activities import ActivityBeneficiary, ActivityInstrument
from tracker.assistance.tables.tools import ActivityTool, Tool

ShareRow = tuple[int, str, int]
"""An activity's number, a code, and its share in basis points."""

ToolRow = tuple[int, str, int, str]
"""An activity's number, a tool's code, the sum of its shares, and its title."""


class CostShares(NamedTuple):
    """The shares of one activity in basis points, each kind in the order of its codes."""

    instruments: tuple[tuple[str, int], ...] = ()
    places: tuple[tuple[str, int], ...] = ()
    tools: tuple[tuple[str, int], ...] = ()


class Weight(NamedTuple):
    """The weight of an instrument, a place and a tool; "" is what is not specified."""

    instrument: str
    place: str
    tool: str
    weight: int


class ShareStatements(NamedTuple):
    """Selects of shares by kind: an activity's number, a code and basis points; tools' titles."""

    instruments: Select[ShareRow]
    places: Select[ShareRow]
    tools: Select[ToolRow]


def weights_of(shares: CostShares) -> tuple[Weight, ...]:
    """Return the weights of an activity; one without shares has a single one, of nothing."""
    return tuple(
        Weight(instrument, place, tool, first * second * third)
        for (instrument, first), (place, second), (tool, third) in product(*map(complete, shares))
    )


def share_statements(among: Any = None) -> ShareStatements:  # noqa: ANN401 - a subquery
    """Return the selects of the shares of all activities, or of those whose number is `among`.

    A tool's share is the sum over its uses.
    """
    instrument, place, used = ActivityInstrument, ActivityBeneficiary, ActivityTool
    statements = (
        select(col(instrument.activity_id), col(instrument.instrument), col(instrument.share_bp)),
        select(col(place.activity_id), col(place.place), col(place.share_bp)),
        select(col(used.activity_id), col(Tool.code), func.sum(col(used.share_bp)), col(Tool.title))
        .join(Tool, col(Tool.id) == col(used.tool_id))
        .where(col(used.share_bp) > 0)
        .group_by(col(used.activity_id), col(Tool.code), col(Tool.title)),
    )
    return ShareStatements(*(_ordered(statement, among) for statement in statements))


def collect_shares(
    instruments: Iterable[Sequence[Any]],
    places: Iterable[Sequence[Any]],
    tools: Iterable[Sequence[Any]],
) -> dict[int, CostShares]:
    """Gather the rows of the three selects by activity; one without shares is not there."""
    found: defaultdict[int, tuple[list[tuple[str, int]], ...]] = defaultdict(lambda: ([], [], []))
    for kind, rows in enumerate((instruments, places, tools)):
        for activity, code, share, *_title in rows:
            found[activity][kind].append((str(code), int(share)))
    return {activity: CostShares(*map(tuple, kinds)) for activity, kinds in found.items()}


def _ordered(statement: Any, among: Any) -> Any:  # noqa: ANN401 - a select
    """Order a select by activity and code, and narrow it to some activities."""
    activity, code, *_ = statement.selected_columns
    if among is not None:
        statement = statement.where(activity.in_(among))
    return statement.order_by(activity, code)
