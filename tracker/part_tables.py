"""Tables of parts: a change of a record writes the rows that differ, and no other."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import and_, delete, update
from sqlmodel import Session, SQLModel

from tracker.parts import Part, PartChanges, match_parts
from tracker.periods import utc_now

Item = TypeVar("Item")
WITHDRAWN = "withdrawn_at"
NUMBER = "number"


@dataclass(frozen=True, slots=True)
class PartTable(Generic[Item]):
    """The table of one kind of part.

    `owner` is the column of the record; `columns` gives the values of a part, `key` the columns
    of its natural key. A `Part` is found by the id of its row, any other by its key. A table with
    the column `withdrawn_at` keeps the rows of parts that are taken away; one with `number` keeps
    the parts in the order of the record.
    """

    table: type[SQLModel]
    owner: str
    columns: Callable[[Item], dict[str, Any]]
    key: tuple[str, ...]

    def key_of(self, part: Item) -> Hashable:
        """Return the natural key of a part."""
        values = self.columns(part)
        return tuple(values[name] for name in self.key)

    def has(self, column: str) -> bool:
        """Tell whether the table has a column."""
        return column in self.table.model_fields


def write_parts(
    session: Session,
    spec: PartTable[Item],
    owner_id: int,
    on_record: Sequence[Item],
    wanted: Sequence[Item],
) -> PartChanges[Item]:
    """Write the parts of one record where they differ; return what changed."""
    changes = match_parts(on_record, wanted, spec.key_of)
    for part in changes.removed:
        _remove(session, spec, owner_id, part)
    for pair in changes.changed:
        _update(session, spec, owner_id, pair.old, spec.columns(pair.new))
    places = {id(part): place for place, part in enumerate(wanted, start=1)}
    for part in changes.added:
        session.add(_row(spec, owner_id, part, places[id(part)]))
    if spec.has(NUMBER):
        before = {id(part): place for place, part in enumerate(on_record, start=1)}
        for old, new in (*changes.kept, *changes.changed):
            if before[id(old)] != places[id(new)]:
                _update(session, spec, owner_id, old, {NUMBER: places[id(new)]})
    session.flush()
    return changes


def rows_of(spec: PartTable[Item], owner_id: int, parts: Sequence[Item]) -> list[SQLModel]:
    """Return the rows of the parts of a new record."""
    return [_row(spec, owner_id, part, place) for place, part in enumerate(parts, start=1)]


def _row(spec: PartTable[Item], owner_id: int, part: Item, place: int) -> SQLModel:
    """Return the row of a new part."""
    numbered = {NUMBER: place} if spec.has(NUMBER) else {}
    return spec.table(**{spec.owner: owner_id}, **numbered, **spec.columns(part))


def _remove(session: Session, spec: PartTable[Item], owner_id: int, part: Item) -> None:
    """Withdraw a part, or delete it where nothing can point at its row."""
    if spec.has(WITHDRAWN):
        _update(session, spec, owner_id, part, {WITHDRAWN: utc_now()})
    else:
        session.execute(delete(spec.table).where(_found(spec, owner_id, part)))


def _update(
    session: Session, spec: PartTable[Item], owner_id: int, part: Item, values: dict[str, Any]
) -> None:
    """Write values into the row of a part on record."""
    session.execute(update(spec.table).where(_found(spec, owner_id, part)).values(**values))


def _found(spec: PartTable[Item], owner_id: int, part: Item) -> Any:  # noqa: ANN401 - a condition of SQLAlchemy
    """Return the condition by which the row of a part on record is found."""
    if isinstance(part, Part):
        named = {"id": part.id}
    else:
        values = spec.columns(part)
        named = {name: values[name] for name in spec.key}
    owned = getattr(spec.table, spec.owner) == owner_id
    return and_(owned, *(getattr(spec.table, name) == value for name, value in named.items()))
