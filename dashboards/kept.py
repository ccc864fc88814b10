"""Answers kept per process: the newest of them, and never one of an older version of the record."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(slots=True)
class Kept(Generic[Value]):
    """At most `most` values by key; all are dropped when the version moves on."""

    most: int
    _version: int = -1
    _values: OrderedDict[Hashable, Value] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, version: int, key: Hashable) -> Value | None:
        """Return what is kept under the key for this version."""
        with self._lock:
            if version != self._version or key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, version: int, key: Hashable, value: Value) -> None:
        """Keep a value; an older version's is not worth it."""
        with self._lock:
            if version < self._version:
                return
            if version > self._version:
                self._values.clear()
                self._version = version
            self._values[key] = value
            while len(self._values) > self.most:
                self._values.popitem(last=False)
