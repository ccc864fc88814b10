"""Moves activities from draft to publication."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlmodel import Session

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.activity_publication import keep_former_publication
from tracker.assistance.publication_moves import NEEDS_REASON, Mover, move_faults
from tracker.assistance.publication_notices import tell_decided, tell_submitted
from tracker.assistance.publication_record import submitted_by
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.states import PublicationState
from tracker.assistance.submission import missing_for_submission
from tracker.assistance.tables.activities import Activity
from tracker.assistance.tables.publication import ActivityPublicationMove
from tracker.errors import Fault, InvalidDraft
from tracker.mail.kinds import PublicationNews
from tracker.people.actors import is_same
from tracker.people.audit import Change, lock_record, moment_of_change, record
from tracker.people.own_programmes import expect_own_programmes
from tracker.people.subjects import Subject
from tracker.versions import require_version
from tracker.words import say

ACTIONS: Mapping[PublicationState, str] = {
    PublicationState.DRAFT: "take_back",
    PublicationState.SUBMITTED: "submit_activity",
    PublicationState.RETURNED: "return",
    PublicationState.APPROVED: "approve",
    PublicationState.PUBLISHED: "publish",
}
"""The actions of the trail by the state that a move leads to."""
NEWS: Mapping[PublicationState, PublicationNews] = {
    PublicationState.RETURNED: PublicationNews.RETURNED,
    PublicationState.APPROVED: PublicationNews.APPROVED,
    PublicationState.PUBLISHED: PublicationNews.PUBLISHED,
}
"""What the person who submitted an activity is told by a letter."""


def move_publication(
    session: Session,
    code: str,
    after: PublicationState,
    actor: str,
    why: str = "",
    *,
    by: Collection[Mover],
    version: str | None = None,
) -> None:
    """Move the publication of an activity, as one who is `by`.

    `version` is that of the activity as the actor was shown it. Raises InvalidDraft for an
    unlawful move, one without its reason, or one by who submitted it, ChangedMeanwhile for
    another version.
    """
    lock_record(session)
    row = find_activity(session, code)
    before = read_draft(session, row)
    require_version(before, version)
    expect_own_programmes(session, actor, (before.programme,))
    faults = [
        *move_faults(before.publication, after, by),
        *reason_faults(after, why, by),
        *submission_faults(before, after, by),
        *_second_person_faults(session, row, actor, by),
    ]
    if faults:
        raise InvalidDraft(faults)
    if before.publication is not after:
        _write(session, row, before, after, actor, why.strip())
        if Mover.OPERATOR not in by:
            _tell(session, row, after, actor)


def submission_faults(
    draft: ActivityDraft, after: PublicationState, by: Collection[Mover]
) -> list[Fault]:
    """Return a fault for each field that an activity lacks to be submitted."""
    if after is not PublicationState.SUBMITTED or Mover.OPERATOR in by:
        return []
    return [
        Fault(name, say("fill this in before the activity is submitted"))
        for name in missing_for_submission(draft)
    ]


def reason_faults(after: PublicationState, why: str, by: Collection[Mover]) -> list[Fault]:
    """Return the fault of a move that lacks its reason."""
    if after not in NEEDS_REASON or why.strip() or Mover.OPERATOR in by:
        return []
    return [Fault("why", say("say why it is returned"))]


def _second_person_faults(
    session: Session, row: Activity, actor: str, by: Collection[Mover]
) -> list[Fault]:
    """Return the fault of a decision by who submitted the activity."""
    if Mover.PUBLISHER not in by:
        return []
    submitter = submitted_by(session, row.id or 0)
    if not submitter or not is_same(session, submitter, actor):
        return []
    return [Fault("publication", say("who submitted an activity does not decide on it"))]


def _write(
    session: Session,
    row: Activity,
    before: ActivityDraft,
    after: PublicationState,
    actor: str,
    why: str,
) -> None:
    """Write a move: what was known before, the state, the move and the trail."""
    number, old = row.id or 0, before.publication
    keep_former_publication(session, number, before, replace(before, publication=after))
    row.publication = after
    session.add(row)
    session.add(
        ActivityPublicationMove(
            activity_id=number,
            moved_at=moment_of_change(session),
            moved_by=actor,
            before=old,
            after=after,
            why=why,
        )
    )
    session.flush()
    told = {"publication": old.value}, {"publication": after.value}
    record(session, actor, Change(ACTIONS[after], Subject.ACTIVITY, row.code, *told, why))


def _tell(session: Session, row: Activity, after: PublicationState, actor: str) -> None:
    """Let who waits for a move be told of it by a letter."""
    if after is PublicationState.SUBMITTED:
        tell_submitted(session, actor)
    elif after in NEWS:
        tell_decided(session, row.code, submitted_by(session, row.id or 0), NEWS[after])
