"""The expenditure of a contribution by tool, in US cents.

The apportionment is the one of totals, so that a page and a figure agree to the cent: what a
contribution has spent on an activity, and of it what was spent by name, is apportioned over the
activity's cost shares; the rest was attributed by the rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from tracker.apportion import apportion_one
from tracker.assistance.cost_shares import (
    CostShares,
    collect_shares,
    share_statements,
    weights_of,
)
from tracker.assistance.tables.activities import Activity
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.measures import CODES, Measure
from tracker.fund.ledger.tables import LedgerAccount, LedgerLine

NO_TOOL = ""


class SpentStock(NamedTuple):
    """The expenditure of a contribution on one activity in US cents, with its named part."""

    activity: int
    code: str
    minor: int
    direct_minor: int


@dataclass(frozen=True, slots=True)
class ToolSpending:
    """The expenditure on one tool; the code is empty for the expenditure without a tool.

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


def apportion_by_tool(minor: int, shares: CostShares) -> dict[str, int]:
    """Apportion US cents over the tools of an activity; the parts add up to them."""
    weights = weights_of(shares)
    found: defaultdict[str, int] = defaultdict(int)
    parts = apportion_one(minor, [one.weight for one in weights])
    for one, part in zip(weights, parts, strict=True):
        found[one.tool] += part
    return dict(found)


def tools_of_contribution(session: Session, contribution_id: int) -> tuple[ToolSpending, ...]:
    """Return the tools that a contribution paid for, the largest first; none comes last.

    The parts add up to all that was spent of it.
    """
    stocks = _stocks(session, contribution_id)
    if not stocks:
        return ()
    spent_on = (
        select(col(LedgerAccount.activity_id))
        .where(
            col(LedgerAccount.contribution_id) == contribution_id,
            col(LedgerAccount.kind) == AccountKind.SPENT,
        )
        .scalar_subquery()
    )
    rows = [session.execute(statement).all() for statement in share_statements(spent_on)]
    titles = {row.code: row.title for row in rows[-1]}
    return _together(stocks, collect_shares(*rows), titles)


def _together(
    stocks: Iterable[SpentStock],
    shares: Mapping[int, CostShares],
    titles: Mapping[str, str],
) -> tuple[ToolSpending, ...]:
    """Apportion the stocks and add their parts up by tool."""
    whole: defaultdict[str, int] = defaultdict(int)
    direct: defaultdict[str, int] = defaultdict(int)
    activities: defaultdict[str, set[str]] = defaultdict(set)
    for stock in stocks:
        own = shares.get(stock.activity, CostShares())
        for sums, minor in ((whole, stock.minor), (direct, stock.direct_minor)):
            for tool, part in apportion_by_tool(minor, own).items():
                sums[tool] += part
                activities[tool].add(stock.code)
    found = [
        ToolSpending(
            tool,
            titles.get(tool, ""),
            tuple(sorted(activities[tool])),
            direct[tool],
            whole[tool] - direct[tool],
        )
        for tool in whole
        if whole[tool] or direct[tool]
    ]
    return tuple(sorted(found, key=lambda one: (one.tool == NO_TOOL, -one.minor, one.tool)))


def _stocks(session: Session, contribution_id: int) -> list[SpentStock]:
    """Read what was spent of a contribution by activity."""
    minor = col(LedgerLine.minor)
    statement = (
        select(
            col(Activity.id),
            col(Activity.code),
            func.sum(minor),
            func.sum(case((col(LedgerLine.attributed), 0), else_=minor)),
        )
        .join(LedgerAccount, col(LedgerAccount.activity_id) == col(Activity.id))
        .join(LedgerLine, col(LedgerLine.account_id) == col(LedgerAccount.id))
        .where(
            col(LedgerAccount.contribution_id) == contribution_id,
            col(LedgerAccount.kind) == AccountKind.SPENT,
            col(LedgerLine.measure) == CODES[Measure.SPENT],
        )
        .group_by(col(Activity.id), col(Activity.code))
        .order_by(col(Activity.id))
    )
    return [
        SpentStock(activity or 0, code, int(whole), int(direct))
        for activity, code, whole, direct in session.execute(statement)
    ]
