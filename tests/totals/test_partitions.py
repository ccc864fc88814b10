"""Totals in partitions equal those of one machine to the cent, however lines are parted."""

from datetime import date

import pandas as pd
import pytest
from sqlmodel import Session

from tests.api.accounts import fill
from tracker.fund.ledger.measures import CODES, Measure
from tracker.totals.dimensions import Dimension
from tracker.totals.distributed_totals import (
    DistributedTotals,
    OpenScheduler,
    expect_closed,
    local_cluster,
)
from tracker.totals.partitions import (
    Asked,
    Group,
    added_up,
    joined,
    line_ranges,
    read_plan,
    read_range,
)
from tracker.totals.query import Choice, Days, day_number
from tracker.totals.snapshot import Snapshot

DAYS = (
    Days(None, day_number(date(2026, 1, 1)), None),
    Days(day_number(date(2022, 3, 1)), day_number(date(2022, 12, 31)), None),
)
ASKED = tuple(
    Asked(measure, by, choice)
    for measure in (CODES[Measure.RECEIVED], CODES[Measure.SPENT], CODES[Measure.UNALLOCATED])
    for by in (
        (),
        (Dimension.DONOR, Dimension.YEAR),
        (Dimension.REGION,),
        (Dimension.PROTOCOL, Dimension.PROGRAMME),
    )
    for choice in (Choice(), Choice(((Dimension.DONOR, frozenset({"ITA"})),)))
)


def on_one_machine(session: Session, days: Days, asked: Asked) -> pd.DataFrame:
    """Return the sums as the dashboards have them."""
    snapshot = Snapshot()
    with snapshot.reading(session.connection()):
        return snapshot.rollups(days).sums(*asked)


@pytest.mark.parametrize(("lines", "groups"), [(5, 3), (1_000, 1)])
def test_every_sum_is_that_of_one_machine(session: Session, lines: int, groups: int) -> None:
    fill(session)
    snapshot = Snapshot()
    with snapshot.reading(session.connection()):
        for days in DAYS:
            plan, members = read_plan(session.connection(), days, groups)
            ranges = line_ranges(plan.accounts.head.last_line, lines)
            read = [read_range(session.connection(), plan, one) for one in ranges]
            parts = [joined([one[number] for one in read]) for number in range(groups)]
            found = [Group(one, members, days).sums(ASKED) for one in parts]
            for asked, *own in zip(ASKED, *found, strict=True):
                sums = added_up(own, members, asked)
                pd.testing.assert_frame_equal(sums, snapshot.rollups(days).sums(*asked))


def test_ranges_hold_every_line_once() -> None:
    assert line_ranges(0, 5) == []
    ranges = line_ranges(12, 5)
    numbers = [number for one in ranges for number in range(one.after + 1, one.last + 1)]
    assert numbers == list(range(1, 13))


@pytest.mark.parametrize(
    ("address", "closed"),
    [
        ("tcp://127.0.0.1:8786", "yes"),
        ("tcp://[::1]:8786", "yes"),
        ("tls://10.0.0.7:8786", "yes"),
        ("tcp://10.0.0.7:8786", ""),
        ("tcp://0.0.0.0:8786", ""),
        ("tcp://scheduler.example:8786", ""),
        ("ws://scheduler.example", ""),
    ],
)
def test_a_scheduler_that_anybody_can_reach_is_refused(address: str, closed: str) -> None:
    """It runs whatever it is sent."""
    if closed:
        expect_closed(address)
        return
    with pytest.raises(OpenScheduler, match="TLS"):
        expect_closed(address)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of Dask's own
def test_two_workers_of_dask_come_to_the_same(
    session: Session, any_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(session)
    monkeypatch.setenv("DATABASE_URL", any_database_url)
    monkeypatch.setattr("tracker.totals.distributed_totals._engine", session.get_bind)
    with local_cluster(2, processes=False) as client:
        spread = DistributedTotals.read(client, DAYS[0], lines=7)
        for asked, sums in zip(ASKED, spread.sums(ASKED), strict=True):
            pd.testing.assert_frame_equal(sums, on_one_machine(session, DAYS[0], asked))
