"""The ledger as one flat table, as somebody would export it to ask it with plain SQL.

A row is what one line of the ledger brought to one region and instrument. A cell's money is
split over its tags once, so the parts of a line are what the split of all lines up to it has
more than the split of those before: the table adds up to the product's figures to the cent.
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
from tracker.fund.ledger.measures import CODES, Measure
from tracker.totals.dimensions import Dimension
from tracker.totals.snapshot import Snapshot
from tracker.totals.splitting import split

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
    facts, slots = snapshot.facts, snapshot.catalogue.slots
    names = facts.names(0)
    wanted = np.isin(names.measure, [CODES[measure] for measure in MEASURES])
    lines = np.flatnonzero(wanted[facts.cell.values])
    numbers = slots.number[names.activity][facts.cell.values[lines]]
    for number in np.unique(numbers).tolist():
        chosen = lines[numbers == number]
        chosen = chosen[np.argsort(facts.cell.values[chosen], kind="stable")]
        cell = facts.cell.values[chosen]
        until = _until(cell, facts.cents.values[chosen])
        opens = np.flatnonzero(np.diff(cell, prepend=-1))
        for start in range(0, len(chosen), LINES_AT_ONCE):
            stop = min(start + LINES_AT_ONCE, len(chosen))
            # The line before the first one is split again, to know what it had.
            begin = max(start - 1, 0)
            first = slots.first[names.activity[cell[begin:stop]]][:, None] + np.arange(number)
            parts = split(until[begin:stop], slots.weight[first])
            added = np.diff(parts, axis=0, prepend=np.zeros((1, number), np.int64))
            fresh = opens[(opens >= begin) & (opens < stop)] - begin
            added[fresh] = parts[fresh]
            keep = slice(start - begin, None)
            yield _named(snapshot, cell[start:stop], first[keep], added[keep])


def _until(cell: Whole, cents: Whole) -> Whole:
    """Return what each line's cell holds with it, lines of a cell standing together."""
    sums = np.cumsum(cents)
    opens = np.flatnonzero(np.diff(cell, prepend=-1))
    before = np.repeat(sums[opens] - cents[opens], np.diff(opens, append=len(cell)))
    until: Whole = sums - before
    return until


def _named(snapshot: Snapshot, cell: Whole, slot: Whole, cents: Whole) -> list[tuple[Any, ...]]:
    """Add the parts of each line up by region and instrument, and write their codes."""
    catalogue = snapshot.catalogue
    regions, protocols = (
        catalogue.slots.codes[dimension][slot].astype(np.int64)
        for dimension in (Dimension.REGION, Dimension.PROTOCOL)
    )
    width = len(catalogue.codes[Dimension.PROTOCOL])
    size = len(catalogue.codes[Dimension.REGION]) * width
    line = np.arange(len(cell))[:, None]
    keys, inverse = np.unique(line * size + regions * width + protocols, return_inverse=True)
    sums = np.zeros(len(keys), dtype=np.int64)
    np.add.at(sums, inverse.ravel(), cents.ravel())
    at = keys // size
    names = snapshot.facts.names(0)
    whose = cell[at]
    measures = {CODES[measure]: measure.value for measure in MEASURES}
    return list(
        zip(
            [measures[code] for code in names.measure[whose].tolist()],
            _codes(snapshot, Dimension.DONOR, names.contribution[whose]),
            _codes(snapshot, Dimension.PROGRAMME, names.activity[whose]),
            map(str, names.year[whose].tolist()),
            _taken(catalogue.codes[Dimension.REGION], keys % size // width),
            _taken(catalogue.codes[Dimension.PROTOCOL], keys % width),
            sums.tolist(),
            strict=True,
        )
    )


def _codes(snapshot: Snapshot, dimension: Dimension, number: Whole) -> list[str]:
    """Return the code of each contribution or activity in a dimension."""
    catalogue = snapshot.catalogue
    places = catalogue.of_contribution | catalogue.of_activity  # type: ignore[operator]
    return _taken(catalogue.codes[dimension], places[dimension][number])


def _taken(codes: Sequence[str], places: npt.NDArray[Any]) -> list[str]:
    """Return the code at each place."""
    taken: list[str] = np.array(codes, dtype=object)[places].tolist()
    return taken
