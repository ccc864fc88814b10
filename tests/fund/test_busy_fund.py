"""Several processes at once lose nothing, spend no cent twice and leave the record whole."""

from pathlib import Path

import pytest

from tests.fund.busy_fund import run
from tests.fund.busy_outcome import Told

pytestmark = pytest.mark.slow

SECONDS = 8


def expect_all_sorts(told: Told) -> None:
    assert told.written
    assert {state.value for state in told.decided.values()} >= {"approved", "returned"}
    assert told.refusals["InsufficientFunds"]
    assert told.refusals["NotAllowed"]
    assert not told.broken


def test_two_on_sqlite(sqlite_url: str, tmp_path: Path) -> None:
    expect_all_sorts(run(sqlite_url, tmp_path, 2, SECONDS, "sqlite"))


def test_eight_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    expect_all_sorts(run(postgres_url, tmp_path, 8, SECONDS, "postgresql"))
