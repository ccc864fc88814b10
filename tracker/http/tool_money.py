"""The money of a tool: its shares of what activities were given and spent, from the ledger."""

from typing import NamedTuple

from tracker.fund.ledger.measures import Measure
from tracker.http import context
from tracker.http.language import locale_code
from tracker.http.totals_requests import reading
from tracker.periods import today
from tracker.totals.dimensions import Dimension
from tracker.totals.query import Query, TotalPart
from tracker.totals.reader import TotalsReader
from tracker.totals.totals import scope_of


class ToolMoney(NamedTuple):
    """The money of a tool in US cents, without support cost."""

    allocated: int
    spent: int


def money_of_tool(code: str) -> ToolMoney:
    """Return what a tool has cost so far: its share of each activity that worked with it."""
    part = TotalPart(Dimension.TOOL, (code,))
    sees = context.sees_unpublished()
    with reading() as snapshot:
        scope = scope_of(snapshot, Query(today()), locale_code(), (part,), sees_unpublished=sees)
        reader = TotalsReader(scope)
        return ToolMoney(reader.total(Measure.ALLOCATED), reader.total(Measure.SPENT))
