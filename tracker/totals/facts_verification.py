"""Verification of the file of facts: a comparison with the record."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from tracker.totals import load
from tracker.totals.days_facts import DaysFacts
from tracker.totals.facts_file import FactsFile, StoredFacts
from tracker.totals.frames import same_facts
from tracker.totals.ledger_lines import LedgerLines
from tracker.totals.members import Members, build_members
from tracker.totals.rollups import Rollups

Whole = npt.NDArray[np.int64]


class Difference(NamedTuple):
    """A difference between the file and the record."""

    part: str
    message: str


def verify_facts_file(connection: Connection, file: FactsFile) -> list[Difference]:
    """Read the record up to the file's entry anew and return the differences of the file.

    A file that no process would use, since it is damaged, of another ledger or made before the
    breakdowns changed, decides no figure and is not compared.
    """
    stored = file.read(connection, load.read_head(connection))
    if stored is None:
        return []
    fresh = LedgerLines()
    fresh.refresh(connection, stored.head)
    lines = stored.lines()
    differences = _different_lines(lines, fresh)
    members = build_members(load.read_members(connection))
    return [*differences, *_different_facts(stored, lines, fresh, members)]


def _different_lines(lines: LedgerLines, fresh: LedgerLines) -> list[Difference]:
    """Compare the lines: cell, day, cents, and day of recording."""
    pairs = {
        "cells": (_cells(lines), _cells(fresh)),
        "days": (lines.day.values, fresh.day.values),
        "cents": (lines.cents.values, fresh.cents.values),
        "days of recording": (np.array(lines.recorded_days), np.array(fresh.recorded_days)),
        "ends of days of recording": (np.array(lines.recorded_ends), np.array(fresh.recorded_ends)),
    }
    return [
        Difference(f"lines, {name}", "are not those of the ledger")
        for name, (own, read) in pairs.items()
        if not np.array_equal(own, read)
    ]


def _different_facts(
    stored: StoredFacts, lines: LedgerLines, fresh: LedgerLines, members: Members
) -> list[Difference]:
    """Compare facts and rollups with ones that are made anew."""
    own = stored.rollups(lines, members)
    if own is None:
        return []
    facts = DaysFacts.from_lines(fresh, members, own.facts.days)
    frames = [
        Difference(f"facts of measure {measure}", "are not those of the ledger")
        for measure, apportioned in own.facts.frames()
        if not same_facts(
            own.facts.frame(measure, apportioned=apportioned).whole(),
            facts.frame(measure, apportioned=apportioned).whole(),
        )
    ]
    rollups = [
        Difference(f"rollup {name}", "is not the sum of the facts")
        for name in own.differences(Rollups(facts))
    ]
    return [*frames, *rollups]


def _cells(lines: LedgerLines) -> Whole:
    """Return the cell of each line; the numbers of cells depend on how the ledger was read."""
    cells: Whole = lines.index.keys.values[lines.cell.values]
    return cells
