"""Titles by code, for the choices of lists and forms."""

from typing import Any

from sqlmodel import Session, col, select

from tracker.assistance.tables.activities import Activity, ActivityPartner, Programme
from tracker.assistance.tables.tools import Tool
from tracker.assistance.unpublished import shown_activities


def programme_titles(session: Session, most: int | None = None) -> dict[str, str]:
    """Return the titles of programmes by code, the first ones where `most` is a number."""
    return _titles(session, Programme, most)


def activity_titles(session: Session, most: int | None = None) -> dict[str, str]:
    """Return the titles of activities by code, the first ones where `most` is a number."""
    return _titles(session, Activity, most)


def tool_titles(session: Session, most: int | None = None) -> dict[str, str]:
    """Return the titles of tools by code, the first ones where `most` is a number."""
    return _titles(session, Tool, most)


def partner_names(session: Session, *, unpublished: bool = True) -> tuple[str, ...]:
    """Return the names of the partners of activities that a reader may see, in their order."""
    names = select(ActivityPartner.name).distinct().order_by(col(ActivityPartner.name))
    if not unpublished:
        shown = select(Activity.id).where(shown_activities(unpublished=False))
        names = names.where(col(ActivityPartner.activity_id).in_(shown))
    return tuple(session.exec(names))


def _titles(session: Session, table: Any, most: int | None = None) -> dict[str, str]:  # noqa: ANN401 - any titled table
    statement = select(table.code, table.title).order_by(col(table.code)).limit(most)
    return dict(session.exec(statement).all())
