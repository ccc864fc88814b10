"""The ledger as one flat table, as somebody would export it to ask it with plain SQL.

A row is what one line of the ledger brought to one region and instrument. Stocks at the end of
a year are apportioned, so the parts of a line are what the stock with it has more than the one
before, line by line through the years: the table adds up to the product's figures to the cent.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from benchmarks.accounts.files import working_folder
from benchmarks.scenario import Bench
from benchmarks.scenarios.rebuild import read_snapshot
from tracker.apportion import apportion
from tracker.fund.ledger.measures import CODES, Measure
from tracker.totals.cells import (
    FLAG_BITS,
    activity_of,
    contribution_of,
    measure_of,
    stock_of,
    year_of,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.snapshot import Snapshot

Whole = npt.NDArray[np.int64]
MEASURES = (Measure.RECEIVED, Measure.SPENT)
COLUMNS = ("measure", "donor", "programme", "year", "region", "protocol", "cents INTEGER")
LINES_AT_ONCE = 100_000


class Grouped(Protocol):
    """A question that an index can answer alone."""

    @property
    def by(self) -> tuple[str, str]:
        """The columns that it groups by."""


def flat_table(bench: Bench, account: Path, indexes: Sequence[Grouped]) -> Path:
    """Return the file of the flat table of an account, which is called flat too."""
    kind = "covered" if indexes else "bare"
    path = bench.folder / account.stem / kind / "flat.sqlite"
    if path.exists():
        return path
    bench.note("making the flat table")
    path.parent.mkdir(parents=True, exist_ok=True)
    with working_folder(bench) as folder:
        made = folder / path.name
        connection = sqlite3.connect(made)
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute(f"CREATE TABLE flat ({', '.join(COLUMNS)})")
        insertion = f"INSERT INTO flat VALUES ({', '.join('?' * len(COLUMNS))})"
        for rows in flat_rows(read_snapshot(account)):
            connection.executemany(insertion, rows)
        for number, question in enumerate(indexes):
            columns = ", ".join(("measure", *question.by))
            donor = "" if "donor" in question.by else ", donor"
            connection.execute(f"CREATE INDEX by_{number} ON flat ({columns}{donor}, cents)")
        connection.execute("ANALYZE")
        connection.commit()
        connection.close()
        made.replace(path)
    return path


def flat_rows(snapshot: Snapshot) -> Iterator[list[tuple[Any, ...]]]:
    """Return the rows of the flat table, some thousand lines at a time."""
    lines, weights = snapshot.lines, snapshot.members.weights
    cells = lines.index.keys.values[lines.cell.values]
    wanted = np.isin(measure_of(cells), [CODES[measure] for measure in MEASURES])
    numbers = weights.number[activity_of(cells)]
    for number in np.unique(numbers[wanted]).tolist():
        chosen = np.flatnonzero(wanted & (numbers == number))
        chosen = chosen[np.argsort(cells[chosen] >> FLAG_BITS, kind="stable")]
        own = cells[chosen]
        until = _until(stock_of(own), lines.cents.values[chosen])
        opens = np.flatnonzero(np.diff(stock_of(own), prepend=-1))
        for start in range(0, len(chosen), LINES_AT_ONCE):
            stop = min(start + LINES_AT_ONCE, len(chosen))
            # The line before the first one is apportioned again, to know what it had.
            begin = max(start - 1, 0)
            places = weights.first[activity_of(own[begin:stop])].astype(np.int64)[:, None]
            places = places + np.arange(number)
            parts = apportion(until[begin:stop], weights.weight[places])
            added = np.diff(parts, axis=0, prepend=np.zeros((1, number), np.int64))
            fresh = opens[(opens >= begin) & (opens < stop)] - begin
            added[fresh] = parts[fresh]
            keep = slice(start - begin, None)
            yield _named(snapshot, own[start:stop], places[keep], added[keep])


def _until(stock: Whole, cents: Whole) -> Whole:
    """Return what each line's stock holds with it, lines of a stock standing together."""
    sums = np.cumsum(cents)
    opens = np.flatnonzero(np.diff(stock, prepend=-1))
    before = np.repeat(sums[opens] - cents[opens], np.diff(opens, append=len(stock)))
    until: Whole = sums - before
    return until


def _named(snapshot: Snapshot, cell: Whole, places: Whole, cents: Whole) -> list[tuple[Any, ...]]:
    """Add the parts of each line up by region and instrument, and write their codes."""
    members = snapshot.members
    regions = _table(snapshot, Dimension.REGION)[members.weights.place[places]].astype(np.int64)
    protocols = members.weights.instrument[places].astype(np.int64)
    width = len(members.codes[Dimension.PROTOCOL])
    size = len(members.codes[Dimension.REGION]) * width
    line = np.arange(len(cell))[:, None]
    keys, inverse = np.unique(line * size + regions * width + protocols, return_inverse=True)
    sums = np.zeros(len(keys), dtype=np.int64)
    np.add.at(sums, inverse.ravel(), cents.ravel())
    whose = cell[keys // size]
    measures = {CODES[measure]: measure.value for measure in MEASURES}
    return list(
        zip(
            [measures[code] for code in measure_of(whose).tolist()],
            _codes(snapshot, Dimension.DONOR, contribution_of(whose)),
            _codes(snapshot, Dimension.PROGRAMME, activity_of(whose)),
            map(str, year_of(whose).tolist()),
            _taken(members.codes[Dimension.REGION], keys % size // width),
            _taken(members.codes[Dimension.PROTOCOL], keys % width),
            sums.tolist(),
            strict=True,
        )
    )


def _codes(snapshot: Snapshot, dimension: Dimension, number: Whole) -> list[str]:
    """Return the code of each contribution or activity in a dimension."""
    return _taken(snapshot.members.codes[dimension], _table(snapshot, dimension)[number])


def _table(snapshot: Snapshot, dimension: Dimension) -> npt.NDArray[Any]:
    """Return the table that leads to a dimension."""
    table = snapshot.members.leads[dimension].table
    if table is None:
        raise ValueError(f"no table leads to {dimension}")
    return table


def _taken(codes: Sequence[str], places: npt.NDArray[Any]) -> list[str]:
    """Return the code at each place."""
    taken: list[str] = np.array(codes, dtype=object)[places].tolist()
    return taken
