"""Values of the record as they were known at a moment, from the trail of changes.

What figures are counted and split by has tables of its own; texts and terms that move no money
have the trail, which keeps the values before each change.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from tracker.people.subjects import Subject
from tracker.people.tables import AuditRecord

CHANGE = "change"
NAMES = frozenset({"add_name", "remove_name"})
"""The actions by which a donor is called by another of its names."""


class LaterChange(NamedTuple):
    """A change of a record: its action and reference, the values before and after."""

    action: str
    reference: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]


FormerValues = Mapping[str, Mapping[str, Any]]
"""The values of fields by reference; None where a field was empty."""


def former_values(session: Session, subject: Subject, moment: datetime) -> FormerValues:
    """Return the values that later changes replaced, as they were known at a moment.

    What has not changed since is not among them.
    """
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for one in changes_since(session, subject, moment, (CHANGE, *NAMES)):
        for name, value in _before(one).items():
            found[one.reference].setdefault(name, value)
    return found


def changes_since(
    session: Session, subject: Subject, moment: datetime, actions: Collection[str]
) -> Iterator[LaterChange]:
    """Yield the changes of some kinds that were recorded after a moment, in their order.

    Nothing is looked through where the trail has no later record.
    """
    newest = session.exec(select(AuditRecord.at).order_by(col(AuditRecord.id).desc()).limit(1))
    if (newest.first() or moment) <= moment:
        return
    table = AuditRecord
    statement = (
        select(table.action, table.subject_reference, table.old, table.new)
        .where(
            table.subject_kind == subject.value,
            col(table.at) > moment,
            col(table.action).in_(actions),
        )
        .order_by(col(table.id))
    )
    for action, reference, old, new in session.exec(statement):
        yield LaterChange(action, reference, old or {}, new or {})


def _before(change: LaterChange) -> dict[str, Any]:
    """Return the values before a change; the trail leaves out fields that are empty."""
    if change.action in NAMES:
        return {"name": change.old["today"]} if "today" in change.old else {}
    return {name: change.old.get(name) for name in (*change.old, *change.new)}
