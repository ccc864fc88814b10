"""The cube made anew from the columns of the ledger."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.accounts.files import account, url_of
from benchmarks.racing import race
from benchmarks.scenario import Aim, Bench, Finding, agree
from tracker.db import make_engine
from tracker.totals.cells import cells_of
from tracker.totals.cube import Cube
from tracker.totals.query import Days
from tracker.totals.snapshot import Snapshot

AGAINST = "numpy.bincount, codes ready"
AIM = Aim(2.5)
LARGE_AIM = Aim(6)


def run(bench: Bench) -> Iterator[Finding]:
    """Compare the pass over all lines, and the whole cube, with a bare sum by code."""
    yield from _at(bench, bench.entries, AIM)
    if bench.large:
        yield from _at(bench, bench.large, LARGE_AIM)


def _at(bench: Bench, entries: int, aim: Aim) -> Iterator[Finding]:
    """Compare at one size."""
    snapshot = read_snapshot(account(bench, entries))
    facts = snapshot.facts
    days = Days(None, facts.last_day, None)
    codes = facts.cell.values.astype(np.intp)
    weights = facts.cents.values.astype(np.float64)

    def bare() -> npt.NDArray[Any]:
        return np.bincount(codes, weights=weights, minlength=facts.cells)

    cells = race(lambda: cells_of(facts, days), bare, bench.rounds)
    # Sums below 2^53 are exact in either.
    agree("cells", cells.our_result.tolist(), cells.peer_result.astype(np.int64).tolist())
    total = int(cells.our_result.sum())
    yield Finding(
        "rebuild of the cube's cells", entries, cells.ours, cells.peer, AGAINST, aim, total
    )

    cube = race(lambda: Cube(facts, snapshot.catalogue, days), bare, bench.rounds)
    agree("atoms", int(cube.our_result.atoms.cents.values.sum()), total)
    yield Finding(
        "the same, and every cell split over its tags",
        entries,
        cube.ours,
        cube.peer,
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
