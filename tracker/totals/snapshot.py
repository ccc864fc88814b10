"""What a process holds of the record: facts, catalogue and cubes, brought up to date on demand."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import RLock

from sqlalchemy import Connection

from tracker.totals import reading
from tracker.totals.catalogue import Catalogue, build_catalogue
from tracker.totals.cube import Cube
from tracker.totals.dimensions import Dimension
from tracker.totals.facts import Facts
from tracker.totals.query import Days

CUBES_KEPT = 3


@dataclass(slots=True)
class Snapshot:
    """The record of one database, held in memory by one process; safe for its threads."""

    facts: Facts = field(default_factory=Facts)
    _catalogue: Catalogue | None = None
    _last_change: int = 0
    _cubes: OrderedDict[Days, Cube] = field(default_factory=OrderedDict)
    _lock: RLock = field(default_factory=RLock)

    @property
    def version(self) -> int:
        """The version of the record that this snapshot shows."""
        return self.facts.head.version

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue; `refresh` has been called before."""
        if self._catalogue is None:
            raise RuntimeError("the snapshot has not been read yet")
        return self._catalogue

    def codes(self, dimension: Dimension) -> tuple[str, ...]:
        """Return the codes that a dimension of the catalogue has, "" among them."""
        return self.catalogue.codes[dimension]

    @contextmanager
    def reading(self, connection: Connection) -> Iterator["Snapshot"]:
        """Bring the snapshot up to date and keep it as it is until the block ends."""
        with self._lock:
            self.refresh(connection)
            yield self

    def refresh(self, connection: Connection) -> int:
        """Read what is new, one cheap statement when nothing is; return the version."""
        with self._lock:
            head = reading.read_head(connection)
            if self._catalogue is not None and head.version <= self.version:
                return self.version  # older: a reader whose transaction began before the last one
            known = self.facts.head
            if known.last_entry and reading.digest_of(connection, known.last_entry) != known.digest:
                self._forget()
            self.facts.refresh(connection, head)
            self._refresh_catalogue(connection)
            return self.version

    def cube(self, days: Days) -> Cube:
        """Return the cube for a choice of dates, brought up to date."""
        with self._lock:
            cube = self._cubes.get(days)
            if cube is None:
                cube = self._cubes[days] = Cube(self.facts, self.catalogue, days)
                while len(self._cubes) > CUBES_KEPT:
                    self._cubes.popitem(last=False)
            self._cubes.move_to_end(days)
            cube.refresh()
            return cube

    def _refresh_catalogue(self, connection: Connection) -> None:
        """Read the catalogue again when it has changed; cubes are made anew with it."""
        last = reading.last_catalogue_change(connection, self._last_change)
        if self._catalogue is not None and last == self._last_change and self._knows_all():
            return
        self._catalogue = build_catalogue(reading.read_catalogue(connection))
        self._last_change = last
        self._cubes.clear()

    def _knows_all(self) -> bool:
        """Tell whether the catalogue holds whatever the ledger names."""
        return self._catalogue is not None and (
            self.facts.contribution_of.values.max(initial=0) < self._catalogue.contributions
            and self.facts.activity_of.values.max(initial=0) < self._catalogue.activities
        )

    def _forget(self) -> None:
        """Begin anew: what was read is no longer the beginning of the ledger."""
        self.facts = Facts()
        self._catalogue = None
        self._last_change = 0
        self._cubes.clear()
