"""Totals of two workers of Dask over PostgreSQL, against one process, to the cent."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from time import process_time
from typing import NamedTuple

import pandas as pd

from benchmarks.memory import peak_bytes
from benchmarks.postgres import postgres_account
from benchmarks.racing import timed
from benchmarks.scenario import Bench, Finding, Unit, agree
from tracker.db import make_engine
from tracker.fund.ledger.measures import BY_CODE
from tracker.totals.dimensions import Dimension
from tracker.totals.distributed_totals import DistributedTotals, local_cluster
from tracker.totals.partitions import Asked
from tracker.totals.query import Days, day_number
from tracker.totals.snapshot import Snapshot

WORKERS = 2
AGAINST = "one process"
DAYS = Days(None, day_number(date(2030, 12, 31)), None)  # no entry is later
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


class Side(NamedTuple):
    """The seconds to read and to sum, and the sums.

    Of the process that took most: how long it kept a processor busy, and the bytes it held.
    """

    read: float
    sums: float
    busy: float
    peak: int
    found: list[pd.DataFrame]


def run(bench: Bench) -> Iterator[Finding]:
    """Compare reading and summing; every sum of every measure and breakdown has to be the same."""
    with postgres_account(bench) as url:
        os.environ["DATABASE_URL"] = url  # of all processes, which inherit it
        bench.note("one process")
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            one = pool.submit(of_one_process, url).result()
        bench.note(f"{WORKERS} workers")
        spread = of_workers()
    for asked, own, other in zip(ASKED, spread.found, one.found, strict=True):
        agree(f"{BY_CODE[asked.measure]} by {asked.by}", _cents(own), _cents(other))
    total = sum(int(sums["minor"].sum()) for sums in spread.found)
    for what, ours, peer in (
        (f"ledger read by {WORKERS} workers of Dask", spread.read, one.read),
        (f"{len(ASKED)} totals apportioned and summed by them", spread.sums, one.sums),
        ("both together", spread.read + spread.sums, one.read + one.sums),
        ("processor time of the busier worker", spread.busy, one.busy),
    ):
        yield Finding(what, bench.entries, ours, peer, AGAINST, total=total)
    what = "memory at its most, of the larger worker"
    yield Finding(what, bench.entries, spread.peak, one.peak, AGAINST, unit=Unit.BYTES)


def of_one_process(url: str) -> Side:
    """Read an account and answer as the dashboards do."""
    start = process_time()
    engine = make_engine(url)
    snapshot = Snapshot()
    with engine.connect() as connection:
        read, _ = timed(snapshot.refresh, connection)
    engine.dispose()
    sums, found = timed(lambda: [snapshot.rollups(DAYS).sums(*asked) for asked in ASKED])
    return Side(read, sums, process_time() - start, peak_bytes(), found)


def of_workers() -> Side:
    """Read the account that the environment names, and answer, by workers that have started."""
    with local_cluster(WORKERS) as client:
        client.run(_imports)
        start = client.run(process_time)
        read, totals = timed(DistributedTotals.read, client, DAYS)
        sums, found = timed(totals.sums, ASKED)
        busy = max(end - start[worker] for worker, end in client.run(process_time).items())
        peak = max(client.run(peak_bytes).values())
    return Side(read, sums, busy, peak, found)


def _imports() -> str:
    """Import what a worker runs, as one that has worked before; return its name."""
    return DistributedTotals.__name__


def _cents(sums: pd.DataFrame) -> list[list[int]]:
    """Return positions and cents, in the order of the positions."""
    rows: list[list[int]] = sums.to_numpy().tolist()
    return sorted(rows)
