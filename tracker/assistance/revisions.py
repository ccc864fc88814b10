"""Revisions of published activities: what waits to be published of them, and on what it rests.

Status, days, people and the requests that are answered hold at once; a revision has the rest. What
was changed of an activity meanwhile is taken over into its revision.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import func
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.states import RevisionState
from tracker.assistance.tables.activities import Activity
from tracker.assistance.tables.revisions import ActivityRevision
from tracker.edits import EditConflict, Side
from tracker.people.actors import names

AT_ONCE = (
    "status", "planned_start", "planned_end", "actual_start", "actual_end", "participants",
    "requests", "publication",
)  # fmt: skip
"""The fields of a draft that hold at once: no revision has them."""
UNORDERED = (
    "instruments", "beneficiaries", "tools", "partners", "articles", "paragraphs", "themes",
    "requests", "texts",
)  # fmt: skip
"""The fields of a draft whose order says nothing."""
OPEN_STATES = (RevisionState.WAITING, RevisionState.RETURNED, RevisionState.HANDED_IN)
WAITING = (RevisionState.WAITING, RevisionState.HANDED_IN)
COUNT_WAITING = select(func.count(col(ActivityRevision.id))).where(
    col(ActivityRevision.state).in_(WAITING)
)
DRAFTS = TypeAdapter(ActivityDraft)


class Revision(NamedTuple):
    """An open revision: as it would be published today, who wrote it, when and why.

    `clashes` are the fields that were changed on record too since it was written; `decision` is
    the reason for which it was returned. `request` is the number of the request by which it was
    handed in for approval, 0 for none.
    """

    state: RevisionState
    draft: ActivityDraft
    clashes: tuple[str, ...]
    made_by: str
    made_at: datetime
    why: str
    decided_by: str
    decided_at: datetime | None
    decision: str
    request: int


def with_at_once(draft: ActivityDraft, live: ActivityDraft) -> ActivityDraft:
    """Return a draft with what holds at once as another has it."""
    return replace(draft, **{name: getattr(live, name) for name in AT_ONCE})


def in_order(draft: ActivityDraft) -> ActivityDraft:
    """Return a draft with its lists in the order in which the record gives them."""
    lists: dict[str, Any] = {name: tuple(sorted(getattr(draft, name))) for name in UNORDERED}
    return replace(draft, **lists)


def open_row(session: Session, number: int) -> ActivityRevision | None:
    """Return the row of the open revision of an activity, by its number."""
    statement = select(ActivityRevision).where(
        ActivityRevision.activity_id == number, col(ActivityRevision.state).in_(OPEN_STATES)
    )
    return session.exec(statement).first()


def open_revision(session: Session, number: int, live: ActivityDraft) -> Revision | None:
    """Return the open revision of an activity, by its number, on what is on record now, or None."""
    found = open_row(session, number)
    return None if found is None else revision_on(found, live)


def draft_to_change(session: Session, code: str) -> ActivityDraft:
    """Return an activity as an editor goes on with it: its open revision, or as it is on record.

    Raises NotFound.
    """
    row = find_activity(session, code)
    live = read_draft(session, row)
    revision = open_revision(session, row.id or 0, live)
    return live if revision is None else revision.draft


def is_revised_by(session: Session, code: str, request: int | None) -> bool:
    """Tell whether an activity has an open revision that was handed in by a request."""
    found = open_row(session, find_activity(session, code).id or 0)
    return found is not None and request is not None and found.request_id == request


class WaitingRevision(NamedTuple):
    """A revision in a list of those that wait or came back: activity, author, moment and reason.

    `request` is the number of the request that an approver decides, 0 where the secretariat does.
    """

    code: str
    title: str
    state: RevisionState
    request: int
    made_by: str
    made_at: datetime
    why: str


def waiting_revisions(session: Session) -> tuple[WaitingRevision, ...]:
    """Return the revisions that wait, the oldest first."""
    return _listed(session, col(ActivityRevision.state).in_(WAITING))


def count_waiting_revisions(session: Session) -> int:
    """Count the revisions that wait."""
    return session.exec(COUNT_WAITING).one()


def returned_revisions(session: Session, author: str) -> tuple[WaitingRevision, ...]:
    """Return the revisions of an author, by handle, that were returned, the oldest first."""
    returned = col(ActivityRevision.state) == RevisionState.RETURNED
    return _listed(session, returned & names(col(ActivityRevision.made_by), author))


def _listed(session: Session, condition: ColumnElement[bool]) -> tuple[WaitingRevision, ...]:
    """Return the revisions that meet a condition, the oldest first."""
    table = ActivityRevision
    statement = (
        select(Activity.code, Activity.title, table)
        .join(table, col(table.activity_id) == Activity.id)
        .where(condition)
        .order_by(col(table.made_at), col(Activity.code))
    )
    return tuple(
        WaitingRevision(code, title, row.state, _request_of(row), row.made_by, row.made_at, row.why)
        for code, title, row in session.exec(statement)
    )


def revision_on(found: ActivityRevision, live: ActivityDraft) -> Revision:
    """Return a revision on what is on record now."""
    edits = edits_of(found, live)
    clashes = [one for one in edits.differences() if one.proposed is None]
    mine: Mapping[str, Side] = {one.name: Side.YOURS for one in clashes}
    return Revision(
        found.state,
        in_order(edits.merged(mine)),
        tuple(dict.fromkeys(one.field for one in clashes)),
        found.made_by,
        found.made_at,
        found.why,
        found.decided_by,
        found.decided_at,
        found.decision,
        _request_of(found),
    )


def find_edits(session: Session, code: str) -> EditConflict | None:
    """Return the two edits of an activity that has an open revision; None without one.

    Raises NotFound.
    """
    row = find_activity(session, code)
    found = open_row(session, row.id or 0)
    return None if found is None else edits_of(found, read_draft(session, row))


def edits_of(found: ActivityRevision, live: ActivityDraft) -> EditConflict:
    """Return the two edits of an activity: what is on record now, and what its revision wants."""
    base, wanted = (
        in_order(with_at_once(DRAFTS.validate_python(one), live))
        for one in (found.base, found.wanted)
    )
    return EditConflict(base, live, wanted)


def _request_of(found: ActivityRevision) -> int:
    """Return the number of the request that decides a revision that was handed in, or 0."""
    handed_in = found.state is RevisionState.HANDED_IN
    return (found.request_id or 0) if handed_in else 0
