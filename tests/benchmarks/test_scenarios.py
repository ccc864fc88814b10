"""Every scenario runs, and compares only what comes to the same figures; no time is judged."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks.accounts.files import account
from benchmarks.scenario import Bench, Disagreement
from benchmarks.scenarios import rebuild
from benchmarks.scenarios.registry import BY_NAME_ALONE, SCENARIOS
from tracker.cli.sample import FEWEST
from tracker.fund.ledger.measures import BY_CODE, CODES, SIGNS, Measure
from tracker.totals.flows import CellSums, flows_of
from tracker.totals.ledger_lines import LedgerLines
from tracker.totals.query import Days

LINES = """
    SELECT measure, sum(minor), sum(abs(minor)) FROM ledger_line WHERE measure > 0 GROUP BY 1
    UNION ALL
    SELECT :encumbered, sum(minor), sum(abs(minor)) FROM ledger_line
    WHERE measure IS NULL
    AND account_id IN (SELECT id FROM ledger_account WHERE kind = 'allocated')
"""
USED = "SELECT sum(balance_minor) FROM ledger_account WHERE kind IN ('committed', 'spent')"


class Sums(NamedTuple):
    """The sum of a measure's lines in US cents, with their signs and without."""

    minor: int
    absolute: int


def sums_of(path: Path) -> dict[Measure, Sums]:
    """Ask the database itself."""
    connection = sqlite3.connect(path)
    rows = connection.execute(LINES, {"encumbered": CODES[Measure.ENCUMBERED]}).fetchall()
    [used] = connection.execute(USED).fetchone()
    connection.close()
    found = {
        BY_CODE[code]: Sums(minor * SIGNS[BY_CODE[code]], absolute)
        for code, minor, absolute in rows
    }
    assert found[Measure.ENCUMBERED].minor == used
    return found


EXPECTED: dict[str, Callable[[dict[Measure, Sums]], int]] = {
    "rebuild": lambda sums: sum(own.minor for own in sums.values()),
    "cold-start": lambda sums: sum(own.absolute for own in sums.values()),
    "three-charts": lambda sums: sums[Measure.RECEIVED].minor,
}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Decide on the smallest account, asked once."""
    folder = tmp_path_factory.mktemp("benchmarks")
    return Bench(FEWEST, folder, small=FEWEST, rounds=1, burst=0.05)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in SCENARIOS if name not in BY_NAME_ALONE])
def test_a_scenario_runs_and_its_sides_agree(name: str, bench: Bench) -> None:
    findings = list(SCENARIOS[name].run(bench))
    assert findings
    assert all(finding.ours > 0 and finding.peer > 0 for finding in findings)
    if name in EXPECTED:
        assert findings[0].total == EXPECTED[name](sums_of(account(bench, FEWEST)))


def test_a_peer_with_other_figures_is_not_compared(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def a_cent_more(lines: LedgerLines, days: Days) -> CellSums:
        sums = flows_of(lines, days)
        sums.cents[0] += 1
        return sums

    monkeypatch.setattr(rebuild, "flows_of", a_cent_more)
    with pytest.raises(Disagreement):
        list(rebuild.run(bench))
