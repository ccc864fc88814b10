"""Actors: who acted, by a handle that never changes, and the name that stands for it today.

A record holds the handle of a person (P-000017), or that of an actor who is no person. What was
recorded before there were handles holds a name or an address; `actor_name` says whose it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.engine import Connection
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement, SQLColumnExpression
from sqlmodel import Session, col

from tracker.folding import fold
from tracker.people.tables import ActorName, User
from tracker.words import say

COMMAND = "command"
"""A command that was run on the server."""
IMPORT = "import"
"""An import at the command line."""
UPGRADE = "upgrade"
"""An upgrade of the database to a newer version."""
TAKEN_OVER = "taken-over"
"""The second person of entries that an operator takes over from another system."""
SAMPLE = "sample"
"""The loading and clearing of the illustrative account."""
SAMPLE_OFFICER = "sample-officer"
"""The finance officer of the illustrative account, who cannot sign in."""
SAMPLE_APPROVER = "sample-approver"
"""The approver of the illustrative account, who cannot sign in."""


def impersonal_names() -> dict[str, str]:
    """Return the actors who are no persons, with their names in the reader's language."""
    return {
        COMMAND: say("a command on the server"),
        IMPORT: say("an import on the server"),
        UPGRADE: say("an upgrade of the database"),
        TAKEN_OVER: say("taken over from another system"),
        SAMPLE: say("the illustrative account"),
        SAMPLE_OFFICER: say("Ana Duarte, finance officer (illustrative)"),
        SAMPLE_APPROVER: say("Samuel Okoro, approver (illustrative)"),
    }


@dataclass(frozen=True, slots=True)
class ActorDirectory:
    """All actors: the handle of each text that a record may hold, and the name of each handle."""

    handles: Mapping[str, str]
    names: Mapping[str, str]

    def handle(self, written: str) -> str:
        """Return the handle that a text stands for; a text that nobody knows stands for itself."""
        return self.handles.get(written, written)

    def name(self, written: str) -> str:
        """Return the name today of whom a text stands for; an unknown text stays as it is."""
        handle = self.handle(written)
        return self.names.get(handle, handle)

    def written(self, handle: str) -> frozenset[str]:
        """Return all texts that stand for a handle, itself among them."""
        return frozenset({handle, *(text for text, of in self.handles.items() if of == handle)})

    def named(self, written: str) -> frozenset[str]:
        """Return all texts that stand for who is named by handle, older text or name today.

        Case and accents do not count.
        """
        wanted = fold(written.strip())
        texts = {**{each: each for each in self.names}, **self.handles}
        found = {
            handle
            for text, handle in texts.items()
            if wanted in {fold(text), fold(handle), fold(self.names.get(handle, handle))}
        }
        return frozenset({written}).union(*(self.written(handle) for handle in found))

    def named_like(self, part: str) -> frozenset[str]:
        """Return all texts that stand for an actor whose name, today or then, holds a part."""
        wanted = fold(part)
        return frozenset(
            text
            for text, handle in {**{each: each for each in self.names}, **self.handles}.items()
            if wanted in fold(self.names.get(handle, handle))
        )


def read_directory(reading: Session | Connection) -> ActorDirectory:
    """Read all actors in one statement."""
    of_handle = col(User.handle) == col(ActorName.handle)
    person = (col(User.handle), col(User.name), col(User.email), col(User.anonymised_at))
    statement = union_all(
        select(col(User.handle), *person),
        select(col(ActorName.text), col(ActorName.handle), *person[1:]).join(
            User, of_handle, isouter=True
        ),
    )
    names, handles = impersonal_names(), {}
    for text, handle, name, email, anonymised_at in reading.execute(statement):
        handles[text] = handle
        if anonymised_at is not None:
            names[handle] = say("%(handle)s (anonymised)", handle=handle)
        elif email is not None:
            names[handle] = name or email
    return ActorDirectory(handles, names)


def handle_of(session: Session, written: str) -> str:
    """Return the handle that a text of a record stands for, or the text itself."""
    return (
        session.execute(
            select(col(ActorName.handle)).where(col(ActorName.text) == written)
        ).scalar_one_or_none()
        or written
    )


def names(column: SQLColumnExpression[str], actor: str) -> ColumnElement[bool]:
    """Return the condition that a column names an actor, by the handle or by an older text."""
    handles = select(col(ActorName.handle)).where(col(ActorName.text) == actor)
    texts = select(col(ActorName.text)).where(
        or_(col(ActorName.handle) == actor, col(ActorName.handle).in_(handles))
    )
    return or_(column == actor, column.in_(texts), column.in_(handles))


def name_today(column: SQLColumnExpression[str]) -> SQLColumnExpression[str]:
    """Return the expression of the name today, folded, to order and to search by.

    Where nobody is known by what is written, it is that.
    """
    person, older = aliased(User), aliased(ActorName)
    today = (
        select(func.coalesce(func.nullif(col(person.folded), ""), func.lower(col(person.email))))
        .outerjoin_from(person, older, col(older.handle) == col(person.handle))
        .where(or_(col(person.handle) == column, col(older.text) == column))
        .limit(1)
    )
    return func.coalesce(today.scalar_subquery(), column)


def is_same(session: Session, one: str, other: str) -> bool:
    """Tell whether two texts of records stand for the same actor."""
    return handle_of(session, one) == handle_of(session, other)
