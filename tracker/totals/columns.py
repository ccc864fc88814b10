"""Columns of whole numbers that grow at their end without being copied each time."""

from typing import Any

import numpy as np
import numpy.typing as npt

FIRST_CAPACITY = 64


class Column:
    """A growing array; `values` is a view of its numbers, to be read and written in place."""

    __slots__ = ("_room", "_size")

    def __init__(
        self, dtype: npt.DTypeLike, room: npt.NDArray[Any] | None = None, size: int = 0
    ) -> None:
        """Begin empty, or with the first `size` numbers of an array, the rest of which is room."""
        self._room: npt.NDArray[Any] = (
            np.zeros(FIRST_CAPACITY, dtype=dtype) if room is None else room
        )
        self._size = size

    def __len__(self) -> int:
        return self._size

    @property
    def values(self) -> npt.NDArray[Any]:
        """The numbers so far; to be taken anew after each `extend`."""
        return self._room[: self._size]

    def extend(self, values: npt.NDArray[Any]) -> None:
        """Add numbers at the end; room doubles, so the cost follows what is added."""
        size = self._size + len(values)
        if size > len(self._room):
            room = np.zeros(max(size, min(2 * len(self._room), size + size // 4)), self._room.dtype)
            room[: self._size] = self.values
            self._room = room
        self._room[self._size : size] = values
        self._size = size

    @property
    def nbytes(self) -> int:
        """The memory of the whole array, its spare room included."""
        return self._room.nbytes
