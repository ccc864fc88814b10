"""Rows as they were known at a moment: of each record its first former state that ended later."""

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import func, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as select_rows

Former = TypeVar("Former", bound=SQLModel)


def held_at(
    session: Session, table: type[Former], record: str, moment: datetime | None
) -> dict[int, Former]:
    """Return, by the number of their record, the former states that held at a moment.

    `record` names the column of that number. Without a moment, now, there are none.
    """
    if moment is None:
        return {}
    columns: Any = table
    first = (
        select(func.min(columns.id))
        .where(columns.known_until > moment)
        .group_by(getattr(columns, record))
    )
    rows = session.exec(select_rows(table).where(col(columns.id).in_(first.scalar_subquery())))
    return {getattr(row, record): row for row in rows}


def was_known(known_from: Any, moment: datetime | None) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """Return the condition that a record was known at a moment; one without a moment always was."""
    if moment is None:
        return known_from.is_(None) | known_from.is_not(None)  # type: ignore[no-any-return]
    return or_(known_from.is_(None), known_from <= moment)
