"""The snapshot of a process: lines, members and facts of the record, updated on demand."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock
from typing import Any, NamedTuple

from sqlalchemy import Connection

from tracker.cache import VersionedCache
from tracker.totals import load, member_rows
from tracker.totals.days_facts import DaysFacts
from tracker.totals.dimensions import Dimension
from tracker.totals.facts_file import FactsFile, FactsState, StoredFacts, state_of
from tracker.totals.ledger_lines import LedgerLines
from tracker.totals.members import Members, build_members
from tracker.totals.query import Days
from tracker.totals.rollups import Rollups

DAYS_KEPT = 3
READS_KEPT = 32
DAYS_APART = 31
"""The most days by which facts are extended before they are made anew."""


class HeldReads(NamedTuple):
    """What was read beside the facts, kept while the record has the version that a reader sees."""

    version: int
    cache: VersionedCache[Any]


NOTHING_HELD = HeldReads(-1, VersionedCache(0))


@dataclass(slots=True)
class Snapshot:
    """The record of one database, held in memory by one process; safe for its threads."""

    file: FactsFile | None = None
    lines: LedgerLines = field(default_factory=LedgerLines)
    _stored: StoredFacts | None = None
    _stored_lines: int = 0
    _stored_rollups: int = 0
    _members: Members | None = None
    _members_as_read: bool = True
    _last_change: int = 0
    _rollups: OrderedDict[Days, Rollups] = field(default_factory=OrderedDict)
    _known_members: set[Days] = field(default_factory=set)
    _connection: Connection | None = None
    _seen: int = -1
    _held: VersionedCache[Any] = field(default_factory=lambda: VersionedCache(READS_KEPT))
    _lock: RLock = field(default_factory=RLock)

    @property
    def version(self) -> int:
        """The version of pages that this snapshot shows; caches go by it."""
        return self.lines.head.version

    @property
    def held(self) -> HeldReads:
        """What was read beside the facts, at the version that the present reader sees.

        That is an older one than the snapshot's where the reader's transaction began before a
        change that another has shown to the snapshot.
        """
        return HeldReads(self._seen, self._held)

    @property
    def data_version(self) -> int:
        """The version of the data that this snapshot shows; it is printed beside figures."""
        return self.lines.head.data_version

    @property
    def is_illustrative(self) -> bool:
        """Whether the record that this snapshot shows is the illustrative account."""
        return self.lines.head.illustrative

    @property
    def recorded_to(self) -> datetime | None:
        """The latest moment of a write that this snapshot shows; None where none is known."""
        return self.lines.head.latest_at

    @property
    def members(self) -> Members:
        """The members of all dimensions; `refresh` has been called before."""
        if self._members is None:
            raise RuntimeError("the snapshot has not been read yet")
        return self._members

    def codes(self, dimension: Dimension) -> tuple[str, ...]:
        """Return the codes that a dimension has on record, "" among them."""
        return self.members.codes[dimension]

    @contextmanager
    def reading(self, connection: Connection) -> Iterator["Snapshot"]:
        """Update the snapshot and hold it as it is until the block ends."""
        with self._lock:
            self.refresh(connection)
            before, self._connection = self._connection, connection
            try:
                yield self
            finally:
                self._connection = before

    def refresh(self, connection: Connection) -> int:
        """Read new rows, one cheap statement when there are none; return the version."""
        with self._lock:
            head = load.read_head(connection)
            self._seen = head.version
            if self._members is not None and head.version <= self.version:
                return self.version  # older: a reader whose transaction began before the last one
            if self._members is None:
                self._read_file(connection, head)
            known = self.lines.head
            if known.last_entry and load.digest_of(connection, known.last_entry) != known.digest:
                self._forget()
            self.lines.refresh(connection, head)
            self._refresh_members(connection)
            self._use_stored_facts()
            return self.version

    def rollups(self, days: Days) -> Rollups:
        """Return the rollups of the facts of some days, brought up to date.

        Facts as known at a moment are split by the members as they were known then, which are read
        from the database: inside of `reading`.
        """
        with self._lock:
            rollups = self._rollups.get(days) or self._extended(days)
            if days.known is not None:
                rollups = self._known(days, days.known, rollups)
            elif rollups is None:
                rollups = Rollups(DaysFacts.from_lines(self.lines, self.members, days))
            self._rollups[days] = rollups
            self._rollups.move_to_end(days)
            while len(self._rollups) > DAYS_KEPT:
                self._known_members.discard(self._rollups.popitem(last=False)[0])
            rollups.facts.refresh()
            return rollups

    def state(self) -> FactsState | None:
        """Return the state for a file of facts; None while a file is not worthwhile.

        Members that joined since the first read have positions of this process alone, so that no
        other could use the facts.
        """
        with self._lock:
            today = [days for days in self._rollups if days.first is None and days.known is None]
            if not today or not self._members_as_read or not self.lines.head.last_entry:
                return None
            rollups = self._rollups[max(today)]
            rollups.facts.refresh()
            return state_of(self.lines, rollups)

    @property
    def stored_counts(self) -> tuple[int, int]:
        """The number of lines and of rollup columns that came from the file of facts."""
        return self._stored_lines, self._stored_rollups

    def _known(self, days: Days, known: int, rollups: Rollups | None) -> Rollups:
        """Return rollups with the members as they were known at a moment."""
        if rollups is not None and days in self._known_members:
            return rollups
        if self._connection is None:
            raise RuntimeError("facts as known at a moment are read inside of reading()")
        before = self.members if rollups is None else rollups.facts.members
        rows = member_rows.read_members_known(self._connection, known)
        members = self.members if rows is None else build_members(rows, before)
        if rollups is None:
            rollups = Rollups(DaysFacts.from_lines(self.lines, members, days))
        else:
            rollups.change_members(members)
        self._known_members.add(days)
        return rollups

    def _read_file(self, connection: Connection, head: load.Head) -> None:
        """Take the lines from the file of facts, where there is one of this ledger."""
        self._stored = None if self.file is None else self.file.read(connection, head)
        if self._stored is not None:
            self.lines = self._stored.lines()
            self._stored_lines = len(self.lines.cell)

    def _use_stored_facts(self) -> None:
        """Take the facts from the file too, where they hold for the members that were read."""
        stored, self._stored = self._stored, None
        if stored is None:
            return
        rollups = stored.rollups(self.lines, self.members)
        if rollups is not None:
            self._rollups[rollups.facts.days] = rollups
            self._stored_rollups = stored.rollup_columns

    def _extended(self, days: Days) -> Rollups | None:
        """Use the facts up to a day shortly before as the beginning of those up to a later day."""
        if days.first is not None or days.known is not None:
            return None
        earlier = [
            known
            for known in self._rollups
            if known.first is None
            and known.known is None
            and days.last - DAYS_APART <= known.last < days.last
        ]
        if not earlier:
            return None
        rollups = self._rollups.pop(max(earlier))
        rollups.facts.extend(days.last)
        return rollups

    def _refresh_members(self, connection: Connection) -> None:
        """Read the members again when they have changed."""
        last = load.last_member_change(connection, self._last_change)
        before = self._members
        if before is not None and last == self._last_change and self._knows_all(before):
            return
        self._members = build_members(member_rows.read_members(connection), before)
        self._members_as_read = before is None
        self._last_change = last
        self._known_members.clear()
        for days, rollups in self._rollups.items():
            if days.known is None:
                rollups.change_members(self._members)

    def _knows_all(self, members: Members) -> bool:
        """Tell whether the members hold every number of the ledger."""
        contribution = int(self.lines.contribution_of.values.max(initial=0))
        activity = int(self.lines.activity_of.values.max(initial=0))
        return contribution < members.contributions and activity < members.activities

    def _forget(self) -> None:
        """Begin anew: the lines are no longer the beginning of the ledger."""
        self.lines = LedgerLines()
        self._members = None
        self._last_change = 0
        self._rollups.clear()
        self._known_members.clear()
