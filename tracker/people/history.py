"""The history of records: their changes in the trail, field by field, the newest first.

A change holds what a record said before and after it. Fields that say the same are left out, and
of a list only what was taken from it and what was added.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.listing import ListQuery, Slice, Source, by_day, every, fetch
from tracker.people.actors import ActorDirectory, read_directory
from tracker.people.subjects import Subject
from tracker.people.tables import AuditRecord
from tracker.periods import end_of_day, start_of_day

Plain = Any
"""A value as JSON holds it."""
Content = Mapping[str, Plain]
_SUBJECTS = {one.value: one for one in Subject}


class ChangedField(NamedTuple):
    """A field that a change altered: its value before and after, None for nothing.

    Of a list these are the items that were taken away, and those that were added.
    """

    name: str
    old: Plain
    new: Plain


class HistoryItem(NamedTuple):
    """A change: its number in the trail, moment, actor's handle, record, reason and content."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: Subject
    reference: str
    why: str
    old: Content | None
    new: Content | None

    @property
    def adds(self) -> bool:
        """Tell whether the change only adds: nothing was there before."""
        return not self.old

    @property
    def fields(self) -> tuple[ChangedField, ...]:
        """The fields that the change altered, in the order of the record."""
        return changed_fields(self.old, self.new)


class LatestChange(NamedTuple):
    """A change as a list of the latest has it: moment, actor's handle, action, record."""

    at: datetime
    actor: str
    action: str
    subject: Subject
    reference: str


def changed_fields(old: Content | None, new: Content | None) -> tuple[ChangedField, ...]:
    """Return the fields in which two contents of a record differ, in the order of the newer one.

    The order of what a list holds is no difference.
    """
    before, after = old or {}, new or {}
    found = (
        _changed(name, before.get(name), after.get(name))
        for name in dict.fromkeys([*after, *before])
    )
    return tuple(one for one in found if one.old != one.new)


def _changed(name: str, old: Plain, new: Plain) -> ChangedField:
    """Return a field with its values; of two lists, the items that only one of them has."""
    if isinstance(old, list) and isinstance(new, list):
        return ChangedField(name, _missing(old, new) or None, _missing(new, old) or None)
    return ChangedField(name, old, new)


def _missing(items: list[Plain], others: list[Plain]) -> list[Plain]:
    """Return the items that others lack, each as often as it is missing."""
    left = Counter(map(_spelled, others))
    missing = []
    for item in items:
        spelled = _spelled(item)
        if left[spelled]:
            left[spelled] -= 1
        else:
            missing.append(item)
    return missing


def _spelled(item: Plain) -> bytes:
    """Return an item in one spelling, by which equal ones are told."""
    return orjson.dumps(item, option=orjson.OPT_SORT_KEYS)


def list_history(
    session: Session,
    query: ListQuery,
    subjects: Collection[Subject],
    reference: str = "",
    *,
    reasons: bool = False,
) -> Slice[HistoryItem]:
    """Return a page of the changes of one record, or of all records of these subjects.

    Words are searched in references, and in `reasons` where the reader may see them. Filters:
    `who` (handle, address or the name today), `record` (a reference), `subject`, and the first
    and last day, `from` and `to`, in UTC.
    """
    source = _source(session, query, subjects, reference)
    searched = (*source.searched, col(AuditRecord.why)) if reasons else source.searched
    return fetch(session, replace(source, searched=searched), query)


def every_change(
    session: Session, query: ListQuery, subjects: Collection[Subject]
) -> Iterator[HistoryItem]:
    """Yield all changes that a query asks for, the newest first; see `list_history`."""
    return every(session, _source(session, query, subjects), query)


def latest_changes(
    session: Session,
    subjects: Collection[Subject],
    not_by: str,
    most: int,
    references: Collection[str] | None = None,
) -> tuple[LatestChange, ...]:
    """Return the latest changes by others than an actor, the newest first.

    It reads from the end of the trail, whatever its length; of some `references` where they are
    named.
    """
    trail = AuditRecord
    statement = (
        select(
            col(trail.at), col(trail.actor), col(trail.action), col(trail.subject_kind),
            col(trail.subject_reference),
        )
        .where(
            col(trail.subject_kind).in_([one.value for one in subjects]),
            col(trail.actor) != not_by,
        )
        .order_by(col(trail.id).desc())
        .limit(most)
    )  # fmt: skip
    if references is not None:
        statement = statement.where(col(trail.subject_reference).in_(references))
    return tuple(
        LatestChange(at, actor, action, _SUBJECTS[subject], reference)
        for at, actor, action, subject, reference in session.execute(statement)
    )


def count_changed(
    session: Session, subjects: Collection[Subject], since: datetime, not_by: str
) -> int:
    """Count the records of these subjects that others than an actor have changed since a moment."""
    trail = AuditRecord
    changed = (
        select(col(trail.subject_kind), col(trail.subject_reference))
        .where(
            col(trail.subject_kind).in_([one.value for one in subjects]),
            col(trail.at) >= since,
            col(trail.actor) != not_by,
        )
        .distinct()
        .subquery()
    )
    number: int = session.execute(select(func.count()).select_from(changed)).scalar_one()
    return number


def _source(
    session: Session, query: ListQuery, subjects: Collection[Subject], reference: str = ""
) -> Source[HistoryItem]:
    """Return the trail as the source of a list."""
    trail = AuditRecord
    statement = select(
        col(trail.id), col(trail.at), col(trail.actor), col(trail.action), col(trail.subject_kind),
        col(trail.subject_reference), col(trail.why), col(trail.old), col(trail.new),
    ).where(col(trail.subject_kind).in_([one.value for one in subjects]))  # fmt: skip
    if reference:
        statement = statement.where(col(trail.subject_reference) == reference)
    directory = read_directory(session) if query.codes("who") else ActorDirectory({}, {})
    return Source(
        statement,
        _item,
        tie=col(trail.id).desc(),
        searched=(col(trail.subject_reference),),
        filters={
            "who": lambda named: col(trail.actor).in_(_written(directory, named)),
            "record": lambda codes: col(trail.subject_reference).in_(codes),
            "subject": lambda codes: col(trail.subject_kind).in_(codes),
            "from": lambda days: by_day(days, lambda day: col(trail.at) >= start_of_day(day)),
            "to": lambda days: by_day(days, lambda day: col(trail.at) <= end_of_day(day)),
        },
    )


def _item(
    number: int,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    *rest: Any,  # noqa: ANN401
) -> HistoryItem:
    """Return a record of the trail as a change."""
    return HistoryItem(number, at, actor, action, _SUBJECTS[subject], *rest)


def _written(directory: ActorDirectory, named: Collection[str]) -> list[str]:
    """Return all texts by which the trail may hold whom a reader names."""
    return sorted(frozenset[str]().union(*(directory.named(one) for one in named)))
