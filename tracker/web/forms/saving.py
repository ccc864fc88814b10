"""Saves a form, whole or not at all, and returns the outcome."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, Generic, ParamSpec, TypeVar

from flask import g
from sqlmodel import Session

from tracker.db import transaction
from tracker.errors import Conflict, Fault, InvalidDraft, InvalidInput
from tracker.http import context
from tracker.people.saved_forms import claim_form
from tracker.periods import utc_now
from tracker.questions import AskedAbout, DraftQuestion
from tracker.web.forms.form_state import SAVED, sent_digest

Value = TypeVar("Value")
Asked = ParamSpec("Asked")


@dataclass(frozen=True, slots=True)
class Saved(Generic[Value]):
    """The result of a write, saved or only tried."""

    value: Value


@dataclass(frozen=True, slots=True)
class Refused:
    """The faults and open questions of a refused write, of which nothing was saved."""

    faults: tuple[Fault, ...]
    questions: tuple[DraftQuestion, ...] = ()


def save(
    write: Callable[Concatenate[Session, Asked], Value], *given: Asked.args, **named: Asked.kwargs
) -> Saved[Value] | Refused:
    """Call a write of the record with a session, in one transaction.

    Raises SavedBefore where the same form was saved before.
    """
    digest = sent_digest()
    try:
        with transaction(context.session()) as session:
            if digest is not None:
                claim_form(session, digest, utc_now())
            saved = Saved(write(session, *given, **named))
    except (InvalidInput, Conflict) as refusal:
        return _refused(refusal)
    setattr(g, SAVED, digest)
    return saved


def rehearse(
    write: Callable[Concatenate[Session, Asked], Value], *given: Asked.args, **named: Asked.kwargs
) -> Saved[Value] | Refused:
    """Do as `save` does, then roll it back."""
    try:
        with transaction(context.session()) as session:
            rehearsed = Saved(write(session, *given, **named))
            session.rollback()
    except (InvalidInput, Conflict) as refusal:
        return _refused(refusal)
    return rehearsed


def actor() -> str:
    """Return the handle of the user who writes."""
    return context.user().handle


def _refused(refusal: InvalidInput | Conflict) -> Refused:
    """Return the faults of a refusal by field, or its questions."""
    if isinstance(refusal, AskedAbout):
        return Refused((), refusal.questions)
    if isinstance(refusal, InvalidDraft):
        return Refused(refusal.faults)
    return Refused((Fault(refusal.field, str(refusal)),))
