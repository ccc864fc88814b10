"""The file of facts: the record as one process read it, mapped by all processes of a machine.

It holds the ledger up to one entry, identified by that entry's digest, as at one day and as known
now. Its facts hold for one state of the breakdowns, identified by the digest of the members. A
file with another key, or a damaged one, is not used, and the record is read anew. Facts as known
at an earlier day are never taken from it. Verification compares a file with the record.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from tracker.totals import load, member_rows
from tracker.totals.array_file import Arrays, Key, MappedFile, map_arrays, write_arrays
from tracker.totals.days_facts import DaysFacts
from tracker.totals.frames import same_facts
from tracker.totals.ledger_lines import GROWING, LedgerLines
from tracker.totals.load import Head
from tracker.totals.members import Members, build_members
from tracker.totals.query import Days
from tracker.totals.rollups import Rollups

Whole = npt.NDArray[np.int64]
FORMAT = 4
"""Raised when arrays or the rules that they were made by change."""


class FactsState(NamedTuple):
    """The content of a file to write: arrays that nobody changes any more, and their key."""

    key: Key
    arrays: Arrays


@dataclass(frozen=True, slots=True)
class FactsFile:
    """The file of facts of one database."""

    path: Path

    def read(self, connection: Connection, head: Head) -> "StoredFacts | None":
        """Map the file; None where it is not of this ledger up to its head."""
        found = map_arrays(self.path)
        if found is None or found.key.get("format") != FORMAT:
            return None
        stored = _head(found.key)
        if not 0 < stored.last_entry <= head.last_entry:
            return None
        if load.digest_of(connection, stored.last_entry) != stored.digest:
            return None
        return StoredFacts(found, stored)

    def write(self, state: FactsState) -> None:
        """Replace the file; whoever has the old one mapped keeps it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_arrays(self.path, state.key, state.arrays, GROWING)


@dataclass(frozen=True, slots=True)
class StoredFacts:
    """The content of a file of facts that belongs to a ledger."""

    file: MappedFile
    head: Head

    @property
    def rollup_columns(self) -> int:
        """The number of rollup columns."""
        return sum(name.startswith("rollup.") for name in self.file.arrays)

    def lines(self) -> LedgerLines:
        """Return the lines up to the file's entry."""
        return LedgerLines.from_arrays(self.head, self.file.arrays, self.file.lengths)

    def rollups(self, lines: LedgerLines, members: Members) -> Rollups | None:
        """Return facts and rollups as at the file's day; None where breakdowns have changed."""
        if self.file.key.get("members") != members.digest():
            return None
        days = Days(None, int(self.file.key["last"]), None)
        facts = DaysFacts.from_arrays(lines, members, days, self.file)
        return Rollups.from_arrays(facts, self.file.arrays)


def state_of(lines: LedgerLines, rollups: Rollups) -> FactsState:
    """Return the state of lines and of up-to-date facts for a file."""
    head = lines.head
    key: dict[str, Any] = {
        "format": FORMAT,
        "entry": head.last_entry,
        "line": head.last_line,
        "account": head.last_account,
        "digest": head.digest.hex(),
        "members": rollups.facts.members.digest(),
        "last": rollups.facts.days.last,
    }
    arrays = lines.to_arrays() | rollups.facts.to_arrays() | rollups.to_arrays()
    return FactsState(key, arrays)


def _head(key: Key) -> Head:
    """Return the head of the ledger that a file was written at; its version is not known."""
    return Head(
        last_entry=int(key["entry"]),
        last_line=int(key["line"]),
        last_account=int(key["account"]),
        digest=bytes.fromhex(key["digest"]),
    )


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
    members = build_members(member_rows.read_members(connection))
    return [*differences, *_different_facts(stored, lines, fresh, members)]


def _different_lines(lines: LedgerLines, fresh: LedgerLines) -> list[Difference]:
    """Compare the lines: cell, day, cents, and moment of recording."""
    pairs = {
        "cells": (_cells(lines), _cells(fresh)),
        "days": (lines.day.values, fresh.day.values),
        "cents": (lines.cents.values, fresh.cents.values),
        "moments of recording": (lines.recorded.values, fresh.recorded.values),
        "lines by moment of recording": (lines.recorded_ends.values, fresh.recorded_ends.values),
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
