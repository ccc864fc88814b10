"""Totals of two workers of Dask over PostgreSQL, against one process, to the cent."""

import os
from collections.abc import Iterator
from functools import partial

import pandas as pd

from benchmarks.postgres import postgres_account
from benchmarks.racing import timed
from benchmarks.scenario import Bench, Finding, agree
from tracker.db import make_engine
from tracker.fund.ledger.measures import BY_CODE
from tracker.totals.dimensions import Dimension
from tracker.totals.distributed_totals import DistributedTotals, local_cluster
from tracker.totals.partitions import Asked
from tracker.totals.query import Days
from tracker.totals.snapshot import Snapshot

WORKERS = 2
AGAINST = "one process"
BREAKDOWNS = (
    (),
    (Dimension.YEAR,),
    (Dimension.DONOR, Dimension.YEAR),
    (Dimension.REGION, Dimension.PROTOCOL),
    (Dimension.PROGRAMME, Dimension.YEAR),
    (Dimension.EARMARKING, Dimension.DONOR),
    (Dimension.TOOL,),
)
ASKED = tuple(Asked(measure, by) for measure in BY_CODE for by in BREAKDOWNS)


def run(bench: Bench) -> Iterator[Finding]:
    """Compare reading and summing; every sum of every measure and breakdown has to be the same."""
    with postgres_account(bench) as url:
        one_read, snapshot = timed(partial(_read, url))
        days = Days(None, snapshot.lines.last_day, None)
        rollups = snapshot.rollups(days)
        one_sums, expected = timed(lambda: [rollups.sums(*asked) for asked in ASKED])
        os.environ["DATABASE_URL"] = url  # of the workers, which inherit it
        with local_cluster(WORKERS) as client:

            def spread() -> DistributedTotals:
                read = DistributedTotals.read(client, days)
                client.gather([client.submit(_rows, one) for one in read.groups])
                return read

            read, totals = timed(spread)
            sums, found = timed(lambda: [totals.sums(asked) for asked in ASKED])
    for asked, own, other in zip(ASKED, found, expected, strict=True):
        agree(f"{BY_CODE[asked.measure]} by {asked.by}", _cents(own), _cents(other))
    total = sum(int(one["minor"].sum()) for one in found)
    yield Finding(
        "the ledger read by two workers of Dask",
        bench.entries,
        read,
        one_read,
        AGAINST,
        total=total,
    )
    yield Finding(
        f"{len(ASKED)} totals apportioned and summed by them",
        bench.entries,
        sums,
        one_sums,
        AGAINST,
        total=total,
    )


def _rows(flows: tuple[list[int], list[int]]) -> int:
    """Return how many cells a group has, so that they need not be sent."""
    return len(flows[0])


def _read(url: str) -> Snapshot:
    """Read an account as the dashboards do."""
    engine = make_engine(url)
    snapshot = Snapshot()
    with engine.connect() as connection:
        snapshot.refresh(connection)
    engine.dispose()
    return snapshot


def _cents(sums: pd.DataFrame) -> list[list[int]]:
    """Return positions and cents, in the order of the positions."""
    rows: list[list[int]] = sums.to_numpy().tolist()
    return sorted(rows)
