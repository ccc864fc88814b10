"""Activities before their publication, when changes hold at once, and after it."""

from sqlmodel import Session

from tracker.assistance.publication_moves import Mover
from tracker.assistance.publication_workflow import move_publication
from tracker.assistance.states import PublicationState
from tracker.db import transaction


def as_drafts(session: Session, *codes: str) -> None:
    """Take activities off publication."""
    with transaction(session):
        for code in codes:
            move_publication(session, code, PublicationState.DRAFT, "ana", by={Mover.OPERATOR})


def publish(session: Session, *codes: str) -> None:
    """Publish activities."""
    session.rollback()
    with transaction(session):
        for code in codes:
            move_publication(session, code, PublicationState.PUBLISHED, "ana", by={Mover.OPERATOR})
