"""Random histories of all kinds of entries on either database, against a model in plain Python."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.fund.ledger_machine import LedgerMachine
from tests.support.databases import PostgresServer
from tests.support.thorough import TIMES

pytestmark = pytest.mark.slow


def run(machine: Any, examples: int) -> None:  # noqa: ANN401 - hypothesis takes any maker, and types a class
    """Run the machine on so many histories of up to 30 moves."""
    thorough = settings(
        max_examples=examples * TIMES,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    run_state_machine_as_test(machine, settings=thorough)


def test_random_moves_on_sqlite(fresh_sqlite: Callable[[], str]) -> None:
    run(lambda: LedgerMachine(fresh_sqlite(), lambda: None), examples=12)


def test_random_moves_on_postgresql(postgres: PostgresServer) -> None:
    def machine() -> LedgerMachine:
        url = postgres.lend_migrated()
        return LedgerMachine(url, partial(postgres.take_back, url))

    run(machine, examples=5)
