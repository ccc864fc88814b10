"""Totals over several machines with Dask, which is an extra: `requirements-distributed.txt`.

Nothing of the product imports this module; docs/scale.md tells when it is worth it. Workers read
the database that their own `DATABASE_URL` names: no password passes through the scheduler.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from operator import getitem
from typing import Any
from urllib.parse import urlsplit

import dask
import pandas as pd
from distributed import Client, LocalCluster
from sqlalchemy.engine import Engine

from tracker.db import make_engine
from tracker.totals.flows import CellSums
from tracker.totals.members import Members
from tracker.totals.partitions import (
    Asked,
    Group,
    LineRange,
    PartitionPlan,
    added_up,
    joined,
    line_ranges,
    read_plan,
    read_range,
)
from tracker.totals.query import Days

LINES_OF_A_RANGE = 500_000
LOOPBACK = "127.0.0.1"
UNWATCHED = {"distributed.worker.profile.enabled": False}
"""That workers do not look a hundred times a second at what they do, for a page nobody serves."""
DaskClient = Any  # a `distributed.Client`, whose methods have no types


class OpenScheduler(Exception):
    """A scheduler that others can reach and that does not ask who they are: it runs any code."""


@contextmanager
def local_cluster(workers: int, *, processes: bool = True) -> Iterator[DaskClient]:
    """Give a client of workers on this machine, which nobody else can reach."""
    with (
        dask.config.set(UNWATCHED),
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
    """The flows of some days by groups of whole contributions, one group on each worker.

    A group stays on its worker, apportioned once (an actor of Dask); where a worker is lost, read
    anew.
    """

    members: Members
    groups: tuple[Any, ...]

    @classmethod
    def read(
        cls, client: DaskClient, days: Days, lines: int = LINES_OF_A_RANGE
    ) -> "DistributedTotals":
        """Let the workers read the ledger in ranges, and bring contributions together.

        Raises OpenScheduler.
        """
        expect_closed(client.scheduler.address)
        workers = tuple(client.nthreads())
        with _engine().connect() as connection:
            plan, members = read_plan(connection, days, len(workers))
        spread_plan, spread_members = client.scatter([plan, members], broadcast=True, hash=False)
        ranges = [
            client.submit(_read, spread_plan, one, pure=False)
            for one in line_ranges(plan.accounts.head.last_line, lines)
        ]
        groups = []
        for number, worker in enumerate(workers):
            parts = [client.submit(getitem, one, number, pure=False) for one in ranges]
            flows = client.submit(joined, parts, workers=[worker], pure=False)
            of_group = (flows, spread_members, days)
            groups.append(client.submit(Group, *of_group, workers=[worker], actor=True))
        return cls(members, tuple(client.gather(groups)))

    def sums(self, asked: Sequence[Asked]) -> list[pd.DataFrame]:
        """Return for each question the sums that are asked: positions of codes, and cents.

        All questions go to each worker together: one way there and back.
        """
        coming = [group.sums(asked) for group in self.groups]
        parts = zip(*(one.result() for one in coming), strict=True)
        return [added_up(own, self.members, one) for own, one in zip(parts, asked, strict=True)]


def _read(plan: PartitionPlan, lines: LineRange) -> list[CellSums]:
    """Read a range of lines from the worker's own database."""
    with _engine().connect() as connection:
        return read_range(connection, plan, lines)


@lru_cache(maxsize=1)
def _engine() -> Engine:
    """Return the engine of this process, of the database that its environment names."""
    return make_engine(os.environ["DATABASE_URL"])
