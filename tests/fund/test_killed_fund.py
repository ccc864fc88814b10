"""A write that is killed at a random moment is whole or absent, and the record verifies."""

from pathlib import Path

import pytest

from tests.fund.killed_fund import run

pytestmark = pytest.mark.slow

KILLS = 3
ROWS = 600


def test_on_either_database(any_database_url: str, tmp_path: Path) -> None:
    outcomes = run(any_database_url, tmp_path, KILLS, "suite", ROWS)
    assert outcomes.total() == KILLS
