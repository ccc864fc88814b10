"""The facts of a day made anew from the columns of the ledger."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.accounts.files import account, url_of
from benchmarks.racing import race
from benchmarks.scenario import Aim, Bench, Finding, agree
from tracker.db import make_engine
from tracker.fund.ledger.measures import BY_CODE
from tracker.totals.days_facts import DaysFacts
from tracker.totals.flows import flows_of, sum_cells
from tracker.totals.query import Days
from tracker.totals.snapshot import Snapshot

AGAINST = "numpy.bincount, codes ready"
AIM = Aim(2.5)
LARGE_AIM = Aim(6)


def run(bench: Bench) -> Iterator[Finding]:
    """Compare the pass over all lines, and all facts, with a bare sum by code."""
    yield from _at(bench, bench.entries, AIM)
    if bench.large:
        yield from _at(bench, bench.large, LARGE_AIM)


def _at(bench: Bench, entries: int, aim: Aim) -> Iterator[Finding]:
    """Compare at one size."""
    snapshot = read_snapshot(account(bench, entries))
    lines = snapshot.lines
    days = Days(None, lines.last_day, None)
    codes = lines.cell.values.astype(np.intp)
    weights = lines.cents.values.astype(np.float64)

    def bare() -> npt.NDArray[Any]:
        return np.bincount(codes, weights=weights, minlength=lines.cells)

    def facts() -> int:
        made = DaysFacts.from_lines(lines, snapshot.members, days)
        frames = [made.frame(measure, apportioned=True) for measure in BY_CODE]
        return sum(int(frame.base["minor"].sum()) for frame in frames)

    flows = race(lambda: flows_of(lines, days), bare, bench.rounds)
    # Sums below 2^53 are exact in either.
    expected = sum_cells(lines.index.keys.values, flows.peer_result.astype(np.int64))
    agree("cells", flows.our_result.cents.tolist(), expected.cents.tolist())
    total = int(flows.our_result.cents.sum())
    yield Finding("rebuild of the flows", entries, flows.ours, flows.peer, AGAINST, aim, total)

    made = race(facts, bare, bench.rounds)
    agree("facts", made.our_result, total)
    yield Finding(
        "the same, and every stock apportioned",
        entries,
        made.ours,
        made.peer,
        AGAINST,
        total=total,
    )


def read_snapshot(database: Path) -> Snapshot:
    """Read an account as the dashboards do."""
    engine = make_engine(url_of(database))
    snapshot = Snapshot()
    with engine.connect() as connection:
        snapshot.refresh(connection)
    engine.dispose()
    return snapshot
