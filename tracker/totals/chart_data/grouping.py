"""The parts of a chart that are drawn one by one: the largest while there is room, then others.

Others together, and what is not specified, stand by themselves, the last ones.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tracker.totals.chart_data.table import Member
from tracker.words import say

Values = tuple[int, ...]
Part = tuple[Member, Values]


def whole_of(values: Values) -> int:
    """Return the length of a bar of these values."""
    return abs(sum(values))


def highest_of(values: Values) -> int:
    """Return the height of the highest of these columns."""
    return max(map(abs, values), default=0)


class Room(NamedTuple):
    """The number of parts that a chart has room for.

    Up to `most` are all drawn. Of more, `left` are drawn beside others together, or as many up to
    `at_most` as it takes for others not to be the largest.
    """

    most: int
    left: int
    at_most: int


BARS = Room(16, 14, 26)
PANELS = Room(12, 11, 14)
PANEL_BARS = Room(9, 8, 8)
COLUMNS = Room(4, 4, 4)


class Grouped(NamedTuple):
    """Parts with a code of their own, and those that stand by themselves.

    `is_cut` tells that parts are not drawn one by one.
    """

    named: tuple[Part, ...]
    apart: tuple[Part, ...]
    is_cut: bool = False

    @property
    def parts(self) -> tuple[Part, ...]:
        """All of them in their order."""
        return (*self.named, *self.apart)

    @property
    def members(self) -> tuple[Member, ...]:
        """Their codes."""
        return tuple(member for member, _values in self.parts)

    @property
    def columns(self) -> tuple[Values, ...]:
        """The values of all parts, first the first of each."""
        return tuple(zip(*(values for _member, values in self.parts), strict=True))


def grouped(
    parts: Sequence[Part],
    room: Room = BARS,
    size: Callable[[Values], int] = whole_of,
    *,
    adds_up: bool = True,
) -> Grouped:
    """Group parts that are sorted, the largest first; what has no code is not specified.

    Parts that overlap do not add up: others of them are in the table alone.
    """
    named = tuple(part for part in parts if part[0].code)
    apart = tuple(part for part in parts if not part[0].code)
    if len(named) <= room.most:
        return Grouped(named, apart)
    if not adds_up:
        return Grouped(named[: room.most], apart, is_cut=True)
    shown = _shown(named, room, size)
    others = _others(named, shown, apart)
    return Grouped(named[:shown], (others, *apart) if shown < len(named) else apart, is_cut=True)


def _shown(named: Sequence[Part], room: Room, size: Callable[[Values], int]) -> int:
    """Return the number of parts drawn one by one, few where others stay the largest anyway."""
    longest = max(size(values) for _member, values in named[: room.left])
    for number in range(room.left, min(room.at_most, len(named)) + 1):
        if size(_together(named[number:])) <= longest:
            return number
    return room.left


def _together(parts: Sequence[Part]) -> Values:
    """Add parts up."""
    return tuple(map(sum, zip(*(values for _member, values in parts), strict=True)))


def _others(named: Sequence[Part], shown: int, apart: Sequence[Part]) -> Part:
    """Return the parts from a place on as one, which is none of those beside it."""
    first, beside = named[0][0], (*named[:shown], *apart)
    name = say("%(number)s others", number=len(named) - shown)
    codes = tuple(member.code for member, _values in beside)
    return Member(first.dimension, "", name, codes, first.part), _together(named[shown:])
