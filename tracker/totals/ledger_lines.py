"""The ledger as columns: each line that counts as a cell, a day and cents.

Lines are only ever added, so the columns are updated by the lines after the last number read. The
moment of recording never falls from one line to the next, so it is stored once for all lines of
that moment, and "as known at" is a beginning of the columns.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from tracker.fund.ledger.measures import BY_CODE, CODES, SIGNS, Measure
from tracker.totals import load
from tracker.totals.array_file import Arrays
from tracker.totals.cells import MEASURES, CellIndex, calendar_year, pack
from tracker.totals.columns import Column
from tracker.totals.load import Head

Whole = npt.NDArray[np.int64]
OF_ACCOUNTS = ("contribution_of", "activity_of", "of_allocated")
COLUMNS = ("cell", "day", "cents", *OF_ACCOUNTS, "recorded", "recorded_ends")
"""The columns of lines, accounts and moments of recording."""

GROWING = frozenset({*COLUMNS, "cells"})
"""The arrays that grow by what the ledger adds."""

ENCUMBERED = CODES[Measure.ENCUMBERED]
ACCOUNT_AT, MEASURE_AT = 1, 3
"""The places of account and measure in a line that was read."""

_SIGN = np.ones(MEASURES + 1, dtype=np.int64)
for _code, _measure in BY_CODE.items():
    _SIGN[_code] = SIGNS[_measure]


@dataclass(slots=True)
class LedgerLines:
    """All lines that count: the number of each one's cell, its day and its cents.

    `cents` carry the sign with which they count in their measure. Indexed by the number of an
    account are `contribution_of`, `activity_of` (0: none) and `of_allocated` (1: of allocated
    money). `recorded` are the moments of recording, each once, and `recorded_ends` how many lines
    were recorded by each.
    """

    head: Head = field(default_factory=Head)
    cell: Column = field(default_factory=lambda: Column(np.int32))
    day: Column = field(default_factory=lambda: Column(np.int32))
    cents: Column = field(default_factory=lambda: Column(np.int64))
    contribution_of: Column = field(default_factory=lambda: Column(np.int32))
    activity_of: Column = field(default_factory=lambda: Column(np.int32))
    of_allocated: Column = field(default_factory=lambda: Column(np.int8))
    index: CellIndex = field(default_factory=CellIndex)
    recorded: Column = field(default_factory=lambda: Column(np.int64))
    recorded_ends: Column = field(default_factory=lambda: Column(np.int32))
    last_day: int = -(2**31)

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return all columns as arrays by name."""
        return {
            **{name: getattr(self, name).values for name in COLUMNS},
            "recorded_ends": self.recorded_ends.values.copy(),  # its last one may still grow
            **self.index.to_arrays(),
        }

    @classmethod
    def from_arrays(cls, head: Head, arrays: Arrays, lengths: Mapping[str, int]) -> "LedgerLines":
        """Return the lines up to a head that these arrays were made from."""
        columns = {
            name: Column(arrays[name].dtype, arrays[name], lengths[name]) for name in COLUMNS
        }
        lines = cls(index=CellIndex.from_arrays(arrays, lengths), **columns)  # type: ignore[arg-type] # names of columns
        lines.head = head
        if len(lines.day):
            lines.last_day = int(lines.day.values.max())
        return lines

    @property
    def cells(self) -> int:
        """The number of cells."""
        return len(self.index.keys)

    def refresh(self, connection: Connection, head: Head) -> None:
        """Read the lines that the ledger has added up to `head`; the cost follows their number."""
        known = self.head
        accounts = load.new_accounts(connection, known.last_account, head.last_account)
        entries = load.new_entries(connection, known.last_entry, head.last_entry)
        lines = load.new_lines(connection, known.last_line, head.last_line)
        self.add(head, accounts, entries, lines)

    def add(self, head: Head, accounts: Whole, entries: Whole, lines: Iterable[Whole]) -> None:
        """Add rows up to `head`, in the order of their numbers.

        Accounts are number, contribution, activity (0 for none), if of allocated money; entries
        number, effective day, moment of recording; lines, in batches, entry, account, cents,
        measure, attributed. A line without a measure counts where it changes allocated money: as
        encumbered.
        """
        self._add_accounts(accounts, head.last_account)
        if len(entries):
            self._add_lines(entries, lines)
        self.head = head

    def without_lines(self) -> "LedgerLines":
        """Return columns of the same accounts, for other lines of theirs."""
        return LedgerLines(self.head, **{name: getattr(self, name) for name in OF_ACCOUNTS})

    def known_at(self, moment: int) -> int:
        """Return how many lines were recorded up to a moment."""
        at = int(np.searchsorted(self.recorded.values, moment, side="right"))
        return int(self.recorded_ends.values[at - 1]) if at else 0

    def _add_accounts(self, accounts: Whole, last: int) -> None:
        """Store what new accounts are of, at their own numbers."""
        for position, name in enumerate(OF_ACCOUNTS, start=1):
            column = getattr(self, name)
            column.extend(np.zeros(max(last + 1 - len(column), 0), dtype=np.int32))
            column.values[accounts[:, 0]] = accounts[:, position]

    def _add_lines(self, entries: Whole, batches: Iterable[Whole]) -> None:
        """Turn new lines into columns; their entries came with them."""
        numbers, effective, recorded = entries.T
        recorded = np.maximum.accumulate(recorded)
        years = calendar_year(effective)
        for lines in batches:
            entry, account, cents, measure, attributed = self._counting(lines).T
            at = np.searchsorted(numbers, entry)
            contribution = self.contribution_of.values[account]
            activity = self.activity_of.values[account]
            cells = pack(measure, contribution, activity, years[at], attributed)
            self.cell.extend(self.index.number(cells))
            self.day.extend(effective[at])
            self.cents.extend(cents * _SIGN[measure])
            self._note_recorded(recorded[at])
        if len(effective):
            self.last_day = max(self.last_day, int(effective.max()))

    def _counting(self, lines: Whole) -> Whole:
        """Return the lines that count, those of encumbered money with their measure."""
        unnamed = lines[:, MEASURE_AT] == load.NO_MEASURE
        counting: Whole = lines[~unnamed | (self.of_allocated.values[lines[:, ACCOUNT_AT]] == 1)]
        counting[counting[:, MEASURE_AT] == load.NO_MEASURE, MEASURE_AT] = ENCUMBERED
        return counting

    def _note_recorded(self, moments: Whole) -> None:
        """Store the moments of recording of new lines, and how many lines there are by each."""
        if not len(moments):
            return
        first = len(self.cell) - len(moments)
        last = np.append(np.flatnonzero(np.diff(moments)), len(moments) - 1)
        found, ends = moments[last], first + last + 1
        if len(self.recorded) and self.recorded.values[-1] == found[0]:
            self.recorded_ends.values[-1] = ends[0]
            found, ends = found[1:], ends[1:]
        self.recorded.extend(found)
        self.recorded_ends.extend(ends)
