"""The outcomes of a preview, and the rows whose outcome is another one when they are applied."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.exchange.faults import RowFault
from tracker.exchange.import_result import ImportResult, digest_of
from tracker.exchange.outcomes import FieldChange, RowResult
from tracker.fund.ledger.tables import LedgerEntry
from tracker.people.actors import read_directory
from tracker.people.subjects import Subject
from tracker.people.tables import AuditRecord, TrailHead
from tracker.words import say

BATCH = 500
SUBJECTS = {
    "activities": Subject.ACTIVITY,
    "adherence": Subject.ADHERENCE,
    "contacts": Subject.DONOR,
    "contributions": Subject.CONTRIBUTION,
    "donors": Subject.DONOR,
    "programmes": Subject.PROGRAMME,
    "requests": Subject.ASSISTANCE_REQUEST,
    "statements": Subject.CERTIFIED_STATEMENT,
    "tools": Subject.TOOL,
}
"""The subject of the trail that the rows of a kind describe; rows of others are entries."""
Place = tuple[str, int]


class RowOutcome(NamedTuple):
    """The outcome of a row, with its faults as column, value and message."""

    result: RowResult
    faults: frozenset[tuple[str, str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class PreviewOutcomes:
    """What a preview showed: its digest, its rows, and the last record of the trail it saw.

    The rows are read where the digest differs alone.
    """

    digest: str
    last_record: int
    rows: Callable[[], Mapping[Place, RowOutcome]]


class ChangeMade(NamedTuple):
    """A change of a record after a preview: by whom, and when."""

    actor: str
    at: datetime


def last_record(session: Session) -> int:
    """Return the number of the last record of the trail that this session sees; 0 without one."""
    found = session.execute(select(col(TrailHead.last_record_id))).scalar_one_or_none()
    return int(found or 0)


def outcomes_of(
    results: Mapping[Place, RowResult], faults: Iterable[RowFault]
) -> dict[Place, RowOutcome]:
    """Return the outcomes of rows with their faults."""
    told: dict[Place, set[tuple[str, str, str]]] = {}
    for fault in faults:
        told.setdefault((fault.file, fault.row), set()).add(
            (fault.column, fault.value, fault.message)
        )
    return {
        place: RowOutcome(result, frozenset(told.get(place, ())))
        for place, result in results.items()
    }


def preview_of_result(result: ImportResult) -> PreviewOutcomes:
    """Return what the result of a dry run shows."""
    rows = outcomes_of(result.results, result.faults)
    digest = digest_of(result.results, result.faults, result.counters)
    return PreviewOutcomes(digest, result.last_record, lambda: rows)


def rows_that_differ(
    session: Session, kind: str, preview: PreviewOutcomes, now: Mapping[Place, RowOutcome]
) -> list[RowFault]:
    """Return a remark on each row whose outcome differs: what was changed, by whom and when."""
    before = preview.rows()
    places = [place for place in sorted(now) if now[place] != before.get(place)]
    keys = {place: _key(before.get(place), now[place]) for place in places}
    made = _changes_made(session, kind, preview.last_record, set(keys.values()) - {""})
    directory = read_directory(session) if made else None
    remarks = []
    for place in places:
        change = made.get(keys[place])
        who = directory.name(change.actor) if change and directory else ""
        message = _remark(before.get(place), now[place], change, who)
        remarks.append(RowFault(*place, "", keys[place], message))
    return remarks


def _key(before: RowOutcome | None, now: RowOutcome) -> str:
    """Return the key of a row; a rejected row has it from its preview."""
    return now.result.key or (before.result.key if before else "")


def _remark(before: RowOutcome | None, now: RowOutcome, change: ChangeMade | None, who: str) -> str:
    """Say what was changed after the preview, by whom and when, with the values."""
    if change is None:
        return say("other changes after the preview bear on this row: look at what it would do now")
    values = "; ".join(
        say(
            "%(field)s was '%(before)s', is '%(now)s', and the sheet says '%(sheet)s'",
            **one._asdict(),
        )
        for one in _values(before.result.changes if before else (), now.result.changes)
    )
    at = f"{change.at:%Y-%m-%d %H:%M} UTC"
    if not values:
        return say("%(who)s changed this after the preview, on %(at)s", who=who, at=at)
    return say(
        "%(who)s changed this after the preview, on %(at)s: %(values)s",
        who=who,
        at=at,
        values=values,
    )


class _Values(NamedTuple):
    """A field: its value at the preview, its value on record now, and that of the sheet."""

    field: str
    before: str
    now: str
    sheet: str


def _values(shown: Iterable[FieldChange], wanted: Iterable[FieldChange]) -> Iterable[_Values]:
    """Yield the fields whose value on record is another than at the preview."""
    old, new = ({one.field: one for one in changes} for changes in (shown, wanted))
    for field in dict.fromkeys((*new, *old)):
        sheet = (new.get(field) or old[field]).new
        before = old[field].old if field in old else sheet
        now = new[field].old if field in new else sheet
        if before != now:
            yield _Values(field, before, now, sheet)


def _changes_made(session: Session, kind: str, after: int, keys: set[str]) -> dict[str, ChangeMade]:
    """Return the last change of each record that was made after a record of the trail."""
    named = sorted(keys)
    made: dict[str, ChangeMade] = {}
    for start in range(0, len(named), BATCH):
        some = named[start : start + BATCH]
        for key, *change in session.execute(_statement(kind, after, some)):
            made[key] = ChangeMade(*change)
    return made


def _statement(kind: str, after: int, keys: list[str]) -> Any:  # noqa: ANN401 - a select of key, actor, moment
    """Select who changed the records of a kind, or recorded the entries, and when; oldest first."""
    if kind not in SUBJECTS:
        entry = LedgerEntry
        return (
            select(col(entry.reference), col(entry.recorded_by), col(entry.recorded_at))
            .where(col(entry.reference).in_(keys))
            .order_by(col(entry.id))
        )
    trail = AuditRecord
    return (
        select(col(trail.subject_reference), col(trail.actor), col(trail.at))
        .where(
            col(trail.id) > after,
            col(trail.subject_kind) == SUBJECTS[kind].value,
            col(trail.subject_reference).in_(keys),
        )
        .order_by(col(trail.id))
    )
