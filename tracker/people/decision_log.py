"""Decisions as events of the log, once they are committed: approvals, closings, users.

The trail holds all changes with their content; the log of the server only says that a decision
was made, by whose handle, so that a monitor sees it at once.
"""

from collections.abc import Iterable
from typing import NamedTuple

import structlog
from sqlalchemy import event
from sqlmodel import Session

from tracker.people.subjects import Subject

OF_DECISIONS = frozenset(
    {Subject.APPROVAL_REQUEST, Subject.PERIOD, Subject.USER, Subject.SAMPLE, Subject.IMPORT}
)
"""Subjects whose changes are decisions of a person; those of records stand in the trail alone."""
DECIDED = "decisions to log"


class Decision(NamedTuple):
    """A change of the trail as the log tells it: what was done with what, by whose handle."""

    action: str
    subject: str
    reference: str
    who: str


def note_decisions(session: Session, changes: Iterable[Decision]) -> None:
    """Keep the decisions among these changes while the session's transaction is committed."""
    session.info[DECIDED] = [one for one in changes if one.subject in OF_DECISIONS]


@event.listens_for(Session, "after_commit")
def _log_decisions(session: Session) -> None:
    """Log the decisions that have been committed in answer to a request.

    A command says itself what it did.
    """
    decided: list[Decision] = session.info.pop(DECIDED, [])
    if "request_id" not in structlog.contextvars.get_contextvars():
        return
    for one in decided:
        structlog.get_logger().info("decision", **one._asdict())


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, _previous: object) -> None:
    """Forget the decisions of a transaction that was rolled back."""
    session.info.pop(DECIDED, None)
