"""Saves what a form brings, whole or not at all, and returns what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, Generic, ParamSpec, TypeVar

from sqlmodel import Session

from tracker.db import transaction
from tracker.errors import Conflict, Fault, InvalidDraft, InvalidInput
from tracker.http import context

Value = TypeVar("Value")
Asked = ParamSpec("Asked")


@dataclass(frozen=True, slots=True)
class Saved(Generic[Value]):
    """What a write returned; it is on record, or could be."""

    value: Value


@dataclass(frozen=True, slots=True)
class Refused:
    """What stood in the way of a write, of which nothing was kept."""

    faults: tuple[Fault, ...]


def save(
    write: Callable[Concatenate[Session, Asked], Value], *given: Asked.args, **named: Asked.kwargs
) -> Saved[Value] | Refused:
    """Call a write of the record with a session, in one transaction."""
    try:
        with transaction(context.session()) as session:
            return Saved(write(session, *given, **named))
    except (InvalidInput, Conflict) as refusal:
        return Refused(_faults_of(refusal))


def rehearse(
    write: Callable[Concatenate[Session, Asked], Value], *given: Asked.args, **named: Asked.kwargs
) -> Saved[Value] | Refused:
    """Do as `save` does, then roll it back."""
    try:
        with transaction(context.session()) as session:
            rehearsed = Saved(write(session, *given, **named))
            session.rollback()
    except (InvalidInput, Conflict) as refusal:
        return Refused(_faults_of(refusal))
    return rehearsed


def actor() -> str:
    """Return who writes, as the record keeps it."""
    return context.user().email


def _faults_of(refusal: InvalidInput | Conflict) -> tuple[Fault, ...]:
    """Return what a refusal says, by field."""
    if isinstance(refusal, InvalidDraft):
        return refusal.faults
    return (Fault(refusal.field, str(refusal)),)
