"""Parts of records that were withdrawn: what they held, when they were taken away, and by whom.

Their rows stay for what points at them. Who took a part away is told by the trail: it is the actor
of the first change of its record that was written at that moment or after it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import exists, literal, union_all
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, SQLModel, col, select

from tracker.part_tables import WITHDRAWN
from tracker.parts import Part
from tracker.people.subjects import Subject
from tracker.people.tables import AuditRecord

AnyPart = TypeVar("AnyPart", bound=Part)


class WithdrawnPart(NamedTuple, Generic[AnyPart]):
    """A part that was withdrawn; `withdrawn_by` is a handle, empty where the trail has none."""

    part: AnyPart
    withdrawn_at: datetime
    withdrawn_by: str


class PartOwner(NamedTuple):
    """The record that parts belong to: its column in their tables, its number, its trail."""

    column: str
    number: int
    subject: Subject
    reference: str


class PartKind(NamedTuple):
    """A kind of parts: its table, and what its parts are made as."""

    table: type[SQLModel]
    make: type[Part]


def read_withdrawn(
    session: Session, kinds: Iterable[PartKind], owner: PartOwner
) -> list[tuple[WithdrawnPart[Any], ...]]:
    """Return the withdrawn parts of a record by kind, each the last withdrawn first.

    It takes one statement where there are none.
    """
    kinds = tuple(kinds)
    having = union_all(
        *(
            select(literal(place)).where(exists().where(*_withdrawn_of(table, owner)))
            for place, (table, _) in enumerate(kinds)
        )
    )
    places = set(session.execute(having).scalars())
    return [
        _read_kind(session, table, make, owner) if place in places else ()
        for place, (table, make) in enumerate(kinds)
    ]


def _withdrawn_of(table: type[SQLModel], owner: PartOwner) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of the withdrawn parts of a record."""
    return (
        col(getattr(table, owner.column)) == owner.number,
        col(getattr(table, WITHDRAWN)).is_not(None),
    )


def _read_kind(
    session: Session, table: type[SQLModel], make: type[AnyPart], owner: PartOwner
) -> tuple[WithdrawnPart[AnyPart], ...]:
    """Return the withdrawn parts of one kind, the last withdrawn first."""
    rows: Any = table
    statement = (
        select(rows)
        .where(*_withdrawn_of(table, owner))
        .order_by(col(getattr(rows, WITHDRAWN)).desc(), col(rows.id))
    )
    found = list(session.exec(statement))
    changes = _changes_since(session, owner, (row.withdrawn_at for row in found))
    return tuple(
        WithdrawnPart(
            make(*(getattr(row, name) for name in make.content()), id=row.id),
            row.withdrawn_at,
            next((one.actor for one in changes if one.at >= row.withdrawn_at), ""),
        )
        for row in found
    )


class _Change(NamedTuple):
    """A change of the record in its trail."""

    at: datetime
    actor: str


def _changes_since(
    session: Session, owner: PartOwner, moments: Iterable[datetime]
) -> tuple[_Change, ...]:
    """Return the changes of a record from the earliest moment on, in their order."""
    earliest = min(moments, default=None)
    if earliest is None:
        return ()
    trail = AuditRecord
    statement = (
        select(trail.at, trail.actor)
        .where(
            col(trail.subject_reference) == owner.reference,
            col(trail.subject_kind) == owner.subject.value,
            col(trail.at) >= earliest,
        )
        .order_by(col(trail.id))
    )
    return tuple(_Change(*row) for row in session.exec(statement))
