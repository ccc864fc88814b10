"""Kinds of changes of the record that take two persons: what is shown, checked and applied.

A kind is a value that its room makes; `tracker.fund.record_changes.kinds` lists all of them.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

import orjson
from pydantic import TypeAdapter
from sqlmodel import Session

from tracker.fund.states import ApprovalRequestState, OpenKind, RecordChange
from tracker.people.permissions import Permission

Payload = TypeVar("Payload")
Plain = dict[str, Any]
"""Values of JSON by name: texts, whole numbers, lists and objects of them."""


class TwoPersons(NamedTuple):
    """Who prepared a change and who approved it, and why it is made."""

    prepared_by: str
    approved_by: str
    why: str


class ChangeDecision(NamedTuple):
    """What was decided about a request for a change: its number, its state, by whom and why."""

    request: int
    state: ApprovalRequestState
    actor: str
    reason: str


def no_note(session: Session, decision: ChangeDecision) -> None:
    """Note nothing about a decision: nothing but the request rests on it."""
    del session, decision


class OpenItem(NamedTuple):
    """Something that is open while a period is closed; a day as ISO text, an amount in US cents."""

    what: OpenKind
    name: str
    day: str = ""
    minor: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A change as it is shown to both persons, in plain values.

    `title` names what is changed. `before` and `after` are its values;
    `rests_on` is what else the decision is bound to, and `open_items` a list that it closes over.
    """

    title: str
    before: Plain
    after: Plain
    rests_on: Plain = field(default_factory=dict)
    open_items: tuple[OpenItem, ...] = ()
    contribution_id: int | None = None
    activity_id: int | None = None

    @property
    def digest(self) -> str:
        """The SHA-256 of all of it, over JSON that is the same on every database."""
        content = self.title, self.as_json()
        spelled = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(spelled).hexdigest()

    def as_json(self) -> Plain:
        """Return what is shown as JSON, without its title."""
        return {
            "before": self.before,
            "after": self.after,
            "rests_on": self.rests_on,
            "open_items": [[one.what.value, *one[1:]] for one in self.open_items],
        }


@dataclass(frozen=True, slots=True)
class RecordChangeKind(Generic[Payload]):
    """A kind of change: who may hand it in, how it is shown, checked and applied.

    `show` reads what would change, and never writes; `check` raises the refusals of the rules for
    a change with that reason, at hand-in and again at approval; `apply` writes it, inside
    transaction(). The payload is stored as JSON by `adapter`. `subjects` names what a change is
    of: while it waits, no other of the kind may be handed in of the same; `field` is the field of
    that refusal. `note` is told of each decision, in the same transaction.
    """

    name: RecordChange
    permission: Permission
    adapter: TypeAdapter[Payload]
    show: Callable[[Session, Payload], ChangeShown]
    check: Callable[[Session, Payload, str], None]
    apply: Callable[[Session, Payload, TwoPersons], None]
    subjects: Callable[[Payload], Collection[str]]
    needs_reason: bool = True
    field: str = ""
    note: Callable[[Session, ChangeDecision], None] = no_note


ChangeKinds = Mapping[RecordChange, RecordChangeKind[Any]]
NO_KINDS: ChangeKinds = {}
