"""Activities that are not published: the public sees their money alone, in one line.

What reads activities takes whether its reader may see them; without a word it withholds them.
"""

from typing import Any

from sqlalchemy import true
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from tracker.assistance.states import PublicationState
from tracker.assistance.tables.activities import Activity

UNPUBLISHED = "-"
"""The code of the one line for all activities that are not published; no record may have it."""


def shown_activities(*, unpublished: bool) -> ColumnElement[bool]:
    """Return the condition that an activity is shown to a reader who may see so much."""
    state: Any = col(Activity.publication)
    return true() if unpublished else state == PublicationState.PUBLISHED


def is_shown(session: Session, code: str, *, unpublished: bool) -> bool:
    """Tell whether an activity is shown to a reader, by its code."""
    statement = select(Activity.id).where(
        col(Activity.code) == code, shown_activities(unpublished=unpublished)
    )
    return session.exec(statement).first() is not None


def withheld_codes(session: Session, *, unpublished: bool) -> frozenset[str]:
    """Return the codes of the activities that a reader is not shown."""
    if unpublished:
        return frozenset()
    hidden = select(Activity.code).where(~shown_activities(unpublished=False))
    return frozenset(session.exec(hidden))
