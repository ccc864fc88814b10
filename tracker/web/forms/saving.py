"""Saves what a form brings, whole or not at all, and tells what stood in the way."""

from collections.abc import Callable

from sqlmodel import Session

from tracker.db import transaction
from tracker.errors import Conflict, Fault, InvalidDraft, InvalidInput
from tracker.http import context


class RehearsalDone(Exception):
    """Ends a transaction that was only to show whether it could be."""


def save(write: Callable[[Session], object]) -> list[Fault]:
    """Write in one transaction; return the faults when nothing was written."""
    try:
        with transaction(context.session()) as session:
            write(session)
    except InvalidDraft as refusal:
        return list(refusal.faults)
    except InvalidInput as refusal:
        return [Fault(refusal.field, str(refusal))]
    except Conflict as refusal:
        return [Fault("", str(refusal))]
    return []


def rehearse(write: Callable[[Session], object]) -> list[Fault]:
    """Do as `save` does, then undo it."""

    def write_and_stop(session: Session) -> None:
        write(session)
        raise RehearsalDone

    try:
        return save(write_and_stop)
    except RehearsalDone:
        return []


def actor() -> str:
    """Return who writes, as the record keeps it."""
    return context.user().email
