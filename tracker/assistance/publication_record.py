"""The moves of activities to publication on record: the newest, all of one, who submitted."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.states import PublicationState
from tracker.assistance.tables.activities import Activity
from tracker.assistance.tables.publication import ActivityPublicationMove
from tracker.people.audit import moment_of_change


class PublicationMoved(NamedTuple):
    """A move of an activity's publication; `moved_by` is a handle."""

    moved_at: datetime
    moved_by: str
    before: PublicationState
    after: PublicationState
    why: str


def submitted_by(session: Session, number: int) -> str:
    """Return the handle of who submitted an activity last; nothing where nobody is known."""
    statement = (
        select(ActivityPublicationMove.moved_by)
        .where(
            ActivityPublicationMove.activity_id == number,
            ActivityPublicationMove.after == PublicationState.SUBMITTED,
        )
        .order_by(col(ActivityPublicationMove.id).desc())
    )
    return session.exec(statement).first() or ""


def note_submissions(
    session: Session, added: Mapping[str, int], drafts: Sequence[ActivityDraft], actor: str
) -> None:
    """Note who submitted the activities that are added as submitted."""
    submitted = [one for one in drafts if one.publication is PublicationState.SUBMITTED]
    if not submitted:
        return
    moment = moment_of_change(session)
    session.add_all(
        ActivityPublicationMove(
            activity_id=added[draft.code],
            moved_at=moment,
            moved_by=actor,
            before=PublicationState.DRAFT,
            after=draft.publication,
        )
        for draft in submitted
    )
    session.flush()


def moves_of(session: Session, code: str) -> tuple[PublicationMoved, ...]:
    """Return the moves of an activity's publication, the newest first."""
    table = ActivityPublicationMove
    statement = (
        select(table)
        .join(Activity, col(Activity.id) == table.activity_id)
        .where(Activity.code == code)
        .order_by(col(table.id).desc())
    )
    return tuple(
        PublicationMoved(row.moved_at, row.moved_by, row.before, row.after, row.why)
        for row in session.exec(statement)
    )


def last_moves(session: Session, codes: Collection[str]) -> dict[str, PublicationMoved]:
    """Return the newest move of each of some activities, by code."""
    table = ActivityPublicationMove
    statement = (
        select(Activity.code, table)
        .join(table, col(table.activity_id) == Activity.id)
        .where(col(Activity.code).in_(codes))
        .order_by(col(table.id))
    )
    return {
        code: PublicationMoved(row.moved_at, row.moved_by, row.before, row.after, row.why)
        for code, row in session.exec(statement)
    }
