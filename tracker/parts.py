"""Parts of records: their identity, and what a change keeps, changes, adds and removes.

A part that has a row of its own (a document, a result, an instalment) keeps its row's id. A form
names the id, a sheet names none: there a part is the one on record with the same natural key.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a record with a row of its own; the row's `id` is no content of it.

    `IN_ORDER_OF` names the field by which parts of a kind are in order; without one the order is
    that of the record.
    """

    IN_ORDER_OF: ClassVar[str] = ""

    id: int | None = field(default=None, compare=False, kw_only=True)

    @classmethod
    def content(cls) -> tuple[str, ...]:
        """Return the names of the fields that are its content, in their order."""
        return tuple(one.name for one in fields(cls) if one.name != "id")

    def values(self) -> dict[str, Any]:
        """Return its content by name."""
        return {name: getattr(self, name) for name in self.content()}


class PartPair(NamedTuple, Generic[Item]):
    """A part on record, and the same part as it is wanted."""

    old: Item
    new: Item


class PartChanges(NamedTuple, Generic[Item]):
    """The difference between parts on record and parts wanted."""

    kept: tuple[PartPair[Item], ...] = ()
    changed: tuple[PartPair[Item], ...] = ()
    added: tuple[Item, ...] = ()
    removed: tuple[Item, ...] = ()


def match_parts(
    on_record: Sequence[Item], wanted: Sequence[Item], key: Callable[[Item], Hashable]
) -> PartChanges[Item]:
    """Match parts by their id, then by their content, then by their natural key.

    Each part on record is matched once, those of one key in their order. An id that is not on
    record is none.
    """
    open_old, open_new = dict(enumerate(on_record)), dict(enumerate(wanted))
    pairs: dict[int, PartPair[Item]] = {}
    for identify in (_row_id, _content, key):
        waiting: dict[Hashable, list[int]] = {}
        for place, part in open_old.items():
            waiting.setdefault(identify(part), []).append(place)
        for place, part in list(open_new.items()):
            name = identify(part)
            if name is not None and waiting.get(name):
                pairs[place] = PartPair(open_old.pop(waiting[name].pop(0)), open_new.pop(place))
    in_order = [pairs[place] for place in sorted(pairs)]
    return PartChanges(
        kept=tuple(pair for pair in in_order if pair.old == pair.new),
        changed=tuple(pair for pair in in_order if pair.old != pair.new),
        added=tuple(open_new.values()),
        removed=tuple(open_old.values()),
    )


def _row_id(part: object) -> int | None:
    """Return the id of a part's row; None without one."""
    return part.id if isinstance(part, Part) else None


def _content(part: object) -> Hashable:
    """Return the content of a part, by which equal ones are told."""
    return part
