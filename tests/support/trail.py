"""The trail of what tests write past the record's own functions."""

from sqlmodel import Session

from tracker.people.audit import Change, record
from tracker.people.subjects import Subject


def record_set_up(session: Session) -> None:
    """Record that a test writes rows itself, so that its transaction can seal them."""
    record(session, "test", Change("set up", Subject.RECORD, "test"))
