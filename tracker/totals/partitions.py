"""Totals in partitions: ranges of lines add up, then whole contributions are apportioned.

Sums of cells are whole numbers, so they add up in any order. Apportionment rounds, so it waits
until all flows of a contribution are together; what is apportioned is whole cents and adds up
again. The functions are those of one machine: `flows_of`, `sum_cells`, and what `Rollups` sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from tracker.late_imports import LateImport
from tracker.totals import load, member_rows
from tracker.totals.cells import contribution_of
from tracker.totals.days_facts import DaysFacts
from tracker.totals.dimensions import Dimension
from tracker.totals.flows import CellSums, Flows, flows_of, sum_cells
from tracker.totals.frames import sum_by
from tracker.totals.ledger_lines import LedgerLines
from tracker.totals.members import Members, build_members
from tracker.totals.query import Choice, Days
from tracker.totals.rollups import Rollups

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = LateImport("pandas")

Whole = npt.NDArray[np.int64]
NO_ACCOUNTS, NO_ENTRIES = np.empty((0, 4), np.int64), np.empty((0, 3), np.int64)


class LineRange(NamedTuple):
    """The lines of the ledger with numbers above `after`, up to `last`."""

    after: int
    last: int


class PartitionPlan(NamedTuple):
    """What every partition has to know: all accounts, the days, the number of groups."""

    accounts: LedgerLines  # without lines
    days: Days
    groups: int


class Asked(NamedTuple):
    """What is asked: a measure by its code, dimensions, and a choice of codes."""

    measure: int
    by: tuple[Dimension, ...] = ()
    choice: Choice = Choice()


def line_ranges(last: int, lines: int) -> list[LineRange]:
    """Return ranges of at most so many lines that hold all lines up to the last."""
    return [LineRange(after, min(after + lines, last)) for after in range(0, last, lines)]


def read_plan(connection: Connection, days: Days, groups: int) -> tuple[PartitionPlan, Members]:
    """Read what every partition has to know, and the members of now."""
    head = load.read_head(connection)
    accounts = LedgerLines()
    accounts.add(head, load.new_accounts(connection, 0, head.last_account), NO_ENTRIES, ())
    return PartitionPlan(accounts, days, groups), build_members(
        member_rows.read_members(connection), None
    )


def read_range(connection: Connection, plan: PartitionPlan, lines: LineRange) -> list[CellSums]:
    """Sum the lines of a range by cell; return the cells of each group of contributions."""
    read = list(load.new_lines(connection, lines.after, lines.last))
    entry = np.concatenate([batch[:, 0] for batch in read])
    if not len(entry):
        return [sum_cells(entry, entry)] * plan.groups
    entries = load.new_entries(connection, int(entry.min()) - 1, int(entry.max()))
    ledger = plan.accounts.without_lines()
    ledger.add(plan.accounts.head, NO_ACCOUNTS, entries, read)
    cells, cents = flows_of(ledger, plan.days)
    group = contribution_of(cells) % plan.groups
    return [CellSums(cells[group == one], cents[group == one]) for one in range(plan.groups)]


def joined(parts: Sequence[CellSums]) -> CellSums:
    """Add up the cells of one group from all ranges."""
    return sum_cells(
        np.concatenate([one.cells for one in parts]), np.concatenate([one.cents for one in parts])
    )


class Group:
    """Whole contributions: apportioned at the first question that needs it, and kept so."""

    def __init__(self, flows: CellSums, members: Members, days: Days) -> None:
        self._rollups = Rollups(DaysFacts(LedgerLines(), members, days, Flows(flows), 0))

    def sums(self, asked: Sequence[Asked]) -> list[pd.DataFrame]:
        """Sum what is asked."""
        return [self._rollups.sums(*one) for one in asked]


def added_up(sums: Iterable[pd.DataFrame], members: Members, asked: Asked) -> pd.DataFrame:
    """Add up the sums of all groups, as `Rollups.sums` returns those of one machine."""
    rows = pd.concat(list(sums), ignore_index=True)
    names = [dimension.value for dimension in asked.by]
    return sum_by(
        {name: rows[name].to_numpy() for name in names},
        [len(members.codes[name]) for name in names],
        rows["minor"].to_numpy(),
    )
