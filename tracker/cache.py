"""A cache of what was computed from the record, emptied when the record's version moves on."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(slots=True)
class VersionedCache(Generic[Value]):
    """An LRU cache of at most `capacity` values of one version, for the threads of a process."""

    capacity: int
    _version: int = -1
    _values: OrderedDict[Hashable, Value] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, version: int, key: Hashable) -> Value | None:
        """Return the value of a key at a version; None on a miss."""
        with self._lock:
            if version != self._version or key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, version: int, key: Hashable, value: Value) -> None:
        """Add a value; a newer version empties the cache, an older one is left out."""
        with self._lock:
            if version < self._version:
                return
            if version > self._version:
                self._values.clear()
                self._version = version
            self._values[key] = value
            while len(self._values) > self.capacity:
                self._values.popitem(last=False)
