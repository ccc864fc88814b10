"""Totals over several machines with Dask, which is an extra: `requirements-distributed.txt`.

Nothing of the product imports this module; docs/scale.md tells when it is worth it. Workers read
the database that their own `DATABASE_URL` names: no password passes through the scheduler.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from operator import getitem
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
from distributed import Client, LocalCluster
from sqlalchemy.engine import Engine

from tracker.db import make_engine
from tracker.totals.flows import CellSums
from tracker.totals.partitions import (
    Asked,
    LineRange,
    PartitionPlan,
    added_up,
    group_sums,
    joined,
    line_ranges,
    read_plan,
    read_range,
)
from tracker.totals.query import Days

LINES_OF_A_RANGE = 500_000
GROUPS_OF_A_WORKER = 4
LOOPBACK = "127.0.0.1"
DaskClient = Any  # a `distributed.Client`, whose methods have no types


class OpenScheduler(Exception):
    """A scheduler that others can reach and that does not ask who they are: it runs any code."""


@contextmanager
def local_cluster(workers: int, *, processes: bool = True) -> Iterator[DaskClient]:
    """Give a client of workers on this machine, which nobody else can reach."""
    with (
        LocalCluster(  # type: ignore[no-untyped-call] # Dask's own
            n_workers=workers,
            threads_per_worker=1,
            processes=processes,
            protocol="tcp://",
            host=LOOPBACK,
            dashboard_address=None,
        ) as cluster,
        Client(cluster) as client,  # type: ignore[no-untyped-call] # Dask's own
    ):
        yield client


def expect_closed(address: str) -> None:
    """Refuse the address of a scheduler that has neither TLS nor the loopback interface alone.

    Raises OpenScheduler.
    """
    parts = urlsplit(address)
    try:
        alone = ip_address(parts.hostname or "").is_loopback
    except ValueError:
        alone = False
    if parts.scheme not in {"tls", "inproc"} and not alone:
        raise OpenScheduler(f"{address}: give the scheduler TLS (tls://), or listen on {LOOPBACK}")


@dataclass(frozen=True, slots=True)
class DistributedTotals:
    """The flows of some days, by groups of whole contributions, in the memory of the workers."""

    client: DaskClient
    plan: PartitionPlan
    members: Any
    local: Any
    groups: tuple[Any, ...]

    @classmethod
    def read(
        cls, client: DaskClient, days: Days, lines: int = LINES_OF_A_RANGE
    ) -> "DistributedTotals":
        """Let the workers read the ledger in ranges, and bring contributions together.

        Raises OpenScheduler.
        """
        expect_closed(client.scheduler.address)
        workers = len(client.nthreads())
        with _engine().connect() as connection:
            plan, members = read_plan(connection, days, workers * GROUPS_OF_A_WORKER)
        scattered = client.scatter(plan, broadcast=True, hash=False)
        ranges = [
            client.submit(_read, scattered, one, pure=False)
            for one in line_ranges(plan.head.last_line, lines)
        ]
        groups = [
            client.submit(
                joined,
                [client.submit(getitem, one, number, pure=False) for one in ranges],
                pure=False,
            )
            for number in range(plan.groups)
        ]
        shared = client.scatter(members, broadcast=True, hash=False)
        return cls(client, plan, shared, members, tuple(groups))

    def sums(self, asked: Asked) -> pd.DataFrame:
        """Return the sums that are asked: positions of codes, and cents."""
        parts = [
            self.client.submit(group_sums, one, self.members, self.plan.days, asked, pure=False)
            for one in self.groups
        ]
        return added_up(self.client.gather(parts), self.local, asked)


def _read(plan: PartitionPlan, lines: LineRange) -> list[CellSums]:
    """Read a range of lines from the worker's own database."""
    with _engine().connect() as connection:
        return read_range(connection, plan, lines)


@lru_cache(maxsize=1)
def _engine() -> Engine:
    """Return the engine of this process, of the database that its environment names."""
    return make_engine(os.environ["DATABASE_URL"])
